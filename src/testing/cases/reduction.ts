import { given, type Numbers, type OpCase, type OpCases } from './case';

type ReduceName = 'reduceSum' | 'reduceMean' | 'reduceMax';

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
    { name: 'of nothing', inputs: (n) => [n.whole('int32', 0, 0, 0, 3)], attrs: { axes: [0], keepDims: false } },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 3, 4)], attrs: { axes: [0], keepDims: false } },
  ],
};

export const reduceMean: OpCases<'reduceMean'> = { gradient: 'rule', cases: reduceCases((n) => n.normal) };

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

export const argMax: OpCases<'argMax'> = {
  gradient: 'zero',
  cases: [
    { name: 'last axis', inputs: (n) => [n.apart(4, 5)], attrs: { axis: -1 } },
    { name: 'first axis', inputs: (n) => [n.apart(4, 5)], attrs: { axis: 0 } },
    { name: 'middle axis', inputs: (n) => [n.apart(2, 3, 4)], attrs: { axis: 1 } },
    { name: 'vector', inputs: (n) => [n.apart(6)], attrs: { axis: 0 } },
    { name: 'axis of size 1', inputs: (n) => [n.apart(3, 1)], attrs: { axis: 1 } },
    { name: 'ties', inputs: () => [given([3, 4], 0, 2, 2, 1, 5, 5, 5, 5, -1, -2, -1, -3)], attrs: { axis: 1 } },
    { name: 'symbolic batch', inputs: (n) => [n.apart(3, 4)], attrs: { axis: 1 }, declared: [['B', 4]] },
  ],
};

function softmaxCases<K extends 'softmax' | 'logSoftmax'>(): OpCases<K>['cases'] {
  const along = (name: string, dims: readonly number[], axis: number): OpCase<K> => ({
    name,
    inputs: (n) => [n.normal(...dims)],
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
