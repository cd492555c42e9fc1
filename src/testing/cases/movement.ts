import type { PadMode } from '../../ir/ops/pad';
import type { Numbers, OpCase, OpCases } from './case';

export const reshape: OpCases<'reshape'> = {
  gradient: 'rule',
  cases: [
    { name: 'flatten', inputs: (n) => [n.normal(2, 3)], attrs: { shape: [6] } },
    { name: 'axes of size 1', inputs: (n) => [n.normal(2, 3)], attrs: { shape: [3, 1, 2, 1] } },
    { name: 'from scalar', inputs: (n) => [n.normal()], attrs: { shape: [1, 1] } },
    { name: 'to scalar', inputs: (n) => [n.normal(1, 1)], attrs: { shape: [] } },
    { name: 'same', inputs: (n) => [n.normal(2, 3)], attrs: { shape: [2, 3] } },
    { name: 'empty', inputs: (n) => [n.normal(0, 3)], attrs: { shape: [3, 0] } },
    { name: 'int64', inputs: (n) => [n.whole('int64', -9, 9, 2, 2)], attrs: { shape: [4] } },
    { name: 'bool', inputs: (n) => [n.bool(2, 2)], attrs: { shape: [4] } },
  ],
};

export const transpose: OpCases<'transpose'> = {
  gradient: 'rule',
  cases: [
    { name: 'matrix', inputs: (n) => [n.normal(2, 3)], attrs: { perm: [1, 0] } },
    { name: 'cycle', inputs: (n) => [n.normal(2, 3, 4)], attrs: { perm: [2, 0, 1] } },
    { name: 'channels last', inputs: (n) => [n.normal(2, 3, 2, 4)], attrs: { perm: [0, 2, 3, 1] } },
    { name: 'identity', inputs: (n) => [n.normal(2, 3)], attrs: { perm: [0, 1] } },
    { name: 'vector', inputs: (n) => [n.normal(3)], attrs: { perm: [0] } },
    { name: 'axes of size 1', inputs: (n) => [n.normal(1, 3, 1)], attrs: { perm: [1, 2, 0] } },
    { name: 'empty', inputs: (n) => [n.normal(0, 3)], attrs: { perm: [1, 0] } },
    { name: 'int32', inputs: (n) => [n.whole('int32', 0, 9, 2, 3)], attrs: { perm: [1, 0] } },
    { name: 'symbolic batch', inputs: (n) => [n.normal(3, 2)], attrs: { perm: [1, 0] }, declared: [['B', 2]] },
  ],
};

export const expand: OpCases<'expand'> = {
  gradient: 'rule',
  cases: [
    { name: 'scalar', inputs: (n) => [n.normal()], attrs: { shape: [2, 3] } },
    { name: 'column', inputs: (n) => [n.normal(3, 1)], attrs: { shape: [3, 4] } },
    { name: 'new axes', inputs: (n) => [n.normal(1, 3)], attrs: { shape: [2, 2, 3] } },
    { name: 'same', inputs: (n) => [n.normal(2, 3)], attrs: { shape: [2, 3] } },
    { name: 'axes of size 1', inputs: (n) => [n.normal(1)], attrs: { shape: [1, 1] } },
    { name: 'to nothing', inputs: (n) => [n.normal(1, 3)], attrs: { shape: [0, 3] } },
    { name: 'int32', inputs: (n) => [n.whole('int32', 0, 9, 3, 1)], attrs: { shape: [3, 2] } },
  ],
};

export const concat: OpCases<'concat'> = {
  gradient: 'rule',
  cases: [
    { name: 'rows', inputs: (n) => [n.normal(2, 3), n.normal(1, 3)], attrs: { axis: 0 } },
    { name: 'negative axis', inputs: (n) => [n.normal(2, 3), n.normal(2, 2)], attrs: { axis: -1 } },
    {
      name: 'channels of three',
      inputs: (n) => [n.normal(2, 1, 2), n.normal(2, 3, 2), n.normal(2, 2, 2)],
      attrs: { axis: 1 },
    },
    { name: 'vectors', inputs: (n) => [n.normal(2), n.normal(3)], attrs: { axis: 0 } },
    { name: 'one', inputs: (n) => [n.normal(2, 2)], attrs: { axis: 1 } },
    { name: 'empty piece', inputs: (n) => [n.normal(2, 2), n.normal(0, 2)], attrs: { axis: 0 } },
    { name: 'int64', inputs: (n) => [n.whole('int64', 0, 9, 2), n.whole('int64', 0, 9, 1)], attrs: { axis: 0 } },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 2), n.normal(3, 1)],
      attrs: { axis: 1 },
      declared: [
        ['B', 2],
        ['B', 1],
      ],
    },
  ],
};

