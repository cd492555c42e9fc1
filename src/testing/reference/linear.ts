import { at, type Kernel } from './kernel';
import { build, offsetOf, type RefTensor, stretchedReader, stretchedStrides } from './tensor';

/** Elements `first`, `first + step`, `first + 2 step`, ... */
interface Run {
  readonly data: Float64Array;
  readonly first: number;
  readonly step: number;
}

/** sum_k x[k] y[k] */
function dot(depth: number, x: Run, y: Run): number {
  let sum = 0;
  for (let k = 0; k < depth; k++)
    sum += (x.data[x.first + k * x.step] as number) * (y.data[y.first + k * y.step] as number);
  return sum;
}

/** The run along `axis` through each index of a shape of `rank` axes that x stretches to, but for `axis` itself. */
function runsAlong({ dims, data }: RefTensor, rank: number, axis: number): (index: readonly number[]) => Run {
  const strides = stretchedStrides(dims, rank);
  const across = strides.with(axis, 0);
  return (index) => ({ data, first: offsetOf(across, index), step: at(strides, axis) });
}

/** z[..., i, j] = sum_k x[..., i, k] y[..., k, j] */
export const matmul: Kernel<'matmul'> = ({ inputs, outputs }) => {
  const [x, y] = [at(inputs, 0), at(inputs, 1)];
  const type = at(outputs, 0);
  const rank = type.dims.length;
  const depth = at(y.dims, y.dims.length - 2);
  const [row, column] = [runsAlong(x, rank, rank - 1), runsAlong(y, rank, rank - 2)];
  return [build(type, (index) => dot(depth, row(index), column(index)))];
};

/** y[i, j] = sum_k A'[i, k] B'[k, j] + c */
export const gemm: Kernel<'gemm'> = ({ inputs, outputs, attrs: { transA, transB } }) => {
  const [a, b, c] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const [widthA, widthB] = [at(a.dims, 1), at(b.dims, 1)];
  const depth = at(a.dims, transA ? 0 : 1);
  const row = (i: number): Run => ({ data: a.data, first: transA ? i : i * widthA, step: transA ? widthA : 1 });
  const column = (j: number): Run => ({ data: b.data, first: transB ? j * widthB : j, step: transB ? 1 : widthB });
  const readC = c ? stretchedReader(c, 2) : () => 0;
  return [build(at(outputs, 0), (index) => dot(depth, row(at(index, 0)), column(at(index, 1))) + readC(index))];
};
