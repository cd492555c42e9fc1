import { normalizeAxis, stridesOf } from '../../core/shape';
import type { ScatterReduction } from '../../ir/indexing';
import { at, type Kernel } from './kernel';
import { build, forEachIndex, type RefTensor, reader } from './tensor';

/** A negative index counts from the back. */
const fromFront = (index: number, size: number): number => (index < 0 ? index + size : index);

export const gather: Kernel<'gather'> = ({ inputs, outputs, attrs }) => {
  const [x, indices] = [at(inputs, 0), at(inputs, 1)];
  const axis = normalizeAxis(attrs.axis, x.dims.length);
  const [readX, readIndex] = [reader(x), reader(indices)];
  const rank = indices.dims.length;
  return [
    build(at(outputs, 0), (index) => {
      const named = fromFront(readIndex(index.slice(axis, axis + rank)), at(x.dims, axis));
      return readX([...index.slice(0, axis), named, ...index.slice(axis + rank)]);
    }),
  ];
};

/** Index of x that element `index` of y (or of the updates) stands for. */
function elementOf(x: RefTensor, indices: RefTensor, given: number): (index: readonly number[]) => number[] {
  const axis = normalizeAxis(given, x.dims.length);
  const read = reader(indices);
  return (index) => index.with(axis, fromFront(read(index), at(x.dims, axis)));
}

export const gatherElements: Kernel<'gatherElements'> = ({ inputs, outputs, attrs }) => {
  const x = at(inputs, 0);
  const place = elementOf(x, at(inputs, 1), attrs.axis);
  const read = reader(x);
  return [build(at(outputs, 0), (index) => read(place(index)))];
};

/** The same with tuples: the first axes of `index` choose a tuple (and the batch), the rest lies behind what the tuple names. */
function tupleOf(x: RefTensor, indices: RefTensor, batchDims: number): (index: readonly number[]) => number[] {
  const lead = indices.dims.length - 1;
  const depth = at(indices.dims, lead);
  const read = reader(indices);
  return (index) => {
    const chosen = index.slice(0, lead);
    const tuple = Array.from({ length: depth }, (_, k) => fromFront(read([...chosen, k]), at(x.dims, batchDims + k)));
    return [...chosen.slice(0, batchDims), ...tuple, ...index.slice(lead)];
  };
}

export const gatherND: Kernel<'gatherND'> = ({ inputs, outputs, attrs }) => {
  const x = at(inputs, 0);
  const place = tupleOf(x, at(inputs, 1), attrs.batchDims);
  const read = reader(x);
  return [build(at(outputs, 0), (index) => read(place(index)))];
};

const combine: Record<ScatterReduction, (held: number, update: number) => number> = {
  none: (_, update) => update,
  add: (held, update) => held + update,
  mul: (held, update) => held * update,
  max: Math.max,
  min: Math.min,
};

function scattered(
  x: RefTensor,
  updates: RefTensor,
  place: (index: readonly number[]) => number[],
  reduction: ScatterReduction,
): RefTensor {
  const data = Float64Array.from(x.data);
  const strides = stridesOf(x.dims);
  const read = reader(updates);
  forEachIndex(updates.dims, (index) => {
    const to = place(index).reduce((flat, n, axis) => flat + n * at(strides, axis), 0);
    data[to] = combine[reduction](data[to] as number, read(index));
  });
  return { ...x, data };
}

export const scatterElements: Kernel<'scatterElements'> = ({ inputs, attrs: { axis, reduction } }) => {
  const [x, indices, updates] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  return [scattered(x, updates, elementOf(x, indices, axis), reduction)];
};

export const scatterND: Kernel<'scatterND'> = ({ inputs, attrs: { reduction } }) => {
  const [x, indices, updates] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  return [scattered(x, updates, tupleOf(x, indices, 0), reduction)];
};
