import { ShapeError } from '../../core/errors';
import { formatShape, type Shape, sameShape, type TensorType } from '../../core/shape';
import type { Builder } from '../builder';
import { commonDtype, expectFloat, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { defineOp, type Value } from '../op';

interface BatchNormAttrs {
  /** Added to the variance. */
  readonly epsilon: number;
}

declare module '../op' {
  interface OpAttrs {
    batchNorm: BatchNormAttrs;
  }
}

/** y = (x - mean) / sqrt(variance + epsilon) scale + bias with given statistics: x [B, C, ...], the others [C]. */
export const batchNorm = defineOp<'batchNorm'>({
  name: 'batchNorm',
  infer: (inputs) => {
    const x = inputAt(inputs, 0);
    expectChannels(inputs, 5);
    return [x];
  },
  onnx: ({ w, inputs, attrs: { epsilon } }) => w.node('BatchNormalization', inputs, { epsilon: { float: epsilon } }),
  gradient: ({ b, inputs, attrs, dy, needs }) => {
    const [x, scale, , mean, variance] = inputs as [Value, Value, Value, Value, Value];
    const { shape } = x.type;
    const inverse = b.op('reciprocal', [
      b.op('sqrt', [b.op('add', [variance, b.scalar(attrs.epsilon, x.type.dtype)])]),
    ]);
    const slope = b.op('mul', [scale, inverse]);
    const total = () => overBatch(b, dy);
    const withCentred = () => overBatch(b, b.op('mul', [dy, b.op('sub', [x, alongChannels(b, mean, shape)])]));
    const cubed = () => b.op('mul', [inverse, b.op('mul', [inverse, inverse])]);
    const half = b.scalar(-0.5, x.type.dtype);
    return [
      needs[0] ? b.op('mul', [dy, alongChannels(b, slope, shape)]) : undefined,
      needs[1] ? b.op('mul', [withCentred(), inverse]) : undefined,
      needs[2] ? total() : undefined,
      needs[3] ? b.op('neg', [b.op('mul', [total(), slope])]) : undefined,
      // dvariance = -1/2 scale inverse^3 sum(dy (x - mean))
      needs[4] ? b.op('mul', [b.op('mul', [withCentred(), cubed()]), b.op('mul', [scale, half])]) : undefined,
    ];
  },
  flops: ({ outputs }) => 2 * elementsForOne(outputs[0]?.type.shape ?? []),
});

/** `count` inputs, the first [B, C, ...] and the others [C]. */
export function expectChannels(inputs: readonly TensorType[], count: number): void {
  const x = inputAt(inputs, 0);
  expectFloat(x);
  inputAt(inputs, count - 1);
  commonDtype(inputs);
  if (x.shape.length < 2)
    throw new ShapeError('rank', { expected: '>= 2 [B, C, …]', actual: `${x.shape.length} ${formatShape(x.shape)}` });
  for (const { shape } of inputs.slice(1))
    if (!sameShape(shape, x.shape.slice(1, 2)))
      throw new ShapeError('broadcast', { expected: formatShape(x.shape.slice(1, 2)), actual: formatShape(shape) });
}

/** [C] -> [C, 1, ...], to stretch over x [B, C, ...]. */
export function alongChannels(b: Builder, v: Value, shape: Shape): Value {
  return shape.length === 2 ? v : b.reshape(v, [...v.type.shape, ...shape.slice(2).map(() => 1)]);
}

/** Sum over all axes but channels: [B, C, ...] -> [C]. */
export function overBatch(b: Builder, x: Value): Value {
  const axes = x.type.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  return b.op('reduceSum', [x], { axes, keepDims: false });
}
