import { isEmpty, type Shape, sizeOf } from '../../core/shape';
import type { Builder } from '../builder';
import { inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { filledLike } from '../gradients';
import { defineOp, type OnnxWriter, type Value } from '../op';
import { writeReduce } from '../reduction';
import { floatConstant } from '../separable';
import { alongChannels, expectChannels, overBatch } from './batchNorm';

declare module '../op' {
  interface OpAttrs {
    batchNormTrain: { readonly epsilon: number };
  }
}

/**
 * Batch normalisation with the batch's own statistics: x [B, C, ...], scale and bias [C] -> y, the mean [C], the variance [C]
 * (divided by n, not n - 1) and x - mean, which the gradient reads. Ioffe & Szegedy 2015, "Batch Normalization".
 */
export const batchNormTrain = defineOp<'batchNormTrain'>({
  name: 'batchNormTrain',
  infer: (inputs) => {
    const x = inputAt(inputs, 0);
    expectChannels(inputs, 3);
    const statistics = { dtype: x.dtype, shape: x.shape.slice(1, 2) };
    return [x, statistics, statistics, x];
  },
  // BatchNormalization in training mode has no GPU kernel and is no faster on WASM; with given statistics it is one pass
  onnx: ({ w, inputs, attrs: { epsilon }, node }) => {
    const [x, scale, bias] = inputs as [string, string, string];
    const { dtype, shape } = (node.inputs[0] as Value).type;
    const channels = shape[1] as number;
    if (isEmpty(shape)) return writeOfNothing(w, (node.inputs[0] as Value).type);
    const [mean, centred, variance] = writeMoments(w, x, shape);
    const none = w.constant(floatConstant(dtype, [channels], new Array<number>(channels).fill(0)));
    const flat = (value: string) => w.node('Reshape', [value, w.dims([channels])])[0] as string;
    const given = [centred, scale, bias, none, flat(variance)];
    const [y] = w.node('BatchNormalization', given, { epsilon: { float: epsilon } });
    return [y as string, flat(mean), given[4] as string, centred];
  },
  gradient: (args) => {
    const { b, inputs, outputs, attrs, dys, needs } = args;
    const [x, scale] = inputs as [Value, Value];
    const [, , variance, centred] = outputs as [Value, Value, Value, Value];
    const [dy] = dys;
    if (isEmpty(x.type.shape)) return inputs.map((input, i) => (needs[i] ? filledLike(b, input, 0) : undefined));
    const stable = b.op('add', [variance, b.scalar(attrs.epsilon, x.type.dtype)]);
    const inverse = b.op('reciprocal', [b.op('sqrt', [stable])]);
    const total = dy && overBatch(b, dy);
    const product = dy && overBatch(b, b.op('mul', [dy, centred]));
    const parts: Value[] = [];
    if (needs[0]) {
      if (dy && total && product) parts.push(throughOutput(b, { dy, total, product, centred, inverse, scale }));
      parts.push(...throughStatistics(b, x.type.shape, centred, dys));
    }
    return [
      parts.length > 0 ? parts.reduce((sum, part) => b.op('add', [sum, part])) : undefined,
      needs[1] && product ? b.op('mul', [product, inverse]) : undefined,
      needs[2] ? total : undefined,
    ];
  },
  flops: ({ outputs }) => 8 * elementsForOne(outputs[0]?.type.shape ?? []),
});

/** A batch without examples: statistics that are not numbers. */
function writeOfNothing(w: OnnxWriter, { dtype, shape }: Value['type']): string[] {
  const filled = (dims: Shape, value: number) => w.node('Expand', [w.scalar(value, dtype), w.dims(dims)])[0] as string;
  const [none, statistic] = [filled(shape, 0), filled(shape.slice(1, 2), Number.NaN)];
  return [none, statistic, statistic, none];
}

/** Mean and variance with the reduced axes of size 1, and x - mean between them. */
function writeMoments(w: OnnxWriter, x: string, shape: Shape): [mean: string, centred: string, variance: string] {
  const over = { axes: shape.map((_, axis) => axis).filter((axis) => axis !== 1), keepDims: true };
  const [mean] = writeReduce(w, 'ReduceMean', x, over, 18) as [string];
  const [centred] = w.node('Sub', [x, mean]) as [string];
  const [square] = w.node('Mul', [centred, centred]) as [string];
  const [variance] = writeReduce(w, 'ReduceMean', square, over, 18) as [string];
  return [mean, centred, variance];
}

interface ThroughOutput {
  readonly dy: Value;
  /** sum(dy), sum(dy (x - mean)) */
  readonly total: Value;
  readonly product: Value;
  readonly centred: Value;
  readonly inverse: Value;
  readonly scale: Value;
}

/** dx = scale inverse (dy - (centred product inverse^2 + total) / n); the bracket's channel-wise line is one batchNorm */
function throughOutput(b: Builder, { dy, total, product, centred, inverse, scale }: ThroughOutput): Value {
  const { dtype, shape } = dy.type;
  const n = b.scalar(countOf(shape), dtype);
  const channels = scale.type.shape[0] as number;
  const filled = (value: number) =>
    b.constant(floatConstant(dtype, [channels], new Array<number>(channels).fill(value)));
  const slope = b.op('div', [b.op('mul', [product, b.op('mul', [inverse, inverse])]), n]);
  const line = b.op('batchNorm', [centred, slope, b.op('div', [total, n]), filled(0), filled(1)], { epsilon: 0 });
  return b.op('mul', [b.op('sub', [dy, line]), alongChannels(b, b.op('mul', [scale, inverse]), shape)]);
}

/** dx = dmean / n; 2 (x - mean) dvariance / n; dcentred - mean(dcentred) */
function throughStatistics(b: Builder, shape: Shape, centred: Value, dys: readonly (Value | undefined)[]): Value[] {
  const [, dMean, dVariance, dCentred] = dys;
  const n = b.scalar(countOf(shape), centred.type.dtype);
  const share = (value: Value) => alongChannels(b, b.op('div', [value, n]), shape);
  const two = b.scalar(2, centred.type.dtype);
  return [
    ...(dMean ? [b.op('expand', [share(dMean)], { shape })] : []),
    ...(dVariance ? [b.op('mul', [centred, share(b.op('mul', [dVariance, two]))])] : []),
    ...(dCentred ? [b.op('sub', [dCentred, share(overBatch(b, dCentred))])] : []),
  ];
}

/** Elements of one channel. */
function countOf(shape: Shape): number {
  return sizeOf(shape.toSpliced(1, 1));
}
