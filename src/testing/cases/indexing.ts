import type { DType } from '../../core/dtype';
import type { ScatterReduction } from '../../ir/indexing';
import { type RefTensor, tensor } from '../reference/tensor';
import { as, given, type Numbers, type OpCase, type OpCases } from './case';

const index = (dims: readonly number[], ...values: number[]): RefTensor => tensor('int32', dims, values);
const wide = (dims: readonly number[], ...values: number[]): RefTensor => tensor('int64', dims, values);

const pick = (
  name: string,
  x: readonly number[],
  indices: RefTensor,
  axis: number,
  more: Partial<OpCase<'gather'>> = {},
): OpCase<'gather'> => ({ name, inputs: (n) => [n.normal(...x), indices], attrs: { axis }, ...more });

export const gather: OpCases<'gather'> = {
  gradient: 'rule',
  cases: [
    pick('rows', [4, 3], index([3], 2, 0, 3), 0),
    pick('the same row often', [3, 2], index([5], 1, 1, 0, 1, 0), 0),
    pick('embedding', [5, 2], index([2, 3], 4, 0, 0, 2, 4, 1), 0),
    pick('columns', [2, 4], index([3], 3, 1, 3), 1),
    pick('negative axis', [2, 3, 4], index([2], 3, 3), -1),
    pick('middle axis by a matrix', [2, 3, 2], index([2, 2], 0, 2, 2, 1), 1),
    pick('counted from the back', [3, 2], index([3], -1, -3, 1), 0),
    pick('counted from the back, last axis', [2, 3], index([2], -1, -1), 1),
    pick('one index', [3, 2], index([], 1), 0),
    pick('one index, last axis', [2, 3], index([], 2), -1),
    pick('vector', [4], index([2], 3, 0), 0),
    pick('axis of size 1', [1, 3], index([2], 0, 0), 0),
    pick('no index', [3, 2], index([0]), 0),
    pick('of nothing', [0, 3], index([2], 1, 2), 1),
    pick('int64 indices', [3, 2], wide([2, 2], 2, 0, -1, 1), 0),
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 4), index([2], 3, 1)], attrs: { axis: 0 } },
    pick('symbolic batch', [3, 4], index([2], 3, 0), 1, { declared: [['B', 4], [2]] }),
    pick('symbolic indices', [4, 2], index([3, 2], 3, 0, 1, 1, 2, 0), 0, {
      declared: [
        [4, 2],
        ['B', 2],
      ],
    }),
  ],
};

const each = (name: string, x: readonly number[], indices: RefTensor, axis: number): OpCase<'gatherElements'> => ({
  name,
  inputs: (n) => [n.normal(...x), indices],
  attrs: { axis },
});

export const gatherElements: OpCases<'gatherElements'> = {
  gradient: 'rule',
  cases: [
    each('rows', [3, 2], index([2, 2], 2, 0, 1, 1), 0),
    each('columns', [2, 3], index([2, 2], 2, 2, 0, 1), 1),
    each('more than there are', [2, 2], index([2, 4], 0, 1, 1, 1, 0, 0, 1, 0), 1),
    each('negative axis', [2, 2, 3], index([2, 2, 1], 2, 0, 1, 1), -1),
    each('middle axis', [2, 3, 2], index([2, 1, 2], 2, 0, 1, 2), 1),
    each('fewer rows', [3, 3], index([1, 2], 2, 1), 1),
    each('counted from the back', [2, 3], index([2, 2], -1, 0, -3, -2), 1),
    each('vector', [4], index([3], 3, 3, 0), 0),
    each('axis of size 1', [2, 1], index([2, 2], 0, 0, 0, 0), 1),
    each('no index', [2, 3], index([2, 0]), 1),
    each('int64 indices', [3, 2], wide([1, 2], 2, -1), 0),
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 4), index([3, 1], 3, 0, 2)],
      attrs: { axis: 1 },
      declared: [
        ['B', 4],
        ['B', 1],
      ],
    },
  ],
};

const tuples = (name: string, x: readonly number[], indices: RefTensor, batchDims = 0): OpCase<'gatherND'> => ({
  name,
  inputs: (n) => [n.normal(...x), indices],
  attrs: { batchDims },
});

