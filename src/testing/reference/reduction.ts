import { isFloat } from '../../core/dtype';
import { normalizeAxis } from '../../core/shape';
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

function reduction(
  fold: (values: readonly number[], dtype: RefTensor['dtype']) => number,
): Kernel<'reduceSum' | 'reduceMean' | 'reduceMax'> {
  return ({ inputs, outputs, attrs }) => {
    const x = at(inputs, 0);
    const gather = groups(x, attrs.axes, attrs.keepDims);
    return [build(at(outputs, 0), (index) => fold(gather(index), x.dtype))];
  };
}

export const reduceSum = reduction((values, dtype) =>
  isFloat(dtype)
    ? values.reduce((sum, x) => sum + x, 0)
    : wrapInteger(
        dtype,
        values.reduce((sum, x) => sum + BigInt(x), 0n),
      ),
);
export const reduceMean = reduction((values) => values.reduce((sum, x) => sum + x, 0) / values.length);
export const reduceMax = reduction((values) => values.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY));

export const argMax: Kernel<'argMax'> = ({ inputs, outputs, attrs: { axis } }) => {
  const gather = groups(at(inputs, 0), [axis], false);
  return [
    build(at(outputs, 0), (index) => {
      const values = gather(index);
      return values.indexOf(Math.max(...values));
    }),
  ];
};

/** f of each element and of all elements it shares the axis with. */
function alongAxis(f: (x: number, values: readonly number[]) => number): Kernel<'softmax' | 'logSoftmax'> {
  return ({ inputs, outputs, attrs: { axis } }) => {
    const x = at(inputs, 0);
    const read = reader(x);
    const gather = groups(x, [axis], true);
    return [build(at(outputs, 0), (index) => f(read(index), gather(index)))];
  };
}

/** max + ln sum e^(x - max) */
function logSumExp(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, x) => sum + Math.exp(x - most), 0));
}

export const softmax = alongAxis((x, values) => Math.exp(x - logSumExp(values)));
export const logSoftmax = alongAxis((x, values) => x - logSumExp(values));
