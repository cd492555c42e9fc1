import type { ArgAttrs } from '../../ir/argExtreme';
import type { OpAttrs, OpName } from '../../ir/op';
import type { ReduceAttrs } from '../../ir/reduction';
import { tensor } from '../reference/tensor';
import { as, given, type Numbers, type OpCase, type OpCases } from './case';

type ReduceName = { [K in OpName]: OpAttrs[K] extends ReduceAttrs ? K : never }[OpName];

/** Of an axis without elements; the largest and the least of none do not exist. */
function ofNothing<K extends ReduceName>(): OpCase<K>[] {
  const reduce = (name: string, dims: readonly number[], axes: readonly number[], keepDims: boolean): OpCase<K> => ({
    name,
    inputs: (n) => [n.normal(...dims)],
    attrs: { axes, keepDims } as OpCase<K>['attrs'],
  });
  return [
    reduce('nothing', [0, 3], [0], false),
    reduce('nothing, kept', [2, 0, 3], [1], true),
    reduce('nothing, all axes', [2, 0], [0, 1], false),
  ];
}

function reduceCases<K extends ReduceName>(draw: (numbers: Numbers) => Numbers['normal']): OpCases<K>['cases'] {
  const reduce = (name: string, dims: readonly number[], axes: readonly number[], keepDims: boolean): OpCase<K> => ({
    name,
    inputs: (n) => [draw(n)(...dims)],
    attrs: { axes, keepDims } as OpCase<K>['attrs'],
  });
  return [
    reduce('first axis', [3, 4], [0], false),
    reduce('first axis kept', [3, 4], [0], true),
    reduce('last axis', [3, 4], [1], false),
    reduce('negative axis', [2, 3, 4], [-1], true),
    reduce('negative axis dropped', [2, 3, 4], [-2], false),
    reduce('two axes', [2, 3, 4], [0, 2], false),
    reduce('two axes kept', [2, 3, 4], [0, -1], true),
    reduce('all axes', [2, 3, 2], [0, 1, 2], false),
    reduce('images', [2, 3, 2, 2], [0, 2, 3], true),
    reduce('none named', [2, 3], [], false),
    reduce('none named, kept', [2, 3], [], true),
    reduce('scalar', [], [], false),
    reduce('axis of size 1', [2, 1, 3], [1], false),
    reduce('vector', [5], [0], false),
    reduce('no rows', [0, 3], [1], false),
    { ...reduce('symbolic batch', [3, 4], [1], true), declared: [['B', 4]] },
  ];
}

export const reduceSum: OpCases<'reduceSum'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceSum'>((n) => n.normal),
    ...ofNothing<'reduceSum'>(),
    { name: 'of nothing', inputs: (n) => [n.whole('int32', 0, 0, 0, 3)], attrs: { axes: [0], keepDims: false } },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 3, 4)], attrs: { axes: [0], keepDims: false } },
  ],
};

export const reduceMean: OpCases<'reduceMean'> = {
  gradient: 'rule',
  cases: [...reduceCases<'reduceMean'>((n) => n.normal), ...ofNothing<'reduceMean'>()],
};

export const reduceMax: OpCases<'reduceMax'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceMax'>((n) => n.apart),
    {
      name: 'ties',
      inputs: () => [given([2, 4], 1, 3, 3, 2, -1, -1, -1, -2)],
      attrs: { axes: [1], keepDims: false },
      kink: true,
    },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 3, 4)], attrs: { axes: [1], keepDims: true } },
  ],
};

export const reduceMin: OpCases<'reduceMin'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceMin'>((n) => n.apart),
    {
      name: 'ties',
      inputs: () => [given([2, 4], 1, 0, 0, 2, -1, -1, -1, 2)],
      attrs: { axes: [1], keepDims: false },
      kink: true,
    },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 3, 4)], attrs: { axes: [1], keepDims: true } },
  ],
};

export const reduceProd: OpCases<'reduceProd'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceProd'>((n) => n.nonzero),
    ...ofNothing<'reduceProd'>(),
    {
      name: 'zeros',
      inputs: () => [given([4, 3], 2, 3, 4, 0, 3, 4, 2, 0, 0, 0, 0, 0)],
      attrs: { axes: [1], keepDims: false },
    },
    {
      name: 'zeros over two axes',
      inputs: () => [given([2, 2, 2], 2, 0, 4, 1, 0, 3, 0, 1)],
      attrs: { axes: [0, -1], keepDims: true },
    },
    { name: 'int32', inputs: (n) => [n.whole('int32', -4, 4, 3, 4)], attrs: { axes: [1], keepDims: true } },
  ],
};