export const split: OpCases<'split'> = {
  gradient: 'rule',
  cases: [
    { name: 'columns', inputs: (n) => [n.normal(2, 5)], attrs: { axis: 1, sizes: [2, 3] } },
    { name: 'negative axis', inputs: (n) => [n.normal(2, 2, 4)], attrs: { axis: -1, sizes: [1, 2, 1] } },
    { name: 'rows', inputs: (n) => [n.normal(3, 2)], attrs: { axis: 0, sizes: [1, 1, 1] } },
    { name: 'vector', inputs: (n) => [n.normal(6)], attrs: { axis: 0, sizes: [4, 2] } },
    { name: 'one piece', inputs: (n) => [n.normal(2, 2)], attrs: { axis: 1, sizes: [2] } },
    { name: 'of no rows', inputs: (n) => [n.normal(0, 3)], attrs: { axis: 1, sizes: [1, 2] } },
    { name: 'beside an axis of size 1', inputs: (n) => [n.normal(1, 4)], attrs: { axis: 1, sizes: [3, 1] } },
    { name: 'empty piece', inputs: (n) => [n.normal(2, 3)], attrs: { axis: 1, sizes: [0, 3] } },
    {
      name: 'more pieces than a shader has buffers',
      inputs: (n) => [n.normal(2, 60)],
      attrs: { axis: 1, sizes: Array.from({ length: 57 }, (_, i) => (i % 19 === 3 ? 2 : 1)) },
    },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 4)],
      attrs: { axis: 1, sizes: [1, 3] },
      declared: [['B', 4]],
    },
  ],
};

export const slice: OpCases<'slice'> = {
  gradient: 'rule',
  cases: [
    { name: 'columns', inputs: (n) => [n.normal(2, 5)], attrs: { axes: [1], starts: [1], lengths: [3], steps: [1] } },
    { name: 'stride', inputs: (n) => [n.normal(2, 7)], attrs: { axes: [1], starts: [1], lengths: [3], steps: [2] } },
    {
      name: 'of no rows',
      inputs: (n) => [n.normal(0, 5)],
      attrs: { axes: [1], starts: [1], lengths: [2], steps: [2] },
    },
    {
      name: 'axis of size 1',
      inputs: (n) => [n.normal(3, 1)],
      attrs: { axes: [1], starts: [0], lengths: [1], steps: [1] },
    },
    {
      name: 'stride to the end',
      inputs: (n) => [n.normal(2, 6)],
      attrs: { axes: [1], starts: [1], lengths: [3], steps: [2] },
    },
    {
      name: 'stride past the end',
      inputs: (n) => [n.normal(8)],
      attrs: { axes: [0], starts: [1], lengths: [3], steps: [3] },
    },
    {
      name: 'negative axis',
      inputs: (n) => [n.normal(2, 2, 4)],
      attrs: { axes: [-1], starts: [2], lengths: [2], steps: [1] },
    },
    {
      name: 'two axes',
      inputs: (n) => [n.normal(4, 2, 5)],
      attrs: { axes: [2, 0], starts: [0, 1], lengths: [3, 2], steps: [2, 1] },
    },
    { name: 'one element', inputs: (n) => [n.normal(3)], attrs: { axes: [0], starts: [2], lengths: [1], steps: [5] } },
    {
      name: 'everything',
      inputs: (n) => [n.normal(3, 2)],
      attrs: { axes: [0], starts: [0], lengths: [3], steps: [1] },
    },
    { name: 'nothing', inputs: (n) => [n.normal(3, 2)], attrs: { axes: [0], starts: [1], lengths: [0], steps: [1] } },
    { name: 'reversed', inputs: (n) => [n.normal(3, 2)], attrs: { axes: [0], starts: [2], lengths: [3], steps: [-1] } },
    {
      name: 'backwards, not to the front',
      inputs: (n) => [n.normal(2, 6)],
      attrs: { axes: [1], starts: [4], lengths: [3], steps: [-1] },
    },
    {
      name: 'backwards by stride',
      inputs: (n) => [n.normal(2, 8)],
      attrs: { axes: [-1], starts: [7], lengths: [3], steps: [-3] },
    },
    {
      name: 'backwards by stride to the front',
      inputs: (n) => [n.normal(7)],
      attrs: { axes: [0], starts: [4], lengths: [3], steps: [-2] },
    },
    {
      name: 'backwards and forwards',
      inputs: (n) => [n.normal(4, 2, 5)],
      attrs: { axes: [2, 0], starts: [4, 1], lengths: [3, 2], steps: [-2, 2] },
    },
    {
      name: 'nothing backwards',
      inputs: (n) => [n.normal(3, 2)],
      attrs: { axes: [1], starts: [1], lengths: [0], steps: [-1] },
    },
    {
      name: 'nothing by stride',
      inputs: (n) => [n.normal(3, 2)],
      attrs: { axes: [1], starts: [0], lengths: [0], steps: [2] },
    },
    {
      name: 'int32',
      inputs: (n) => [n.whole('int32', 0, 9, 5)],
      attrs: { axes: [0], starts: [1], lengths: [2], steps: [2] },
    },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 4)],
      attrs: { axes: [1], starts: [1], lengths: [2], steps: [2] },
      declared: [['B', 4]],
    },
  ],
};

