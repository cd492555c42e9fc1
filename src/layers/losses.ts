import { atPort, ShapeError } from '../core/errors';
import { formatShape, sameShape, type TensorType } from '../core/shape';
import type { Builder } from '../ir/builder';
import { expectFloat } from '../ir/expect';
import type { Value } from '../ir/op';

/** Ports of a loss that compares a prediction with a target of the same shape. */
export const pairPorts = {
  inputs: [
    { id: 'prediction', label: { en: 'Prediction', 'zh-CN': '预测' } },
    { id: 'target', label: { en: 'Target', 'zh-CN': '目标' } },
  ],
  outputs: [],
} as const;

/** Prediction and target, both float and of one shape. Throws ShapeError at the port that does not fit. */
export function readPair(inputs: Readonly<Record<string, Value>>): { prediction: Value; target: Value } {
  const { prediction, target } = inputs as { prediction: Value; target: Value };
  expectSame(target.type, prediction.type, 'target', 'prediction');
  return { prediction, target };
}

/** Both float and of one shape; the second port is blamed for a shape that differs. */
export function expectSame(wanted: TensorType, given: TensorType, wantedPort: string, givenPort: string): void {
  atPort(wantedPort, () => expectFloat(wanted));
  atPort(givenPort, () => {
    expectFloat(given);
    if (!sameShape(given.shape, wanted.shape))
      throw new ShapeError('broadcast', { expected: formatShape(wanted.shape), actual: formatShape(given.shape) });
  });
}

/** Axes of one example. */
function exampleAxes(x: Value): number[] {
  return x.type.shape.slice(1).map((_, i) => i + 1);
}

/** [B, ...] -> [B]. */
export function meanPerExample(b: Builder, x: Value): Value {
  const axes = exampleAxes(x);
  return axes.length === 0 ? x : b.op('reduceMean', [x], { axes, keepDims: false });
}

/** [B, ...] -> [B]. */
export function sumPerExample(b: Builder, x: Value): Value {
  const axes = exampleAxes(x);
  return axes.length === 0 ? x : b.op('reduceSum', [x], { axes, keepDims: false });
}

/** value / mean(weight): its mean over the batch is sum(value) / sum(weight); both [B]. Of no weight at all, 0. */
export function weighted(b: Builder, value: Value, weight: Value | undefined): Value {
  if (!weight) return value;
  const mean = b.op('reduceMean', [weight], { axes: [0], keepDims: true });
  const isNone = b.op('equal', [mean, b.scalar(0)]);
  return b.op('div', [value, b.op('where', [isNone, b.scalar(1), mean])]);
}
