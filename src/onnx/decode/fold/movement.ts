import { normalizeAxis, sizeOf } from '../../../core/shape';
import type { Attributes } from '../attributes';
import { dimOf, type Element, KNOWN_LIMIT, type Known, knownOf } from '../known';
import { hostTensorOf } from '../tensor';
import { eachIndex, type Fold, type FoldAll, fill, readerOf, stretchedDims } from './fold';

/** Elements as whole numbers; undefined where one is symbolic. */
function wholes(known: Known | undefined): number[] | undefined {
  const numbers = known?.data.map(dimOf);
  return numbers?.every((size) => typeof size === 'number') ? numbers : undefined;
}

/** Axes from the attribute of old opsets or the input of new ones. */
function axesOf(attrs: Attributes, inputs: readonly (Known | undefined)[]): number[] | undefined {
  return attrs.ints('axes') ?? wholes(inputs[1]);
}

function withDims(x: Known, dims: readonly number[]): Known | undefined {
  return sizeOf(dims) === x.data.length ? { ...x, dims } : undefined;
}

function unsqueezed(dims: readonly number[], axes: readonly number[]): number[] {
  const rank = dims.length + axes.length;
  const added = new Set(axes.map((axis) => normalizeAxis(axis, rank)));
  const rest = [...dims];
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 1)));
}

function squeezed(dims: readonly number[], axes: readonly number[] | undefined): number[] {
  const removed = axes && new Set(axes.map((axis) => normalizeAxis(axis, dims.length)));
  return dims.filter((size, axis) => (removed ? !removed.has(axis) : size !== 1));
}

/** `-1` is what is left; `0` the size of the input, unless `allowzero`. */
function reshaped(dims: readonly number[], shape: readonly number[], allowZero: boolean): number[] {
  const sizes = shape.map((size, axis) => (size === 0 && !allowZero ? (dims[axis] ?? 0) : size));
  const known = sizes.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  return sizes.map((size) => (size === -1 ? sizeOf(dims) / known : size));
}

/** Bounds of a slice as Python has them: negative counts from the end, everything is clamped. */
export function sliceAxis(size: number, start: number, end: number, step: number): { first: number; count: number } {
  const clamp = (at: number, low: number, high: number) => Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const [first, last] =
    step > 0 ? [clamp(start, 0, size), clamp(end, 0, size)] : [clamp(start, 0, size - 1), clamp(end, -1, size - 1)];
  return { first, count: Math.max(0, Math.ceil((last - first) / step)) };
}

function reduce(combine: (x: bigint, y: bigint) => bigint, start: bigint | undefined): Fold {
  return ({ inputs, attrs }) => {
    const [x] = inputs;
    const axes = axesOf(attrs, inputs);
    const keep = attrs.flag('keepdims', true);
    attrs.ignore('noop_with_empty_axes');
    if (x?.dtype !== 'int64' || (inputs[1] && !axes) || axes?.length === 0) return undefined;
    const reduced = new Set((axes ?? x.dims.map((_, axis) => axis)).map((axis) => normalizeAxis(axis, x.dims.length)));
    const kept = x.dims.map((size, axis) => (reduced.has(axis) ? 1 : size));
    const totals = new Array<bigint | undefined>(sizeOf(kept)).fill(start);
    const place = readerOf({ dtype: 'int64', dims: kept, data: totals.map((_, i) => i) }, x.dims.length);
    const read = readerOf(x);
    let exact = true;
    eachIndex(x.dims, (index) => {
      const element = read(index);
      const at = Number(place(index.map((i, axis) => (reduced.has(axis) ? 0 : i))));
      if (typeof element !== 'bigint') exact = false;
      else totals[at] = totals[at] === undefined ? element : combine(totals[at], element);
    });
    const data = totals.filter((total) => total !== undefined);
    if (!exact || data.length < totals.length) return undefined;
    return { dtype: 'int64', dims: keep ? kept : x.dims.filter((_, axis) => !reduced.has(axis)), data };
  };
}

