import type { DType } from '../../../core/dtype';
import {
  broadcastShapes,
  type Dim,
  formatShape,
  normalizeAxis,
  type Shape,
  type TensorType,
} from '../../../core/shape';
import { type NodeContext, type RuleTable, since, type Versions } from '../rule';

/**
 * Operators the IR does not have and nobody trains through, carried over as they are. Each says the opset from which its form
 * has stayed the same up to the one we write, and the types of its outputs.
 */
const carried = (from: number, types: (c: NodeContext) => readonly TensorType[]): Versions =>
  since(from, (c) => c.carried(from, types(c)));

const typed = (dtype: DType, shape: Shape): TensorType => ({ dtype, shape });

/** A size of the input, or what a run will tell. */
function dim(c: NodeContext, input: number, axis: number): Dim {
  const { shape } = c.type(input);
  return shape[axis] ?? c.refuse(`input ${input} of ${formatShape(shape)}`);
}

/** The element type of a zero point, else uint8. */
function quantizedDtype(c: NodeContext, zeroPoint: number): DType {
  return c.has(zeroPoint) ? c.type(zeroPoint).dtype : 'uint8';
}

/** Sizes of a convolution with the attributes of `c`. */
function convolved(c: NodeContext, x: Shape, w: readonly number[]): Dim[] {
  const kernel = w.slice(2);
  const ones = kernel.map(() => 1);
  const strides = c.attrs.ints('strides') ?? ones;
  const dilations = c.attrs.ints('dilations') ?? ones;
  const pads = c.attrs.ints('pads') ?? [...ones, ...ones].map(() => 0);
  if (c.attrs.string('auto_pad', 'NOTSET') !== 'NOTSET') c.refuse('auto_pad');
  const sizes = x.slice(2).map((size, i) => {
    if (typeof size !== 'number') return c.refuse(`a size of ${size}`);
    const padded = size + (pads[i] ?? 0) + (pads[i + kernel.length] ?? 0);
    return Math.floor((padded - ((kernel[i] ?? 1) - 1) * (dilations[i] ?? 1) - 1) / (strides[i] ?? 1)) + 1;
  });
  return [x[0] ?? 1, w[0] ?? 1, ...sizes];
}

/** As numpy.matmul, for shapes of rank 2 or more. */
function multiplied(c: NodeContext, x: Shape, y: Shape): Dim[] {
  const [rows, columns] = [x.at(-2), y.at(-1)];
  if (rows === undefined || columns === undefined || y.length < 2)
    return c.refuse(`${formatShape(x)} times ${formatShape(y)}`);
  return [...broadcastShapes(x.slice(0, -2), y.slice(0, -2)), rows, columns];
}

/** Elements kept along `axis` (of all elements where there is none), as many as a run finds. */
function selected(c: NodeContext, output: number): TensorType {
  const { dtype, shape } = c.type(0);
  const axis = c.attrs.int('axis');
  if (axis === undefined) return typed(dtype, [c.unknownSize(output, 0)]);
  const at = normalizeAxis(axis, shape.length);
  return typed(dtype, shape.with(at, c.unknownSize(output, at)));
}

/** Values, first places, places of each element among the values, counts. */
function unique(c: NodeContext): TensorType[] {
  const values = selected(c, 0);
  const axis = c.attrs.int('axis');
  const count = values.shape[axis === undefined ? 0 : normalizeAxis(axis, values.shape.length)] ?? 0;
  const all = axis === undefined ? c.unknownSize(2, 0) : dim(c, 0, normalizeAxis(axis, c.rank(0)));
  const list = (size: Dim) => typed('int64', [size]);
  return [values, list(count), list(all), list(count)].slice(0, c.outputs);
}

/** One count for each n-gram of the pool. */
function tfIdf(c: NodeContext): TensorType[] {
  const columns = Math.max(...(c.attrs.ints('ngram_indexes') ?? [-1])) + 1;
  return [typed('float32', [...c.type(0).shape.slice(0, -1), columns])];
}

function melWeights(c: NodeContext): TensorType[] {
  const dtype = c.dtypeFrom(c.attrs.int('output_datatype', 1));
  return [typed(dtype, [Math.floor(c.scalar(1, 'its length') / 2) + 1, c.scalar(0, 'its number of bins')])];
}

function quantized(c: NodeContext): TensorType[] {
  const given = c.opset >= 21 ? c.attrs.int('output_dtype', 0) : 0;
  const dtype = given === 0 ? quantizedDtype(c, 2) : c.dtypeFrom(given);
  return [typed(dtype, c.type(0).shape)];
}

function sameAsInput(c: NodeContext): TensorType[] {
  return [c.type(0)];
}

export const carriedRules: RuleTable = {
  BitShift: carried(11, (c) => [typed(c.type(0).dtype, broadcastShapes(c.type(0).shape, c.type(1).shape))]),
  Det: carried(11, (c) => [typed(c.type(0).dtype, c.type(0).shape.slice(0, -2))]),
  ReverseSequence: carried(10, sameAsInput),
  NonZero: carried(9, (c) => [typed('int64', [c.rank(0), c.unknownSize(0, 1)])]),
  Compress: carried(9, (c) => [selected(c, 0)]),
  Unique: carried(11, unique),
  TfIdfVectorizer: carried(9, tfIdf),
  NonMaxSuppression: carried(10, (c) => [typed('int64', [c.unknownSize(0, 0), 3])]),
  // [N, R, 4] boxes on [B, C, H, W]
  RoiAlign: carried(16, (c) => [
    typed(c.type(0).dtype, [
      dim(c, 1, 0),
      dim(c, 0, 1),
      c.attrs.int('output_height', 1),
      c.attrs.int('output_width', 1),
    ]),
  ]),
  GridSample: [16, 20].map((from) => [
    from,
    (c) => c.carried(from, [typed(c.type(0).dtype, [dim(c, 0, 0), dim(c, 0, 1), ...c.type(1).shape.slice(1, -1)])]),
  ]),
  MelWeightMatrix: carried(17, melWeights),
  QuantizeLinear: [10, 21].map((from) => [from, (c) => c.carried(from, quantized(c))]),
  DequantizeLinear: [10, 21].map((from) => [from, (c) => c.carried(from, [typed(c.type(1).dtype, c.type(0).shape)])]),
  DynamicQuantizeLinear: carried(11, (c) => [
    typed('uint8', c.type(0).shape),
    typed('float32', []),
    typed('uint8', []),
  ]),
  MatMulInteger: carried(10, (c) => [typed('int32', multiplied(c, c.type(0).shape, c.type(1).shape))]),
  QLinearMatMul: carried(10, (c) => [typed(c.type(7).dtype, multiplied(c, c.type(0).shape, c.type(3).shape))]),
  ConvInteger: carried(10, (c) => [typed('int32', convolved(c, c.type(0).shape, c.dims(1)))]),
  QLinearConv: carried(10, (c) => [typed(c.type(7).dtype, convolved(c, c.type(0).shape, c.dims(3)))]),
};