export const gatherND: OpCases<'gatherND'> = {
  gradient: 'rule',
  cases: [
    tuples('elements', [2, 3], index([3, 2], 0, 2, 1, 0, 0, 2)),
    tuples('rows', [3, 2], index([2, 1], 2, 2)),
    tuples('rows of planes', [2, 3, 2], index([2, 2], 1, 2, 0, 0)),
    tuples('matrix of tuples', [2, 2], index([2, 2, 2], 0, 0, 1, 1, 1, 0, 0, 0)),
    tuples('counted from the back', [2, 3], index([2, 2], -1, -1, 0, -3)),
    tuples('one tuple', [2, 3], index([2], 1, 2)),
    tuples('one batch axis', [2, 3, 2], index([2, 1], 2, 0), 1),
    tuples('one batch axis, several tuples', [2, 3, 2], index([2, 3, 1], 2, 0, 0, 1, 1, -1), 1),
    tuples('two batch axes', [2, 2, 3], index([2, 2, 1], 2, 0, 1, 1), 2),
    tuples('no tuple', [2, 3], index([0, 2])),
    tuples('int64 indices', [2, 3], wide([2, 1], 1, 1)),
  ],
};

type Draw = Numbers['normal'];
const reductions: readonly (readonly [ScatterReduction, (n: Numbers) => Draw])[] = [
  ['add', (n) => n.normal],
  ['mul', (n) => n.nonzero],
  ['max', (n) => n.apart],
  ['min', (n) => n.apart],
];

/** x and updates from one drawing, so that no two elements of `apart` are alike. */
function together(draw: Draw, x: readonly number[], updates: readonly number[]): [RefTensor, RefTensor] {
  const [cut, rest] = [x, updates].map((dims) => dims.reduce((product, size) => product * size, 1)) as [number, number];
  const { data } = draw(cut + rest);
  return [tensor('float32', x, data.slice(0, cut)), tensor('float32', updates, data.slice(cut))];
}

interface Written {
  readonly name: string;
  readonly x: readonly number[];
  readonly indices: RefTensor;
  readonly updates: readonly number[];
}

/** Places written once, for `none` as well. */
const onceElements: readonly (Written & { axis: number })[] = [
  { name: 'rows', x: [4, 2], indices: index([2, 2], 3, 0, 1, 2), updates: [2, 2], axis: 0 },
  { name: 'columns', x: [2, 4], indices: index([2, 2], 3, 0, 1, 2), updates: [2, 2], axis: 1 },
  { name: 'negative axis', x: [2, 2, 3], indices: index([2, 2, 1], 2, 0, 1, 1), updates: [2, 2, 1], axis: -1 },
  { name: 'fewer rows', x: [3, 3], indices: index([1, 2], 2, 1), updates: [1, 2], axis: 1 },
  { name: 'counted from the back', x: [2, 3], indices: index([2, 2], -1, 0, -3, -2), updates: [2, 2], axis: 1 },
  { name: 'vector', x: [4], indices: index([3], 3, 1, 0), updates: [3], axis: 0 },
  { name: 'no update', x: [2, 3], indices: index([2, 0]), updates: [2, 0], axis: 1 },
  { name: 'int64 indices', x: [3, 2], indices: wide([1, 2], 2, -1), updates: [1, 2], axis: 0 },
];
const oftenElements: readonly (Written & { axis: number })[] = [
  { name: 'met often', x: [3], indices: index([5], 1, 1, 0, 1, 0), updates: [5], axis: 0 },
  { name: 'met often in columns', x: [2, 3], indices: index([2, 4], 2, 2, 0, 2, 1, 1, 1, 1), updates: [2, 4], axis: 1 },
];

const elementsCase = (
  { name, x, indices, updates, axis }: Written & { axis: number },
  reduction: ScatterReduction,
  draw: (n: Numbers) => Draw,
): OpCase<'scatterElements'> => ({
  name: `${reduction}, ${name}`,
  inputs: (n) => {
    const [into, values] = together(draw(n), x, updates);
    return [into, indices, values];
  },
  attrs: { axis, reduction },
});

/** Zeros among the factors and equal elements: the gradient is PyTorch's choice. */
const corners = (dims: readonly number[]): readonly (readonly [string, ScatterReduction, RefTensor, RefTensor])[] => [
  ['mul, one zero', 'mul', given([3], 2, 0, 3), given(dims, 3, 4, 5, 2)],
  ['mul, zero among the updates', 'mul', given([3], 2, 3, 4), given(dims, 0, 4, 5, 0.5)],
  ['max, ties', 'max', given([3], 2, 1, 3), given(dims, 2, 2, 3, 1)],
  ['min, ties', 'min', given([3], 2, 1, 3), given(dims, 2, 2, 1, 1)],
];