const modes: readonly PadMode[] = ['reflect', 'edge', 'wrap'];
const borders = modes.flatMap((mode): OpCase<'pad'>[] => {
  const bordered = (name: string, dims: readonly number[], begin: readonly number[], end: readonly number[]) => ({
    name: `${mode}, ${name}`,
    inputs: (n: Numbers) => [n.normal(...dims)],
    attrs: { begin, end, value: 0, mode },
  });
  return [
    bordered('both sides', [2, 4], [0, 2], [0, 1]),
    bordered('as wide as it can be', [1, 3], [0, 2], [0, 2]),
    bordered('images', [2, 1, 3, 4], [0, 0, 1, 2], [0, 0, 2, 1]),
    bordered('first axis', [3, 2], [1, 0], [2, 0]),
    bordered('vector, one side', [3], [2], [0]),
    bordered('nothing added', [2, 2], [0, 0], [0, 0]),
    { ...bordered('symbolic batch', [3, 3], [0, 1], [0, 1]), declared: [['B', 3]] },
  ];
});

export const pad: OpCases<'pad'> = {
  gradient: 'rule',
  cases: [
    { name: 'all sides', inputs: (n) => [n.normal(2, 3)], attrs: { begin: [1, 2], end: [2, 1], value: 0 } },
    { name: 'one side', inputs: (n) => [n.normal(2, 3)], attrs: { begin: [0, 0], end: [0, 2], value: 0 } },
    { name: 'value', inputs: (n) => [n.normal(2)], attrs: { begin: [1], end: [1], value: -1.5 } },
    {
      name: 'images',
      inputs: (n) => [n.normal(2, 1, 2, 2)],
      attrs: { begin: [0, 0, 1, 1], end: [0, 0, 1, 0], value: 0 },
    },
    { name: 'nothing added', inputs: (n) => [n.normal(2, 2)], attrs: { begin: [0, 0], end: [0, 0], value: 1 } },
    { name: 'around nothing', inputs: (n) => [n.normal(0, 2)], attrs: { begin: [1, 0], end: [1, 0], value: 3 } },
    { name: 'int32', inputs: (n) => [n.whole('int32', 0, 9, 3)], attrs: { begin: [1], end: [0], value: 7 } },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 2)],
      attrs: { begin: [0, 1], end: [0, 1], value: 0 },
      declared: [['B', 2]],
    },
    ...borders,
    {
      name: 'edge, axis of size 1',
      inputs: (n) => [n.normal(2, 1)],
      attrs: { begin: [0, 1], end: [0, 2], value: 0, mode: 'edge' },
    },
    {
      name: 'edge, int32',
      inputs: (n) => [n.whole('int32', -9, 9, 3)],
      attrs: { begin: [2], end: [1], value: 0, mode: 'edge' },
    },
  ],
};
