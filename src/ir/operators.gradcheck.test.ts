import { describe, expect, it } from 'vitest';
import { isFloat } from '../core/dtype';
import { casesOf, gradientOf, opNames } from '../testing/cases/all';
import { forwardGraph, gradientGraph } from '../testing/differentiate';
import { floats, gradcheck } from '../testing/gradcheck';
import { GradientError } from './autodiff';
import { registry } from './registry';

/** Relative to the largest gradient of the same input; both sides are float64. */
const TOLERANCE = 1e-6;

describe('finite differences in float64', () => {
  it('covers every operator', () => {
    expect(opNames.toSorted()).toEqual(Object.keys(registry).toSorted());
  });

  for (const op of opNames) {
    const cases = casesOf(op);
    const rule = gradientOf(op);

    describe(op, () => {
      it('has cases with names of their own', () => {
        expect(cases.length).toBeGreaterThan(0);
        expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
      });

      it(`declares its gradient rule: ${rule}`, () => {
        const { gradient } = registry[op];
        expect(typeof gradient === 'function' ? 'rule' : gradient).toBe(rule);
      });

      if (rule === 'rule') {
        it.each(cases.filter(({ kink }) => !kink))('$name', ({ inputs, forward }) => {
          if (floats(inputs).length === 0) return;
          const types = inputs.map(({ dtype, dims }) => ({ dtype, shape: dims }));
          const results = forwardGraph(types, forward).outputs;
          if (!results.some(({ value }) => isFloat(value.type.dtype))) return;
          const check = gradcheck(inputs, forward);
          expect(check.deviation, check.worst).toBeLessThan(TOLERANCE);
          expect(check.alone).toBe(0);
        });

        it('compares gradients of every float input', () => {
          const most = Math.max(...cases.map(({ inputs }) => floats(inputs).length));
          for (let i = 0; i < most; i++) {
            const checked = cases.some(
              ({ inputs, kink }) =>
                !kink && floats(inputs)[i] !== undefined && (inputs[floats(inputs)[i] as number]?.data.length ?? 0) > 0,
            );
            expect(checked, `no case for input ${i}`).toBe(true);
          }
        });
      }

      if (rule === 'zero') {
        it('gives nothing that varies', () => {
          for (const { inputs, forward, kink } of cases) {
            const types = inputs.map(({ dtype, dims }) => ({ dtype, shape: dims }));
            const varying = forwardGraph(types, forward).outputs.some(({ value }) => isFloat(value.type.dtype));
            // its whole point is to have no gradient although it varies
            if (!varying || kink || op === 'stopGradient') continue;
            const check = gradcheck(inputs, forward);
            expect(check.deviation, check.worst).toBe(0);
          }
        });
      }

      if (rule === 'undefined') {
        it('says so when asked', () => {
          for (const { inputs, forward } of cases) {
            const types = inputs.map(({ dtype, dims }) => ({ dtype, shape: dims }));
            expect(() => gradientGraph(types, forward, floats(inputs))).toThrow(GradientError);
          }
        });
      }
    });
  }
});
