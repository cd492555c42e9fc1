import { allocate } from '../../core/dtype';
import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, type Shape, sameShape, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { inputAt } from '../expect';
import { indicesAt, writeInt64, zeros } from '../indexing';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    gatherND: { readonly batchDims: number };
  }
}

/** Slices of x by index tuples: x [B.., d1..dk, S..], indices [B.., I.., k] -> y [B.., I.., S..]; the first `batchDims` axes go together. */
export const gatherND = defineOp<'gatherND'>({
  name: 'gatherND',
  infer: (inputs, { batchDims }) => {
    const { dtype, shape } = inputAt(inputs, 0);
    const indices = indicesAt(inputs, 1).shape;
    const depth = tupleSize(indices);
    if (batchDims + depth > shape.length || batchDims >= indices.length)
      throw new ShapeError('rank', { expected: `>= ${batchDims + depth}`, actual: formatShape(shape) });
    if (!sameShape(shape.slice(0, batchDims), indices.slice(0, batchDims)))
      throw new ShapeError('broadcast', { expected: formatShape(shape), actual: formatShape(indices) });
    return [{ dtype, shape: [...indices.slice(0, -1), ...shape.slice(batchDims + depth)] }];
  },
  onnx: ({ w, node, inputs, attrs: { batchDims } }) => {
    const [x, indices] = inputs as [string, string];
    const type = (node.inputs[1] as Value).type;
    return w.node('GatherND', [x, writeInt64(w, indices, type)], batchDims > 0 ? { batch_dims: batchDims } : {});
  },
  gradient: ({ b, inputs, attrs: { batchDims }, dy, needs }) => {
    const [x, indices] = inputs as [Value, Value];
    if (!needs[0]) return [];
    const full = batchDims > 0 ? withBatchIndices(b, indices, batchDims) : indices;
    return [b.op('scatterND', [zeros(b, x, x.type.shape), full, dy], { reduction: 'add' })];
  },
});

/** Length of the index tuples: the last size of the indices. */
export function tupleSize(indices: Shape): number {
  const depth = indices.at(-1) as Dim;
  if (typeof depth !== 'number') throw new ShapeError('symbolic', { actual: formatShape(indices) });
  return depth;
}

/** [B.., I.., k] -> [B.., I.., n + k]: the place in the first n axes stands before each tuple. */
function withBatchIndices(b: Builder, indices: Value, n: number): Value {
  const shape = staticDims(indices.type.shape.slice(0, -1));
  const { dtype } = indices.type;
  const columns = shape.slice(0, n).map((size, axis) => {
    const data = allocate(dtype, size);
    for (let i = 0; i < size; i++) data[i] = data instanceof BigInt64Array ? BigInt(i) : i;
    const dims = [...shape.map((_, other) => (other === axis ? size : 1)), 1];
    return b.op('expand', [b.constant({ dtype, dims, data })], { shape: [...shape, 1] });
  });
  return b.op('concat', [...columns, indices], { axis: -1 });
}
