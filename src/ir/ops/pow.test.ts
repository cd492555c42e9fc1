import { describe, expect, it } from 'vitest';
import { given } from '../../testing/cases/case';
import { gradientGraph } from '../../testing/differentiate';
import { gradcheck } from '../../testing/gradcheck';
import { eliminateDeadCode } from '../passes/deadCode';

const types = [{ dtype: 'float32', shape: [3] }] as const;

describe('a power with an exponent known beforehand', () => {
  it.each([-2, -1, 0, 0.5, 1, 1.5, 2, 3, 4])('x^%f has the slope of finite differences', (exponent) => {
    const x = given([3], 0.5, 1.25, 3);
    const { deviation, worst } = gradcheck([x], (b, [base]) => [b.op('pow', [base!, b.scalar(exponent)])]);
    expect(deviation, worst).toBeLessThan(1e-6);
  });

  it('is differentiated without powers or logarithms up to the cube', () => {
    for (const exponent of [0, 0.5, 1, 2, 3]) {
      const graph = eliminateDeadCode(gradientGraph(types, (b, [x]) => [b.op('pow', [x!, b.scalar(exponent)])], [0]));
      const ops = graph.nodes.map(({ op }) => op);
      expect(ops.filter((op) => op === 'pow')).toHaveLength(1);
      expect(ops).not.toContain('log');
    }
  });

  it('has slope 0 at 0 where the exponent is 0, and 2x for a square of a negative number', () => {
    const at = (value: number, exponent: number) =>
      gradcheck([given([1], value)], (b, [x]) => [b.op('pow', [x!, b.scalar(exponent)])]).deviation;
    expect(at(0, 0)).toBe(0);
    expect(at(-1.5, 2)).toBeLessThan(1e-6);
    expect(at(-1.5, 3)).toBeLessThan(1e-6);
  });
});
