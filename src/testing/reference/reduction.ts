import { isFloat } from '../../core/dtype';
import { normalizeAxis } from '../../core/shape';
import type { OpAttrs, OpName } from '../../ir/op';
import { type ReduceAttrs, reducedAxes } from '../../ir/reduction';
import { wrapInteger } from './elementwise';
import { at, type Kernel } from './kernel';
import { build, forEachIndex, type RefTensor, reader } from './tensor';

/** Reads x along the axes for each index of the rest: `gather(index)` gives all elements that fall on one output. */
function groups(
  x: RefTensor,
  axes: readonly number[],
  keepDims: boolean,
): (index: readonly number[]) => readonly number[] {
  const reduced = new Set(axes.map((axis) => normalizeAxis(axis, x.dims.length)));
  const sizes = x.dims.map((size, axis) => (reduced.has(axis) ? size : 1));
  const read = reader(x);
  return (index) => {
    let next = 0;
    const base = x.dims.map((_, axis) => {
      if (!reduced.has(axis)) return at(index, next++);
      if (keepDims) next++;
      return 0;
    });
    const found: number[] = [];
    forEachIndex(sizes, (step) => found.push(read(base.map((from, axis) => from + at(step, axis)))));
    return found;
  };
}

type ReduceName = { [K in OpName]: OpAttrs[K] extends ReduceAttrs ? K : never }[OpName];

function reduction<K extends ReduceName>(
  fold: (values: readonly number[], dtype: RefTensor['dtype']) => number,
): Kernel<K> {
  return ({ inputs, outputs, attrs }) => {
    const x = at(inputs, 0);
    const gather = groups(x, reducedAxes(attrs, x.dims.length), attrs.keepDims);
    return [build(at(outputs, 0), (index) => fold(gather(index), x.dtype))];
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0);
const extreme = (pick: (x: number, y: number) => number) => (values: readonly number[]) =>
  values.reduce((found, x) => pick(found, x));

export const reduceSum = reduction<'reduceSum'>((values, dtype) =>
  isFloat(dtype)
    ? total(values)
    : wrapInteger(
        dtype,
        values.reduce((sum, x) => sum + BigInt(x), 0n),
      ),
);
export const reduceMean = reduction<'reduceMean'>((values) => total(values) / values.length);
export const reduceMax = reduction<'reduceMax'>(extreme(Math.max));
export const reduceMin = reduction<'reduceMin'>(extreme(Math.min));
export const reduceProd = reduction<'reduceProd'>((values) => values.reduce((product, x) => product * x, 1));
export const reduceL1 = reduction<'reduceL1'>((values) => total(values.map(Math.abs)));
export const reduceL2 = reduction<'reduceL2'>((values) => Math.sqrt(total(values.map((x) => x * x))));
export const reduceSumSquare = reduction<'reduceSumSquare'>((values) => total(values.map((x) => x * x)));
export const reduceLogSum = reduction<'reduceLogSum'>((values) => Math.log(total(values)));
export const reduceLogSumExp = reduction<'reduceLogSumExp'>(logSumExp);

function argExtreme<K extends 'argMax' | 'argMin'>(pick: (...values: readonly number[]) => number): Kernel<K> {
  return ({ inputs, outputs, attrs: { axis, keepDims, selectLast } }) => {
    const gather = groups(at(inputs, 0), [axis], keepDims ?? false);
    return [
      build(at(outputs, 0), (index) => {
        const values = gather(index);
        return selectLast ? values.lastIndexOf(pick(...values)) : values.indexOf(pick(...values));
      }),
    ];
  };
}

export const argMax = argExtreme<'argMax'>(Math.max);
export const argMin = argExtreme<'argMin'>(Math.min);

/** y_i = sum of the x_j with j <= i (j < i where it is exclusive; counted from the end where it is reversed) */
export const cumSum: Kernel<'cumSum'> = ({ inputs, attrs: { axis, exclusive, reverse } }) => {
  const x = at(inputs, 0);
  const along = normalizeAxis(axis, x.dims.length);
  const gather = groups(x, [along], true);
  return [
    build(x, (index) => {
      const place = at(index, along);
      const values = gather(index.with(along, 0));
      const self = exclusive ? 0 : 1;
      return total(reverse ? values.slice(place + 1 - self) : values.slice(0, place + self));
    }),
  ];
};

/** The k first of the elements in order, each with its index; the order of equal ones stays. */
export const topK: Kernel<'topK'> = ({ inputs, outputs, attrs: { axis, largest } }) => {
  const x = at(inputs, 0);
  const along = normalizeAxis(axis, x.dims.length);
  const gather = groups(x, [along], true);
  const ranked = (index: readonly number[]) => {
    const found = gather(index.with(along, 0)).map((value, place) => ({ value, place }));
    found.sort((a, b) => (largest ? b.value - a.value : a.value - b.value));
    return at(found, at(index, along));
  };
  return [build(at(outputs, 0), (index) => ranked(index).value), build(at(outputs, 1), (index) => ranked(index).place)];
};

/** f of each element and of all elements it shares the axis with. */
function alongAxis<K extends 'softmax' | 'logSoftmax' | 'hardmax'>(
  f: (x: number, values: readonly number[], place: number) => number,
): Kernel<K> {
  return ({ inputs, outputs, attrs: { axis } }) => {
    const x = at(inputs, 0);
    const read = reader(x);
    const gather = groups(x, [axis], true);
    const along = normalizeAxis(axis, x.dims.length);
    return [build(at(outputs, 0), (index) => f(read(index), gather(index), at(index, along)))];
  };
}

/** max + ln sum e^(x - max); minus infinity of nothing else */
function logSumExp(values: readonly number[]): number {
  const most = Math.max(...values);
  if (!Number.isFinite(most)) return most;
  return most + Math.log(total(values.map((x) => Math.exp(x - most))));
}

export const softmax = alongAxis<'softmax'>((x, values) => Math.exp(x - logSumExp(values)));
export const logSoftmax = alongAxis<'logSoftmax'>((x, values) => x - logSumExp(values));
export const hardmax = alongAxis<'hardmax'>((_, values, place) =>
  Number(values.indexOf(Math.max(...values)) === place),
);