export const scatterElements: OpCases<'scatterElements'> = {
  gradient: 'rule',
  cases: [
    elementsCase({ name: 'plain', x: [3], indices: index([2], 2, 0), updates: [2], axis: 0 }, 'none', (n) => n.normal),
    ...onceElements.map((item) => elementsCase(item, 'none', (n) => n.normal)),
    ...reductions.flatMap(([reduction, draw]) =>
      [...onceElements, ...oftenElements].map((item) => elementsCase(item, reduction, draw)),
    ),
    ...corners([4]).map(
      ([name, reduction, x, updates]): OpCase<'scatterElements'> => ({
        name,
        inputs: () => [x, index([4], 0, 0, 1, 1), updates],
        attrs: { axis: 0, reduction },
        kink: true,
      }),
    ),
    {
      name: 'int32 added',
      inputs: (n) => [n.whole('int32', -9, 9, 4), index([3], 3, 3, 0), n.whole('int32', -9, 9, 3)],
      attrs: { axis: 0, reduction: 'add' },
    },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 4), index([3, 1], 3, 0, 2), n.normal(3, 1)],
      attrs: { axis: 1, reduction: 'none' },
      declared: [
        ['B', 4],
        ['B', 1],
        ['B', 1],
      ],
    },
  ],
};

const onceTuples: readonly Written[] = [
  { name: 'elements', x: [2, 3], indices: index([3, 2], 0, 2, 1, 0, 0, 1), updates: [3] },
  { name: 'rows', x: [4, 2], indices: index([2, 1], 3, 1), updates: [2, 2] },
  { name: 'planes', x: [3, 2, 2], indices: index([2, 1], 2, 0), updates: [2, 2, 2] },
  { name: 'rows of planes', x: [2, 3, 2], indices: index([1, 2, 2], 1, 2, 0, 0), updates: [1, 2, 2] },
  { name: 'counted from the back', x: [2, 3], indices: index([2, 2], -1, -1, 0, -3), updates: [2] },
  { name: 'rows counted from the back', x: [3, 2], indices: index([2, 1], -1, -3), updates: [2, 2] },
  { name: 'no tuple', x: [2, 3], indices: index([0, 1]), updates: [0, 3] },
  { name: 'int64 indices', x: [2, 3], indices: wide([2, 2], 1, 1, 0, -1), updates: [2] },
];
const oftenTuples: readonly Written[] = [
  { name: 'met often', x: [2, 2], indices: index([4, 2], 1, 0, 1, 0, 0, 1, 1, 0), updates: [4] },
  { name: 'rows met often', x: [3, 2], indices: index([4, 1], 2, 2, 0, -1), updates: [4, 2] },
];

const tuplesCase = (
  { name, x, indices, updates }: Written,
  reduction: ScatterReduction,
  draw: (n: Numbers) => Draw,
): OpCase<'scatterND'> => ({
  name: `${reduction}, ${name}`,
  inputs: (n) => {
    const [into, values] = together(draw(n), x, updates);
    return [into, indices, values];
  },
  attrs: { reduction },
});

const whole = (n: Numbers, dtype: DType, ...dims: number[]) => n.whole(dtype, -9, 9, ...dims);

export const scatterND: OpCases<'scatterND'> = {
  gradient: 'rule',
  cases: [
    tuplesCase({ name: 'plain', x: [3], indices: index([2, 1], 2, 0), updates: [2] }, 'none', (n) => n.normal),
    ...onceTuples.map((item) => tuplesCase(item, 'none', (n) => n.normal)),
    ...reductions.flatMap(([reduction, draw]) =>
      [...onceTuples, ...oftenTuples].map((item) => tuplesCase(item, reduction, draw)),
    ),
    ...corners([4]).map(
      ([name, reduction, x, updates]): OpCase<'scatterND'> => ({
        name,
        inputs: () => [x, index([4, 1], 0, 0, 1, 1), updates],
        attrs: { reduction },
        kink: true,
      }),
    ),
    {
      name: 'int32 added',
      inputs: (n) => [whole(n, 'int32', 4), index([3, 1], 3, 3, 0), whole(n, 'int32', 3)],
      attrs: { reduction: 'add' },
    },
    {
      name: 'float64 added',
      inputs: (n) => [as('float64', n.normal(3)), index([2, 1], 0, 0), as('float64', n.normal(2))],
      attrs: { reduction: 'add' },
    },
  ],
};