export const reduceL1: OpCases<'reduceL1'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceL1'>((n) => n.nonzero),
    ...ofNothing<'reduceL1'>(),
    { name: 'zeros', inputs: () => [given([2, 2], 0, -1, 0, 0)], attrs: { axes: [1], keepDims: false }, kink: true },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 3, 4)], attrs: { axes: [1], keepDims: false } },
  ],
};

export const reduceL2: OpCases<'reduceL2'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceL2'>((n) => n.nonzero),
    ...ofNothing<'reduceL2'>(),
    { name: 'zeros', inputs: () => [given([2, 2], 0, -1, 0, 0)], attrs: { axes: [1], keepDims: false }, kink: true },
  ],
};

export const reduceSumSquare: OpCases<'reduceSumSquare'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceSumSquare'>((n) => n.normal),
    ...ofNothing<'reduceSumSquare'>(),
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 3, 4)], attrs: { axes: [1], keepDims: false } },
  ],
};

export const reduceLogSum: OpCases<'reduceLogSum'> = {
  gradient: 'rule',
  cases: [...reduceCases<'reduceLogSum'>((n) => n.positive), ...ofNothing<'reduceLogSum'>()],
};

const infinite = Number.NEGATIVE_INFINITY;
export const reduceLogSumExp: OpCases<'reduceLogSumExp'> = {
  gradient: 'rule',
  cases: [
    ...reduceCases<'reduceLogSumExp'>((n) => n.normal),
    ...ofNothing<'reduceLogSumExp'>(),
    {
      name: 'far from zero',
      inputs: () => [given([2, 3], 100, 101, 99, -100, -102, -101)],
      attrs: { axes: [1], keepDims: false },
    },
    {
      name: 'some minus infinity',
      inputs: () => [given([2, 3], infinite, 1, 2, 3, infinite, infinite)],
      attrs: { axes: [1], keepDims: true },
      kink: true,
    },
  ],
};

function argCases<K extends 'argMax' | 'argMin'>(): OpCases<K>['cases'] {
  const arg = (name: string, dims: readonly number[], attrs: ArgAttrs): OpCase<K> => ({
    name,
    inputs: (n) => [n.apart(...dims)],
    attrs: attrs as OpCase<K>['attrs'],
  });
  const ties = (name: string, attrs: ArgAttrs): OpCase<K> => ({
    name,
    inputs: () => [given([3, 4], 0, 2, 2, 0, 5, 5, 5, 5, -1, -3, -1, -3)],
    attrs: attrs as OpCase<K>['attrs'],
  });
  return [
    arg('last axis', [4, 5], { axis: -1 }),
    arg('first axis', [4, 5], { axis: 0 }),
    arg('middle axis', [2, 3, 4], { axis: 1 }),
    arg('middle axis kept', [2, 3, 4], { axis: -2, keepDims: true }),
    arg('vector', [6], { axis: 0 }),
    arg('axis of size 1', [3, 1], { axis: 1 }),
    arg('no rows', [0, 3], { axis: 1 }),
    arg('no rows, kept, the last', [2, 0, 3], { axis: -1, keepDims: true, selectLast: true }),
    { ...arg('no rows, symbolic batch', [0, 4], { axis: 1 }), declared: [['B', 4]] },
    ties('ties', { axis: 1 }),
    ties('ties, the last', { axis: 1, selectLast: true }),
    ties('ties, the last, kept', { axis: 0, selectLast: true, keepDims: true }),
    {
      name: 'int32',
      inputs: (n) => [n.whole('int32', -9, 9, 3, 4)],
      attrs: { axis: 1 } as ArgAttrs as OpCase<K>['attrs'],
    },
    { ...arg('symbolic batch', [3, 4], { axis: 1 }), declared: [['B', 4]] },
  ];
}

export const argMax: OpCases<'argMax'> = { gradient: 'zero', cases: argCases() };
export const argMin: OpCases<'argMin'> = { gradient: 'zero', cases: argCases() };

