import fc from 'fast-check';
import { ShapeError } from '../core/errors';
import { Rng } from '../core/rng';
import { sizeOf } from '../core/shape';
import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Forward } from './differentiate';
import { type RefTensor, tensor, volume } from './reference/tensor';

/** A recipe for a graph: which operator, and which of the values so far. */
export interface Recipe {
  readonly seed: number;
  readonly inputs: readonly (readonly number[])[];
  readonly steps: readonly { readonly op: number; readonly x: number; readonly y: number; readonly choice: number }[];
}

const shapes = [[], [2], [3], [1, 3], [2, 1], [2, 3], [3, 2], [2, 2, 3], [2, 3, 2], [1, 2, 1, 3]];

/** Recipes of up to 12 operators over up to 3 inputs. */
export const recipes: fc.Arbitrary<Recipe> = fc.record({
  seed: fc.nat(0xffff),
  inputs: fc.array(fc.constantFrom(...shapes), { minLength: 1, maxLength: 3 }),
  steps: fc.array(fc.record({ op: fc.nat(999), x: fc.nat(999), y: fc.nat(999), choice: fc.nat(999) }), {
    minLength: 1,
    maxLength: 12,
  }),
});

type Step = (b: Builder, x: Value, y: Value, choice: number) => Value;
const rankOf = (x: Value): number => x.type.shape.length;
const axisOf = (x: Value, choice: number): number => (choice % Math.max(1, rankOf(x))) - (choice % 2 ? rankOf(x) : 0);

/** Smooth operators with values that stay within a few units, so that differences of any depth stay accurate. */
const steps: readonly Step[] = [
  (b, x, y) => b.op('add', [x, y]),
  (b, x, y) => b.op('sub', [x, y]),
  (b, x, y) => b.op('tanh', [b.op('mul', [x, y])]),
  (b, x, y) => b.op('div', [x, b.op('add', [b.op('exp', [b.op('tanh', [y])]), b.scalar(1)])]),
  (b, x, y) => b.op('tanh', [b.op('matmul', [x, y])]),
  (b, x, y) => b.op('tanh', [b.op('gemm', [x, y], { transB: true })]),
  (b, x) => b.op('sigmoid', [x]),
  (b, x) => b.op('log', [b.op('add', [b.op('mul', [x, x]), b.scalar(1)])]),
  (b, x) => b.op('sqrt', [b.op('add', [b.op('mul', [x, x]), b.scalar(1)])]),
  (b, x) => b.op('neg', [x]),
  (b, x) => b.op('softplus', [x]),
  (b, x) => b.op('silu', [x]),
  (b, x) => b.op('tanh', [b.op('gelu', [x], { approximate: 'tanh' })]),
  (b, x, y) => b.op('pow', [b.op('sigmoid', [x]), b.op('tanh', [y])]),
  (b, x, _, choice) => b.op('reduceLogSumExp', [x], { axes: [axisOf(x, choice)], keepDims: choice % 3 === 0 }),
  (b, x, _, choice) => b.op('cumSum', [b.op('tanh', [x])], { axis: axisOf(x, choice), reverse: choice % 3 === 0 }),
  (b, x) => b.reshape(x, [sizeOf(x.type.shape)]),
  (b, x) => b.reshape(x, [1, ...x.type.shape].toReversed()),
  (b, x) => b.op('transpose', [x], { perm: x.type.shape.map((_, i) => rankOf(x) - 1 - i) }),
  (b, x, _, choice) => b.op('reduceSum', [x], { axes: [axisOf(x, choice)], keepDims: choice % 3 === 0 }),
  (b, x, _, choice) => b.op('reduceMean', [x], { axes: [axisOf(x, choice)], keepDims: choice % 3 === 0 }),
  (b, x, _, choice) => b.op('softmax', [x], { axis: axisOf(x, choice) }),
  (b, x, _, choice) => b.op('logSoftmax', [x], { axis: axisOf(x, choice) }),
  (b, x, y, choice) => b.op('concat', [x, y, x], { axis: axisOf(x, choice) }),
  (b, x, _, choice) =>
    b.op('pad', [x], { begin: x.type.shape.map(() => choice % 2), end: x.type.shape.map(() => 1), value: 0.5 }),
  (b, x, _, choice) =>
    b.op('slice', [x], { axes: [axisOf(x, choice)], starts: [0], lengths: [1], steps: [1 + (choice % 2)] }),
  (b, x) => b.op('expand', [x], { shape: [2, ...x.type.shape] }),
];

/** Follows a recipe; a step whose shapes do not fit is left out. Gives every value that was made, the last one first. */
export function follow(recipe: Recipe): Forward {
  return (b, inputs) => {
    const pool = [...inputs];
    for (const { op, x, y, choice } of recipe.steps) {
      const pick = (n: number) => pool[n % pool.length] as Value;
      try {
        const made = (steps[op % steps.length] as Step)(b, pick(x), pick(y), choice);
        if (sizeOf(made.type.shape) <= 64) pool.push(made);
      } catch (error) {
        if (!(error instanceof ShapeError)) throw error;
      }
    }
    return pool.toReversed();
  };
}

/** Seeded inputs for a recipe, in [-1, 1]. */
export function inputsOf({ seed, inputs }: Recipe): RefTensor[] {
  const rng = new Rng(seed);
  return inputs.map((dims) =>
    tensor(
      'float32',
      dims,
      Array.from({ length: volume(dims) }, () => 2 * rng.uniform() - 1),
    ),
  );
}
