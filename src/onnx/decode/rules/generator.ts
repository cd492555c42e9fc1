import { type DType, fromNumbers } from '../../../core/dtype';
import { sizeOf } from '../../../core/shape';
import type { HostTensor } from '../../../core/tensor';
import { KNOWN_LIMIT, type Known, knownDims, knownOf } from '../known';
import { type NodeContext, type Out, type Rule, type RuleTable, since } from '../rule';
import { hostTensorOf } from '../tensor';

/** Small tensors stay known, so that shapes can be computed with them. */
function tensorOut(c: NodeContext, tensor: HostTensor): Out {
  return sizeOf(tensor.dims) <= KNOWN_LIMIT ? knownOf(tensor) : c.b.constant(tensor);
}

const constant: Rule = (c) => {
  const tensor = c.attrs.tensor('value');
  if (tensor) return tensorOut(c, hostTensorOf(tensor));
  const lists: readonly (readonly [string, DType, readonly number[] | undefined, readonly number[]])[] = [
    ['value_float', 'float32', listOf(c.attrs.float('value_float')), []],
    ['value_int', 'int64', listOf(c.attrs.int('value_int')), []],
    ['value_floats', 'float32', c.attrs.floats('value_floats'), [-1]],
    ['value_ints', 'int64', c.attrs.ints('value_ints'), [-1]],
  ];
  for (const [, dtype, values, dims] of lists)
    if (values) return tensorOut(c, { dtype, dims: dims.map(() => values.length), data: fromNumbers(dtype, values) });
  return c.refuse('a value that is neither a tensor nor numbers');
};

const listOf = (value: number | undefined): number[] | undefined => (value === undefined ? undefined : [value]);

const shape: Rule = (c) => {
  const { shape: sizes } = c.type(0);
  const rank = sizes.length;
  const clamp = (at: number) => Math.min(Math.max(at < 0 ? at + rank : at, 0), rank);
  const [start, end] = c.opset >= 15 ? [c.attrs.int('start', 0), c.attrs.int('end', rank)] : [0, rank];
  return knownDims(sizes.slice(clamp(start), clamp(end)));
};

const size: Rule = (c): Known => ({ dtype: 'int64', dims: [], data: [BigInt(sizeOf(c.dims(0)))] });

/** One value under a shape. */
const constantOfShape: Rule = (c) => {
  const dims = c.ints(0, 'its shape');
  const given = c.attrs.tensor('value');
  const value = given ? hostTensorOf(given) : { dtype: 'float32' as const, dims: [1], data: Float32Array.of(0) };
  if (value.data.length !== 1 || dims.some((dim) => dim < 0)) c.refuse(`a shape of [${dims}]`);
  const scalar = c.b.constant({ ...value, dims: [] });
  return dims.length === 0 ? scalar : c.b.op('expand', [scalar], { shape: dims });
};

/** start, start + delta ... before limit. */
const range: Rule = (c) => {
  const { dtype } = c.type(0);
  const [start, limit, delta] = [0, 1, 2].map((i) => c.scalar(i, ['its start', 'its limit', 'its step'][i] ?? ''));
  if (start === undefined || limit === undefined || !delta) return c.refuse('a step of 0');
  const length = c.bounded(Math.max(0, Math.ceil((limit - start) / delta)));
  const data = fromNumbers(
    dtype,
    Float64Array.from({ length }, (_, i) => start + i * delta),
  );
  return tensorOut(c, { dtype, dims: [length], data });
};

/** 1 on the k-th diagonal, 0 elsewhere, in the shape of the input. */
const eyeLike: Rule = (c) => {
  const to = c.attrs.int('dtype');
  const k = c.attrs.int('k', 0);
  const dims = c.dims(0);
  const dtype = to === undefined ? c.type(0).dtype : c.dtypeFrom(to);
  const [rows, columns] = dims as [number, number];
  if (dims.length !== 2) c.refuse(`rank ${dims.length}`);
  const numbers = Float64Array.from({ length: c.bounded(rows * columns) }, (_, i) =>
    Number((i % columns) - Math.floor(i / columns) === k),
  );
  return c.b.constant({ dtype, dims, data: fromNumbers(dtype, numbers) });
};

/** `on` at each index along a new axis, `off` elsewhere; an index below 0 counts from the end, one outside hits nothing. */
const oneHot: Rule = (c) => {
  const depth = c.scalar(1, 'its depth');
  const rank = c.rank(0) + 1;
  const axis = c.attrs.int('axis', -1);
  const at = axis < 0 ? axis + rank : axis;
  if (at < 0 || at >= rank || c.rank(2) !== 1 || depth < 1) c.refuse(`axis ${axis}, depth ${depth}`);
  const given = c.b.op('cast', [c.x(0)], { to: 'int32' });
  const below = c.b.op('less', [given, c.b.scalar(0, 'int32')]);
  const index = c.b.op('where', [below, c.b.op('add', [given, c.b.scalar(depth, 'int32')]), given]);
  const dims = new Array<number>(rank).fill(1).with(at, depth);
  const data = Int32Array.from({ length: c.bounded(depth) }, (_, i) => i);
  const column = c.b.reshape(index, c.type(0).shape.toSpliced(at, 0, 1));
  const hit = c.b.op('equal', [column, c.b.constant({ dtype: 'int32', dims, data })]);
  const [off, on] = c.b.ops('split', [c.x(2)], { axis: 0, sizes: [1, 1] });
  if (!off || !on) return c.refuse('values that are not two');
  return c.b.op('where', [hit, c.b.reshape(on, []), c.b.reshape(off, [])]);
};

export const generatorRules: RuleTable = {
  Constant: since(1, constant),
  Shape: since(1, shape),
  Size: since(1, size),
  ConstantOfShape: since(9, constantOfShape),
  Range: since(11, range),
  EyeLike: since(9, eyeLike),
  OneHot: since(9, oneHot),
};
