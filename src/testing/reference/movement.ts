import { normalizeAxis } from '../../core/shape';
import type { PadMode } from '../../ir/ops/pad';
import { at, type Kernel } from './kernel';
import { build, reader, stretchedReader } from './tensor';

export const reshape: Kernel<'reshape'> = ({ inputs, outputs }) => {
  const { dtype, data } = at(inputs, 0);
  return [{ dtype, dims: at(outputs, 0).dims, data }];
};

/** y[i0, i1, ...] = x at the index whose axis perm[n] is i_n. */
export const transpose: Kernel<'transpose'> = ({ inputs, attrs: { perm } }) => {
  const x = at(inputs, 0);
  const read = reader(x);
  const dims = perm.map((axis) => at(x.dims, axis));
  return [build({ dtype: x.dtype, dims }, (index) => read(x.dims.map((_, axis) => at(index, perm.indexOf(axis)))))];
};

export const expand: Kernel<'expand'> = ({ inputs, outputs }) => {
  const type = at(outputs, 0);
  return [build(type, stretchedReader(at(inputs, 0), type.dims.length))];
};

export const concat: Kernel<'concat'> = ({ inputs, attrs }) => {
  const first = at(inputs, 0);
  const axis = normalizeAxis(attrs.axis, first.dims.length);
  const readers = inputs.map(reader);
  const total = inputs.reduce((sum, x) => sum + at(x.dims, axis), 0);
  return [
    build({ dtype: first.dtype, dims: first.dims.with(axis, total) }, (index) => {
      let place = at(index, axis);
      let part = 0;
      while (place >= at(at(inputs, part).dims, axis)) place -= at(at(inputs, part++).dims, axis);
      return at(readers, part)(index.with(axis, place));
    }),
  ];
};

export const split: Kernel<'split'> = ({ inputs, attrs: { axis: given, sizes } }) => {
  const x = at(inputs, 0);
  const axis = normalizeAxis(given, x.dims.length);
  const read = reader(x);
  let start = 0;
  return sizes.map((size) => {
    const from = start;
    start += size;
    const dims = x.dims.with(axis, size);
    return build({ dtype: x.dtype, dims }, (index) => read(index.with(axis, from + at(index, axis))));
  });
};

export const slice: Kernel<'slice'> = ({ inputs, attrs: { axes, starts, lengths, steps } }) => {
  const x = at(inputs, 0);
  const read = reader(x);
  const dims = [...x.dims];
  const from = x.dims.map(() => 0);
  const by = x.dims.map(() => 1);
  for (const [i, given] of axes.entries()) {
    const axis = normalizeAxis(given, x.dims.length);
    dims[axis] = at(lengths, i);
    from[axis] = at(starts, i);
    by[axis] = at(steps, i);
  }
  return [build({ dtype: x.dtype, dims }, (index) => read(index.map((n, axis) => at(from, axis) + n * at(by, axis))))];
};

/** Place in an axis of `size` that the element n (below 0 or beyond the end in a border) is a copy of. */
const copied: Record<Exclude<PadMode, 'constant'>, (n: number, size: number) => number> = {
  reflect: (n, size) => (n < 0 ? -n : n < size ? n : 2 * (size - 1) - n),
  edge: (n, size) => Math.min(Math.max(n, 0), size - 1),
  wrap: (n, size) => (n + size) % size,
};

export const pad: Kernel<'pad'> = ({ inputs, attrs: { begin, end, value, mode = 'constant' } }) => {
  const x = at(inputs, 0);
  const read = reader(x);
  const dims = x.dims.map((size, axis) => at(begin, axis) + size + at(end, axis));
  return [
    build({ dtype: x.dtype, dims }, (index) => {
      const inside = index.map((n, axis) => n - at(begin, axis));
      if (mode !== 'constant') return read(inside.map((n, axis) => copied[mode](n, at(x.dims, axis))));
      return inside.every((n, axis) => n >= 0 && n < at(x.dims, axis)) ? read(inside) : value;
    }),
  ];
};