/** Given sizes, or equal parts. */
export const splitFold: FoldAll = ({ inputs: [x, given], attrs, outputs }) => {
  if (!x) return undefined;
  const axis = normalizeAxis(attrs.int('axis', 0), x.dims.length);
  const size = x.dims[axis] as number;
  attrs.ignore('num_outputs');
  const sizes = attrs.ints('split') ?? wholes(given) ?? new Array<number>(outputs).fill(size / outputs);
  if (sizes.some((part) => !Number.isInteger(part)) || sizes.reduce((sum, part) => sum + part, 0) !== size)
    return undefined;
  const read = readerOf(x);
  let start = 0;
  const pieces = sizes.map((part) => {
    const from = start;
    start += part;
    return fill(x.dtype, x.dims.with(axis, part), (index) => read(index.with(axis, (index[axis] as number) + from)));
  });
  return pieces.every((piece) => piece !== undefined) ? pieces : undefined;
};

export const movementFolds: Readonly<Record<string, Fold>> = {
  Identity: ({ inputs: [x] }) => x,
  Gather: ({ inputs: [x, indices], attrs }) => {
    const at = wholes(indices);
    if (!x || !indices || !at) return undefined;
    const axis = normalizeAxis(attrs.int('axis', 0), x.dims.length);
    const size = x.dims[axis] as number;
    const dims = x.dims.toSpliced(axis, 1, ...indices.dims);
    const read = readerOf(x);
    const place = readerOf({ ...indices, data: at });
    return fill(x.dtype, dims, (index) => {
      const wanted = Number(place(index.slice(axis, axis + indices.dims.length)));
      const found = wanted < 0 ? wanted + size : wanted;
      if (found < 0 || found >= size) return undefined;
      return read([...index.slice(0, axis), found, ...index.slice(axis + indices.dims.length)]);
    });
  },
  Unsqueeze: ({ inputs, attrs }) => {
    const axes = axesOf(attrs, inputs);
    return inputs[0] && axes && withDims(inputs[0], unsqueezed(inputs[0].dims, axes));
  },
  Squeeze: ({ inputs, attrs }) => {
    const axes = axesOf(attrs, inputs);
    return inputs[0] && (axes || !inputs[1]) ? withDims(inputs[0], squeezed(inputs[0].dims, axes)) : undefined;
  },
  Concat: ({ inputs, attrs }) => {
    const all = inputs.filter((x) => x !== undefined);
    const [first] = all;
    if (!first || all.length < inputs.length) return undefined;
    const axis = normalizeAxis(attrs.int('axis', 0), first.dims.length);
    const sizes = all.map(({ dims }) => dims[axis] as number);
    const dims = first.dims.with(
      axis,
      sizes.reduce((total, size) => total + size, 0),
    );
    return fill(first.dtype, dims, (index) => {
      let at = index[axis] as number;
      const piece = sizes.findIndex((size) => {
        if (at < size) return true;
        at -= size;
        return false;
      });
      const source = all[piece];
      return source && readerOf(source)(index.with(axis, at));
    });
  },
  Slice: ({ inputs, attrs }) => {
    const [x] = inputs;
    const starts = attrs.ints('starts') ?? wholes(inputs[1]);
    const ends = attrs.ints('ends') ?? wholes(inputs[2]);
    const axes = attrs.ints('axes') ?? wholes(inputs[3]) ?? starts?.map((_, i) => i);
    const steps = wholes(inputs[4]) ?? starts?.map(() => 1);
    if (!x || !starts || !ends || !axes || !steps) return undefined;
    const cuts = x.dims.map((size) => ({ first: 0, count: size, step: 1 }));
    for (const [i, axis] of axes.entries()) {
      const at = normalizeAxis(axis, x.dims.length);
      const step = steps[i] ?? 1;
      cuts[at] = { ...sliceAxis(x.dims[at] as number, starts[i] ?? 0, ends[i] ?? 0, step), step };
    }
    const read = readerOf(x);
    return fill(
      x.dtype,
      cuts.map(({ count }) => count),
      (index) => read(index.map((i, axis) => (cuts[axis]?.first ?? 0) + i * (cuts[axis]?.step ?? 1))),
    );
  },
  Reshape: ({ inputs: [x, shape], attrs, opset }) => {
    const allowZero = attrs.flag('allowzero', false);
    const sizes = wholes(shape);
    return x && sizes && opset >= 5 ? withDims(x, reshaped(x.dims, sizes, allowZero)) : undefined;
  },
  Flatten: ({ inputs: [x], attrs }) => {
    if (!x) return undefined;
    const axis = attrs.int('axis', 1);
    const at = axis < 0 ? axis + x.dims.length : axis;
    return withDims(x, [sizeOf(x.dims.slice(0, at)), sizeOf(x.dims.slice(at))]);
  },
  Transpose: ({ inputs: [x], attrs }) => {
    if (!x) return undefined;
    const perm = attrs.ints('perm') ?? x.dims.map((_, axis) => x.dims.length - 1 - axis);
    const read = readerOf(x);
    return fill(
      x.dtype,
      perm.map((axis) => x.dims[axis] ?? 0),
      (index) => {
        const source = new Array<number>(perm.length).fill(0);
        for (const [to, from] of perm.entries()) source[from] = index[to] as number;
        return read(source);
      },
    );
  },
  Expand: ({ inputs: [x, shape] }) => {
    const sizes = wholes(shape);
    const dims = x && sizes && stretchedDims([x.dims, sizes]);
    return dims ? fill(x.dtype, dims, readerOf(x, dims.length)) : undefined;
  },
  Tile: ({ inputs: [x, repeats] }) => {
    const times = wholes(repeats);
    if (!x || !times) return undefined;
    const read = readerOf(x);
    return fill(
      x.dtype,
      x.dims.map((size, axis) => size * (times[axis] ?? 1)),
      (index) => read(index.map((i, axis) => i % (x.dims[axis] ?? 1))),
    );
  },
  ConstantOfShape: ({ inputs: [shape], attrs }) => {
    const given = attrs.tensor('value');
    const dims = wholes(shape);
    if (!dims || sizeOf(dims) > KNOWN_LIMIT) return undefined;
    const value: Known = given ? knownOf(hostTensorOf(given)) : { dtype: 'float32', dims: [1], data: [0] };
    const data = new Array<Element>(sizeOf(dims)).fill(value.data[0] ?? 0);
    return { dtype: value.dtype, dims, data };
  },
  Range: ({ inputs }) => {
    const [start, limit, delta] = inputs.map((x) => x?.data[0]);
    if (typeof start === 'string' || typeof limit === 'string' || typeof delta === 'string') return undefined;
    const { dtype } = inputs[0] ?? { dtype: 'int64' as const };
    if (start === undefined || limit === undefined || !delta) return undefined;
    const count = Math.max(0, Math.ceil((Number(limit) - Number(start)) / Number(delta)));
    return fill(dtype, [count], ([i]) =>
      typeof start === 'bigint' && typeof delta === 'bigint'
        ? start + BigInt(i ?? 0) * delta
        : Math.fround(Number(start) + Number(delta) * (i ?? 0)),
    );
  },
  NonZero: ({ inputs: [x] }) => {
    if (!x || x.data.some((element) => typeof element === 'string')) return undefined;
    const found: number[][] = [];
    const read = readerOf(x);
    eachIndex(x.dims, (index) => {
      if (Number(read(index)) !== 0) found.push([...index]);
    });
    return fill('int64', [x.dims.length, found.length], ([axis, n]) => BigInt(found[n ?? 0]?.[axis ?? 0] ?? 0));
  },
  ReduceSum: reduce((x, y) => x + y, 0n),
  ReduceProd: reduce((x, y) => x * y, 1n),
  ReduceMax: reduce((x, y) => (x > y ? x : y), undefined),
  ReduceMin: reduce((x, y) => (x < y ? x : y), undefined),
};
