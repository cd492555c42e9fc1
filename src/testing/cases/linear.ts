import type { OpCase, OpCases } from './case';

const product = (name: string, x: readonly number[], y: readonly number[]): OpCase<'matmul'> => ({
  name,
  inputs: (n) => [n.normal(...x), n.normal(...y)],
  attrs: {},
});

export const matmul: OpCases<'matmul'> = {
  gradient: 'rule',
  cases: [
    product('matrices', [2, 3], [3, 4]),
    product('batched', [2, 3, 4], [2, 4, 2]),
    product('batch on the left', [2, 3, 4], [4, 2]),
    product('batch on the right', [3, 4], [2, 4, 2]),
    product('batches stretch', [2, 1, 3, 2], [3, 2, 2]),
    product('sizes of 1', [1, 1], [1, 1]),
    product('row by column', [1, 4], [4, 1]),
    product('column by row', [3, 1], [1, 2]),
    product('no rows', [0, 3], [3, 2]),
    product('nothing summed', [2, 0], [0, 3]),
    {
      ...product('symbolic batch', [3, 4], [4, 2]),
      declared: [
        ['B', 4],
        [4, 2],
      ],
    },
  ],
};

/** y [2, 4] = A' [2, 3] B' [3, 4] + c */
const affine = (name: string, transA: boolean, transB: boolean, c?: readonly number[]): OpCase<'gemm'> => ({
  name,
  inputs: (n) => [
    transA ? n.normal(3, 2) : n.normal(2, 3),
    transB ? n.normal(4, 3) : n.normal(3, 4),
    ...(c ? [n.normal(...c)] : []),
  ],
  attrs: { transA, transB },
});

export const gemm: OpCases<'gemm'> = {
  gradient: 'rule',
  cases: [
    affine('plain', false, false),
    affine('A transposed', true, false),
    affine('B transposed', false, true),
    affine('both transposed', true, true),
    affine('row added', false, false, [4]),
    affine('row added, A transposed', true, false, [1, 4]),
    affine('column added, B transposed', false, true, [2, 1]),
    affine('matrix added, both transposed', true, true, [2, 4]),
    affine('scalar added', false, false, []),
    affine('one element added', false, false, [1]),
    { name: 'default attributes', inputs: (n) => [n.normal(2, 3), n.normal(3, 2)], attrs: {} },
    { name: 'sizes of 1', inputs: (n) => [n.normal(1, 1), n.normal(1, 1), n.normal(1)], attrs: {} },
    { name: 'no rows', inputs: (n) => [n.normal(0, 3), n.normal(3, 2), n.normal(2)], attrs: {} },
    { name: 'nothing summed', inputs: (n) => [n.normal(2, 0), n.normal(0, 3), n.normal(3)], attrs: {} },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 4), n.normal(2, 4), n.normal(2)],
      attrs: { transB: true },
      declared: [['B', 4], [2, 4], [2]],
    },
  ],
};
