import { ShapeError } from '../../core/errors';
import { formatShape, sameShape, sizeOf, staticDims, stridesOf, type TensorType } from '../../core/shape';
import { inputAt } from '../expect';
import { sizeForOne } from '../flops';
import {
  indicesAt,
  onnxReduction,
  type ScatterReduction,
  scatteredType,
  scatterGradient,
  writeInt64,
} from '../indexing';
import { defineOp, type OnnxWriter, type Value } from '../op';
import { tupleSize } from './gatherND';

declare module '../op' {
  interface OpAttrs {
    scatterND: { readonly reduction: ScatterReduction };
  }
}

/** x [d1..dk, S..] with the slices named by indices [I.., k] replaced by (or combined with) updates [I.., S..]. Places written twice are undefined unless they are combined. */
export const scatterND = defineOp<'scatterND'>({
  name: 'scatterND',
  infer: (inputs) => {
    const x = scatteredType(inputs);
    const [indices, updates] = [indicesAt(inputs, 1).shape, inputAt(inputs, 2).shape];
    const depth = tupleSize(indices);
    const expected = [...indices.slice(0, -1), ...x.shape.slice(depth)];
    if (depth > x.shape.length) throw new ShapeError('rank', { expected: `>= ${depth}`, actual: formatShape(x.shape) });
    if (!sameShape(updates, expected))
      throw new ShapeError('broadcast', { expected: formatShape(expected), actual: formatShape(updates) });
    return [x];
  },
  onnx: ({ w, node, inputs, attrs: { reduction } }) => {
    const names = inputs as [string, string, string];
    const [x, indices] = node.inputs as [Value, Value];
    // the CPU kernel combines on several threads without a lock: sums over repeated indices come out wrong
    if (reduction !== 'none' && w.target === 'cpu') return writeByElement(w, names, x.type, indices.type, reduction);
    return w.node(
      'ScatterND',
      [names[0], writeInt64(w, names[1], indices.type), names[2]],
      onnxReduction(w, reduction),
    );
  },
  gradient: (args) => {
    const { b, inputs, attrs } = args;
    const indices = inputs[1] as Value;
    return scatterGradient(args, {
      reduction: attrs.reduction,
      gather: (source) => b.op('gatherND', [source, indices], { batchDims: 0 }),
      scatter: (into, updates, reduction) => b.op('scatterND', [into, indices, updates], { reduction }),
    });
  },
  flops: sizeForOne,
});

/** x as [prod d, S], tuples as row numbers [N, 1] stretched to [N, S], and ScatterElements along axis 0. */
function writeByElement(
  w: OnnxWriter,
  [x, indices, updates]: readonly [string, string, string],
  type: TensorType,
  indexType: TensorType,
  reduction: ScatterReduction,
): string[] {
  const depth = tupleSize(indexType.shape);
  const shape = staticDims(type.shape);
  const [rows, width] = [sizeOf(shape.slice(0, depth)), sizeOf(shape.slice(depth))];
  const count = sizeOf(indexType.shape.slice(0, -1));
  const reshape = (name: string, dims: readonly number[]) =>
    w.node('Reshape', [name, w.dims(dims)], dims.includes(0) ? { allowzero: 1 } : {})[0] as string;
  const row = depth === 1 ? reshape(indices, [count, 1]) : writeRowNumbers(w, indices, indexType, shape, count);
  const at = width === 1 ? row : (w.node('Expand', [row, w.dims([count, width])])[0] as string);
  const [combined] = w.node('ScatterElements', [reshape(x, [rows, width]), at, reshape(updates, [count, width])], {
    axis: 0,
    ...onnxReduction(w, reduction),
  });
  return [reshape(combined as string, shape)];
}

/** [I.., k] -> [N, 1]: sum over axes of (index + size where negative) times the axis's stride. */
function writeRowNumbers(
  w: OnnxWriter,
  indices: string,
  { dtype, shape }: TensorType,
  sizes: readonly number[],
  count: number,
): string {
  const depth = tupleSize(shape);
  const row = (values: readonly number[]) =>
    w.constant(
      dtype === 'int64'
        ? { dtype, dims: [depth], data: BigInt64Array.from(values, BigInt) }
        : { dtype: 'int32', dims: [depth], data: Int32Array.from(values) },
    );
  const axes = sizes.slice(0, depth);
  const flat = w.node('Reshape', [indices, w.dims([count, depth])], count === 0 ? { allowzero: 1 } : {})[0] as string;
  const [negative] = w.node('Less', [flat, w.scalar(0, dtype)]);
  const [wrapped] = w.node('Add', [flat, row(axes)]);
  const [fromFront] = w.node('Where', [negative as string, wrapped as string, flat]);
  const [steps] = w.node('Mul', [fromFront as string, row(stridesOf(axes))]);
  return w.node('ReduceSum', [steps as string, w.dims([1])], { keepdims: 1 })[0] as string;
}