export const cumSum: OpCases<'cumSum'> = {
  gradient: 'rule',
  cases: [
    { name: 'last axis', inputs: (n) => [n.normal(3, 5)], attrs: { axis: -1 } },
    { name: 'first axis', inputs: (n) => [n.normal(3, 5)], attrs: { axis: 0 } },
    { name: 'middle axis, exclusive', inputs: (n) => [n.normal(2, 3, 2)], attrs: { axis: 1, exclusive: true } },
    { name: 'reverse', inputs: (n) => [n.normal(3, 5)], attrs: { axis: 1, reverse: true } },
    {
      name: 'exclusive and reverse',
      inputs: (n) => [n.normal(3, 5)],
      attrs: { axis: 1, exclusive: true, reverse: true },
    },
    { name: 'one element', inputs: (n) => [n.normal(2, 1)], attrs: { axis: 1, exclusive: true } },
    { name: 'of no rows', inputs: (n) => [n.normal(0, 3)], attrs: { axis: 1 } },
    { name: 'float64', inputs: (n) => [as('float64', n.normal(4))], attrs: { axis: 0 } },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 3, 4)], attrs: { axis: 1 } },
    { name: 'symbolic batch', inputs: (n) => [n.normal(3, 4)], attrs: { axis: 1 }, declared: [['B', 4]] },
  ],
};

export const topK: OpCases<'topK'> = {
  gradient: 'rule',
  cases: [
    { name: 'last axis', inputs: (n) => [n.apart(3, 6)], attrs: { axis: -1, k: 2, largest: true } },
    { name: 'first axis, smallest', inputs: (n) => [n.apart(5, 2)], attrs: { axis: 0, k: 3, largest: false } },
    { name: 'middle axis', inputs: (n) => [n.apart(2, 4, 3)], attrs: { axis: 1, k: 2, largest: true } },
    { name: 'all', inputs: (n) => [n.apart(5)], attrs: { axis: 0, k: 5, largest: true } },
    { name: 'of one', inputs: (n) => [n.apart(4, 1)], attrs: { axis: -1, k: 1, largest: true } },
    { name: 'one', inputs: (n) => [n.apart(3, 4)], attrs: { axis: 1, k: 1, largest: false } },
    { name: 'no rows', inputs: (n) => [n.apart(0, 4)], attrs: { axis: 1, k: 2, largest: true } },
    { name: 'none of them', inputs: (n) => [n.apart(2, 3)], attrs: { axis: -1, k: 0, largest: false } },
    { name: 'none of nothing', inputs: (n) => [n.apart(3, 0)], attrs: { axis: 1, k: 0, largest: true } },
    // not with a batch that turns out to be empty: onnxruntime-node 1.30 divides by it and ends the process
    {
      name: 'symbolic batch',
      inputs: (n) => [n.apart(3, 4)],
      attrs: { axis: 1, k: 2, largest: true },
      declared: [['B', 4]],
    },
    { name: 'int64', inputs: () => [tensor('int64', [5], [3, -1, 9, 2, 7])], attrs: { axis: 0, k: 2, largest: true } },
  ],
};

function softmaxCases<K extends 'softmax' | 'logSoftmax' | 'hardmax'>(
  draw: (numbers: Numbers) => Numbers['normal'] = (n) => n.normal,
): OpCases<K>['cases'] {
  const along = (name: string, dims: readonly number[], axis: number): OpCase<K> => ({
    name,
    inputs: (n) => [draw(n)(...dims)],
    attrs: { axis } as OpCase<K>['attrs'],
  });
  return [
    along('last axis', [3, 5], -1),
    along('first axis', [3, 5], 0),
    along('middle axis', [2, 3, 4], 1),
    along('images', [2, 3, 2, 2], -3),
    along('vector', [4], 0),
    along('axis of size 1', [3, 1], 1),
    along('no rows', [0, 3], 1),
    { ...along('symbolic batch', [3, 4], 1), declared: [['B', 4]] },
    {
      name: 'far from zero',
      inputs: () => [given([2, 3], 1000, 1001, 999, -1000, -1002, -1001)],
      attrs: { axis: 1 } as OpCase<K>['attrs'],
    },
  ];
}

export const softmax: OpCases<'softmax'> = { gradient: 'rule', cases: softmaxCases() };
export const logSoftmax: OpCases<'logSoftmax'> = { gradient: 'rule', cases: softmaxCases() };

export const hardmax: OpCases<'hardmax'> = {
  gradient: 'zero',
  cases: [
    ...softmaxCases<'hardmax'>((n) => n.apart),
    {
      name: 'ties',
      inputs: () => [given([3, 4], 0, 2, 2, 1, 5, 5, 5, 5, -1, -2, -1, -3)],
      attrs: { axis: 1 },
      kink: true,
    },
  ],
};
