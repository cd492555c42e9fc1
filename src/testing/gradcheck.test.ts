import { describe, expect, it } from 'vitest';
import { given } from './cases/case';
import type { Forward } from './differentiate';
import { gradcheck } from './gradcheck';

const cube: Forward = (b, [x]) => [b.op('mul', [b.op('mul', [x!, x!]), x!])];

describe('gradcheck', () => {
  it('accepts a right gradient, every element of every input', () => {
    const check = gradcheck([given([3], 0.5, -1, 2)], cube);
    expect(check.elements).toBe(3);
    expect(check.deviation).toBeLessThan(1e-8);
  });

  it('sees a gradient that is not the slope', () => {
    // relu is 0 at its corner for autodiff and 1/2 for central differences
    const check = gradcheck([given([2], 0, 1)], (b, [x]) => [b.op('relu', [x!])]);
    expect(check.deviation).toBeGreaterThan(0.1);
    expect(check.worst).toMatch(/^x0\[0\]: autodiff 0, differences -?[01]/);
  });

  it('sees a gradient autodiff leaves out', () => {
    // a comparison has no gradient, but here its corner lies in the step
    const check = gradcheck([given([1], 1)], (b, [x]) => [
      b.op('cast', [b.op('greater', [x!, b.scalar(1)])], { to: 'float32' }),
    ]);
    expect(check.deviation).toBe(1);
  });

  it('does not take NaN for agreement', () => {
    expect(gradcheck([given([1], -1)], (b, [x]) => [b.op('log', [x!])]).deviation).toBeNaN();
    expect(gradcheck([given([2], 1, -1)], (b, [x]) => [b.op('sqrt', [x!])]).deviation).toBeNaN();
  });

  it('checks only what is asked for', () => {
    const check = gradcheck([given([2], 1, 2), given([3], 1, 2, 3)], (_, [x, y]) => [x!, y!], [1]);
    expect(check.elements).toBe(3);
  });
});
