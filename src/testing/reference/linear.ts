import { at, type Kernel } from './kernel';
import { build, reader, stretchedReader } from './tensor';

/** sum_k x(k) y(k) */
function dot(depth: number, x: (k: number) => number, y: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; k < depth; k++) sum += x(k) * y(k);
  return sum;
}

/** z[..., i, j] = sum_k x[..., i, k] y[..., k, j] */
export const matmul: Kernel<'matmul'> = ({ inputs, outputs }) => {
  const [x, y] = [at(inputs, 0), at(inputs, 1)];
  const type = at(outputs, 0);
  const rank = type.dims.length;
  const depth = at(y.dims, y.dims.length - 2);
  const [readX, readY] = [stretchedReader(x, rank), stretchedReader(y, rank)];
  return [
    build(type, (index) =>
      dot(
        depth,
        (k) => readX(index.with(rank - 1, k)),
        (k) => readY(index.with(rank - 2, k)),
      ),
    ),
  ];
};

/** y[i, j] = sum_k A'[i, k] B'[k, j] + c */
export const gemm: Kernel<'gemm'> = ({ inputs, outputs, attrs: { transA, transB } }) => {
  const [a, b, c] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const [readA, readB] = [reader(a), reader(b)];
  const readC = c ? stretchedReader(c, 2) : () => 0;
  const depth = at(a.dims, transA ? 0 : 1);
  return [
    build(at(outputs, 0), (index) => {
      const [i, j] = [at(index, 0), at(index, 1)];
      const product = dot(
        depth,
        (k) => readA(transA ? [k, i] : [i, k]),
        (k) => readB(transB ? [j, k] : [k, j]),
      );
      return product + readC(index);
    }),
  ];
};
