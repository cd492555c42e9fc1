import type { OpAttrs } from '../../ir/op';
import { ceilOverhang, isTiling, samePadding, type WindowAttrs } from '../../ir/window';
import { forwardGraph, named } from '../differentiate';
import { interpret } from '../reference/interpret';
import type { RefTensor } from '../reference/tensor';
import { given, type Numbers, type OpCase, type OpCases } from './case';

type ConvAttrs = OpAttrs['conv'];

/** A window over `rank` axes; one number stands for all of them. */
function window(rank: number, a: Partial<Record<keyof WindowAttrs, number | readonly number[]>>): WindowAttrs {
  const each = (value: number | readonly number[] | undefined, otherwise: number): readonly number[] =>
    typeof value === 'object' ? value : Array.from({ length: rank }, () => value ?? otherwise);
  return {
    strides: each(a.strides, 1),
    dilations: each(a.dilations, 1),
    padBegin: each(a.padBegin, 0),
    padEnd: each(a.padEnd, 0),
  };
}

interface Convolution {
  readonly name: string;
  /** [B, C, ...] */
  readonly x: readonly number[];
  readonly filters: number;
  readonly kernel: readonly number[];
  readonly attrs: ConvAttrs;
}

function convolution(
  name: string,
  x: readonly number[],
  filters: number,
  kernel: readonly number[],
  attrs: Parameters<typeof window>[1] & { group?: number } = {},
): Convolution {
  return { name, x, filters, kernel, attrs: { ...window(kernel.length, attrs), group: attrs.group ?? 1 } };
}

const same = (size: readonly number[], kernel: readonly number[], strides: readonly number[], dilations = [1, 1]) => ({
  strides,
  dilations,
  ...samePadding(size, kernel, strides, dilations),
});

/** Every way a window can lie; all three convolution operators run all of them. */
const convolutions: readonly Convolution[] = [
  convolution('plain', [2, 2, 5, 4], 3, [3, 2]),
  convolution('one of everything', [1, 1, 3, 3], 1, [3, 3]),
  convolution('one by one', [2, 3, 3, 2], 2, [1, 1]),
  convolution('one channel', [2, 1, 5, 5], 2, [3, 3]),
  convolution('one channel padded', [2, 1, 4, 4], 2, [3, 3], { padBegin: 1, padEnd: 1 }),
  convolution('stride', [1, 2, 5, 7], 2, [3, 3], { strides: 2 }),
  convolution('stride with rest', [1, 2, 6, 8], 2, [3, 3], { strides: [2, 3] }),
  convolution('stride over gaps', [1, 2, 7, 5], 2, [2, 1], { strides: [3, 2] }),
  convolution('padded', [1, 2, 4, 3], 2, [3, 3], { padBegin: 1, padEnd: 1 }),
  convolution('padded unevenly', [1, 2, 4, 4], 2, [3, 2], { padBegin: [0, 1], padEnd: [2, 0] }),
  convolution('padded past the kernel', [1, 1, 2, 2], 2, [2, 2], { padBegin: 2, padEnd: 2 }),
  convolution('dilated', [1, 2, 6, 5], 2, [3, 2], { dilations: 2 }),
  convolution('dilated, strided, padded', [2, 2, 7, 6], 2, [2, 3], {
    strides: [2, 1],
    dilations: [3, 2],
    padBegin: [1, 2],
    padEnd: [0, 1],
  }),
  convolution('same', [1, 2, 5, 4], 2, [3, 3], same([5, 4], [3, 3], [1, 1])),
  convolution('same, stride 2', [1, 2, 5, 6], 2, [3, 3], same([5, 6], [3, 3], [2, 2])),
  convolution('same, even kernel, dilated', [1, 1, 5, 6], 2, [2, 4], same([5, 6], [2, 4], [1, 1], [2, 1])),
  convolution('groups', [2, 4, 4, 3], 6, [3, 2], { group: 2 }),
  convolution('depthwise', [2, 3, 4, 4], 3, [3, 3], { group: 3, padBegin: 1, padEnd: 1 }),
  convolution('groups, strided with rest', [1, 4, 6, 5], 2, [3, 2], { group: 2, strides: 2, padBegin: [1, 0] }),
  convolution('groups, dilated', [1, 2, 5, 5], 4, [2, 2], { group: 2, dilations: 2, padEnd: 1 }),
  convolution('one by one, strided', [2, 3, 5, 4], 2, [1, 1], { strides: 2 }),
  convolution('one by one, groups', [2, 4, 3, 2], 2, [1, 1], { group: 2 }),
  convolution('one by one, single pixels', [2, 4, 1, 1], 5, [1, 1]),
  convolution('many channels', [2, 32, 3, 3], 2, [2, 2], { padBegin: [1, 0] }),
  convolution('many channels, strided, dilated', [1, 16, 7, 5], 2, [2, 2], { strides: 2, dilations: 2, padEnd: 1 }),
  convolution('depthwise, strided, dilated', [1, 2, 7, 6], 2, [2, 3], { group: 2, strides: 2, dilations: [3, 1] }),
  convolution('depthwise, doubled', [1, 2, 4, 4], 4, [3, 3], { group: 2 }),
  convolution('1-D', [2, 2, 6], 3, [3], { padBegin: 1 }),
  convolution('one example, one channel, one filter', [1, 1, 3, 3], 1, [3, 3], {}),
  convolution('1-D, depthwise', [2, 3, 6], 3, [3], { group: 3, padEnd: 1 }),
  convolution('1-D, many channels', [1, 32, 5], 2, [3], {}),
  convolution('1-D, strided, dilated', [1, 2, 9], 2, [3], { strides: 2, dilations: 2 }),
  convolution('3-D', [1, 2, 3, 3, 2], 2, [2, 2, 1], { padEnd: [1, 0, 0], strides: [1, 2, 1] }),
  convolution('3-D, groups, dilated', [1, 4, 4, 3, 3], 2, [2, 2, 2], { group: 2, padEnd: 1, dilations: [2, 1, 1] }),
  convolution('3-D, depthwise', [2, 2, 3, 2, 3], 2, [2, 1, 3], { group: 2, padBegin: [0, 0, 1] }),
  convolution('no examples', [0, 2, 4, 3], 3, [3, 2], { padBegin: 1, padEnd: 1 }),
  convolution('no examples, one by one', [0, 3, 2, 2], 2, [1, 1]),
  convolution('no examples, strided with rest, groups', [0, 4, 6, 5], 2, [3, 2], { group: 2, strides: 2 }),
  convolution('no examples, depthwise, dilated', [0, 3, 5, 5], 3, [2, 2], { group: 3, dilations: 2 }),
  convolution('no examples, 1-D', [0, 32, 5], 2, [3], { padBegin: 1 }),
  convolution('no examples, 3-D', [0, 2, 3, 2, 2], 2, [2, 2, 1], { padEnd: [1, 0, 0] }),
];

const weightOf = ({ x, filters, kernel, attrs }: Convolution) => [filters, (x[1] as number) / attrs.group, ...kernel];

export const conv: OpCases<'conv'> = {
  gradient: 'rule',
  cases: [
    {
      name: 'bias',
      inputs: (n) => [n.normal(2, 2, 4, 3), n.normal(3, 2, 2, 2), n.normal(3)],
      attrs: { ...window(2, {}), group: 1 },
    },
    {
      name: 'bias, groups, 1-D',
      inputs: (n) => [n.normal(1, 2, 4), n.normal(4, 1, 2), n.normal(4)],
      attrs: { ...window(1, {}), group: 2 },
    },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 2, 4, 4), n.normal(2, 2, 3, 3), n.normal(2)],
      attrs: { ...window(2, { padBegin: 1, padEnd: 1 }), group: 1 },
      declared: [['B', 2, 4, 4], [2, 2, 3, 3], [2]],
    },
    {
      name: 'no examples, bias, symbolic batch',
      inputs: (n) => [n.normal(0, 2, 4, 4), n.normal(2, 2, 3, 3), n.normal(2)],
      attrs: { ...window(2, { padBegin: 1, padEnd: 1 }), group: 1 },
      declared: [['B', 2, 4, 4], [2, 2, 3, 3], [2]],
    },
    ...convolutions.map(
      (c): OpCase<'conv'> => ({
        name: c.name,
        inputs: (n) => [n.normal(...c.x), n.normal(...weightOf(c))],
        attrs: c.attrs,
      }),
    ),
  ],
};

/** Sizes of the convolution's output. */
function outputOf(c: Convolution): number[] {
  const types = [c.x, weightOf(c)].map((shape) => ({ dtype: 'float32' as const, shape }));
  const graph = forwardGraph(types, (b, inputs) => [b.op('conv', inputs, c.attrs)]);
  return (graph.outputs[0]?.value.type.shape ?? []) as number[];
}

export const convWeightGrad: OpCases<'convWeightGrad'> = {
  gradient: 'rule',
  cases: convolutions.map(
    (c): OpCase<'convWeightGrad'> => ({
      name: c.name,
      inputs: (n) => [n.normal(...c.x), n.normal(...outputOf(c))],
      attrs: { ...c.attrs, kernel: c.kernel },
    }),
  ) as [OpCase<'convWeightGrad'>, ...OpCase<'convWeightGrad'>[]],
};

/** The same windows, upsampling: x has `filters` channels and the size the convolution gives. */
export const convTranspose: OpCases<'convTranspose'> = {
  gradient: 'rule',
  cases: [
    {
      name: 'bias',
      inputs: (n) => [n.normal(2, 2, 3, 2), n.normal(2, 3, 2, 2), n.normal(3)],
      attrs: { ...window(2, { strides: 2 }), group: 1, outputPadding: [0, 0] },
    },
    {
      name: 'bias, groups, output padding',
      inputs: (n) => [n.normal(1, 4, 2, 3), n.normal(4, 1, 3, 3), n.normal(2)],
      attrs: { ...window(2, { strides: 2, padBegin: 1, padEnd: 1 }), group: 2, outputPadding: [1, 0] },
    },
    ...convolutions.map(
      (c): OpCase<'convTranspose'> => ({
        name: c.name,
        inputs: (n) => [n.normal(...outputOf(c)), n.normal(...weightOf(c))],
        attrs: { ...c.attrs, outputPadding: c.kernel.map(() => 0) },
      }),
    ),
    ...convolutions
      .filter((c) => c.name.includes('rest'))
      .map(
        (c): OpCase<'convTranspose'> => ({
          name: `${c.name} given back`,
          inputs: (n) => [n.normal(...outputOf(c)), n.normal(...weightOf(c))],
          attrs: { ...c.attrs, outputPadding: c.kernel.map((_, i) => ((c.attrs.strides[i] ?? 1) > 1 ? 1 : 0)) },
        }),
      ),
  ],
};

type PoolAttrs = OpAttrs['maxPool'];
interface Pool {
  readonly name: string;
  readonly x: readonly number[];
  readonly attrs: PoolAttrs;
}

const pool = (
  name: string,
  x: readonly number[],
  kernel: readonly number[],
  attrs: Parameters<typeof window>[1],
): Pool => ({ name, x, attrs: { ...window(kernel.length, attrs), kernel } });

const pools: readonly Pool[] = [
  pool('halves', [2, 2, 4, 4], [2, 2], { strides: 2 }),
  pool('halves with rest', [2, 2, 5, 3], [2, 2], { strides: 2 }),
  pool('overlapping', [2, 2, 5, 4], [3, 2], {}),
  pool('overlapping, padded', [2, 1, 5, 6], [3, 3], { strides: 2, padBegin: 1, padEnd: 1 }),
  pool('disjoint, padded', [1, 2, 4, 3], [2, 2], { strides: 2, padBegin: [0, 1], padEnd: 0 }),
  pool('padded unevenly', [1, 2, 4, 4], [3, 2], { strides: [1, 2], padBegin: [0, 0], padEnd: [2, 1] }),
  pool('gaps', [1, 2, 7, 5], [2, 1], { strides: [3, 2] }),
  pool('dilated', [1, 2, 6, 5], [2, 2], { dilations: 2 }),
  pool('dilated, strided, padded', [1, 1, 7, 7], [3, 2], { dilations: 2, strides: 2, padBegin: 1, padEnd: 1 }),
  pool('whole picture', [2, 2, 3, 3], [3, 3], {}),
  pool('one by one', [1, 2, 2, 3], [1, 1], {}),
  pool('1-D', [2, 2, 6], [2], { strides: 2 }),
  pool('1-D, overlapping', [1, 2, 6], [3], { padBegin: 1 }),
  pool('3-D', [1, 2, 4, 2, 3], [2, 2, 2], { strides: [2, 1, 1] }),
  pool('3-D, halves', [1, 1, 4, 2, 4], [2, 2, 2], { strides: 2 }),
  pool('3-D, overlapping, padded', [1, 1, 4, 3, 3], [3, 2, 3], { strides: [2, 1, 1], padBegin: 1, padEnd: [1, 0, 1] }),
  pool('1-D, dilated', [1, 2, 7], [3], { dilations: 2, padBegin: 1 }),
  pool('thirds', [1, 2, 6, 6], [3, 3], { strides: 3 }),
  pool('no examples', [0, 2, 4, 4], [2, 2], { strides: 2 }),
  pool('no examples, overlapping, padded', [0, 2, 5, 4], [3, 3], { strides: 2, padBegin: 1, padEnd: 1 }),
  pool('no examples, 1-D, dilated', [0, 2, 7], [3], { dilations: 2 }),
  pool('no examples, 3-D', [0, 1, 4, 2, 3], [2, 2, 2], { strides: [2, 1, 1] }),
];

/** The number of windows rounded up: padding that windows reach beyond the last row they need. */
function roundedUp(
  name: string,
  x: readonly number[],
  kernel: readonly number[],
  a: Parameters<typeof window>[1],
): Pool {
  const { attrs } = pool(name, x, kernel, a);
  const overhang = ceilOverhang(x.slice(2), kernel, attrs);
  return { name, x, attrs: { ...attrs, padEnd: attrs.padEnd.map((rows, i) => rows + (overhang[i] ?? 0)) } };
}

const maxPools: readonly Pool[] = [
  ...pools,
  roundedUp('rounded up', [1, 2, 5, 6], [2, 3], { strides: 2 }),
  roundedUp('rounded up, padded', [1, 2, 6, 5], [3, 2], { strides: [2, 3], padBegin: 1, padEnd: 1 }),
  roundedUp('rounded up, 1-D', [2, 1, 7], [2], { strides: 2 }),
  roundedUp('rounded up, 3-D', [1, 1, 3, 4, 4], [2, 2, 3], { strides: 2, padBegin: [0, 0, 1], padEnd: [0, 0, 1] }),
  roundedUp('rounded up, dilated', [1, 1, 8, 7], [2, 3], { strides: 3, dilations: 2 }),
];

/** Equal elements within and across windows. */
const tied = given([1, 1, 4, 4], 1, 1, 0, 2, 1, 1, 2, 2, -1, 3, 0, 0, 3, 3, 0, 0);
const ties: readonly { readonly name: string; readonly attrs: PoolAttrs }[] = [
  { name: 'ties', attrs: pool('', [], [2, 2], { strides: 2 }).attrs },
  { name: 'ties, with rest', attrs: pool('', [], [3, 3], { strides: 3 }).attrs },
  { name: 'ties in rows', attrs: pool('', [], [1, 4], { strides: [1, 4] }).attrs },
  { name: 'ties everywhere', attrs: pool('', [], [4, 4], { strides: 4 }).attrs },
  { name: 'ties, overlapping', attrs: pool('', [], [2, 2], {}).attrs },
  { name: 'ties, padded', attrs: pool('', [], [3, 3], { strides: 2, padBegin: 1, padEnd: 1 }).attrs },
];

export const maxPool: OpCases<'maxPool'> = {
  gradient: 'rule',
  cases: [
    ...(maxPools.map(({ name, x, attrs }): OpCase<'maxPool'> => ({ name, inputs: (n) => [n.apart(...x)], attrs })) as [
      OpCase<'maxPool'>,
      ...OpCase<'maxPool'>[],
    ]),
    ...ties.map(({ name, attrs }): OpCase<'maxPool'> => ({ name, inputs: () => [tied], attrs, kink: true })),
    {
      name: 'uint8',
      inputs: (n) => [n.whole('uint8', 0, 255, 1, 2, 5, 4)],
      attrs: pool('', [], [2, 2], { strides: 2 }).attrs,
    },
    {
      name: 'all below zero, padded',
      inputs: () => [given([1, 1, 2, 2], -4, -3, -2, -1)],
      attrs: pool('', [], [2, 2], { padBegin: 1, padEnd: 1 }).attrs,
    },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.apart(3, 2, 4, 4)],
      attrs: pool('', [], [2, 2], { strides: 2 }).attrs,
      declared: [['B', 2, 4, 4]],
    },
    {
      name: 'no examples, symbolic batch',
      inputs: (n) => [n.apart(0, 2, 4, 4)],
      attrs: pool('', [], [2, 2], { strides: 2 }).attrs,
      declared: [['B', 2, 4, 4]],
    },
  ],
};

type AverageAttrs = OpAttrs['averagePool'];

/** Both ways to count the padding. */
const averages = pools.flatMap(({ name, x, attrs }) =>
  [true, false].map(
    (countIncludePad): OpCase<'averagePool'> => ({
      name: countIncludePad ? name : `${name}, padding not counted`,
      inputs: (n) => [n.normal(...x)],
      attrs: { ...attrs, countIncludePad },
    }),
  ),
);

/** The number of windows rounded up. */
const overhanging = (
  name: string,
  x: readonly number[],
  kernel: readonly number[],
  attrs: Parameters<typeof window>[1],
): OpCase<'averagePool'>[] =>
  [true, false].map((countIncludePad) => {
    const within = pool(name, x, kernel, attrs).attrs;
    const overhang = ceilOverhang(x.slice(2), kernel, within);
    const padEnd = within.padEnd.map((rows, i) => rows + (overhang[i] ?? 0));
    const full: AverageAttrs = { ...within, padEnd, overhang, countIncludePad };
    return {
      name: countIncludePad ? name : `${name}, padding not counted`,
      inputs: (n) => [n.normal(...x)],
      attrs: full,
    };
  });

export const averagePool: OpCases<'averagePool'> = {
  gradient: 'rule',
  cases: [
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 2, 4, 4)],
      attrs: { ...pool('', [], [3, 3], { padBegin: 1, padEnd: 1 }).attrs, countIncludePad: false },
      declared: [['B', 2, 4, 4]],
    },
    {
      name: 'no examples, symbolic batch',
      inputs: (n) => [n.normal(0, 2, 4, 4)],
      attrs: { ...pool('', [], [3, 3], { padBegin: 1, padEnd: 1 }).attrs, countIncludePad: false },
      declared: [['B', 2, 4, 4]],
    },
    {
      name: 'symbolic batch, dilated',
      inputs: (n) => [n.normal(3, 2, 4, 4)],
      attrs: { ...pool('', [], [2, 2], { dilations: 2 }).attrs, countIncludePad: false },
      declared: [['B', 2, 4, 4]],
    },
    ...averages,
    ...overhanging('rounded up', [1, 2, 5, 6], [2, 3], { strides: 2 }),
    ...overhanging('rounded up, padded', [1, 2, 6, 5], [3, 2], { strides: [2, 3], padBegin: 1, padEnd: 1 }),
    ...overhanging('rounded up, 1-D', [2, 1, 7], [2], { strides: 2 }),
    ...overhanging('rounded up, 3-D', [1, 1, 3, 4, 4], [2, 2, 3], {
      strides: 2,
      padBegin: [0, 0, 1],
      padEnd: [0, 0, 1],
    }),
    {
      name: 'large windows, 3-D',
      inputs: (n) => [n.normal(1, 1, 4, 3, 5)],
      attrs: {
        ...pool('', [], [3, 3, 3], { strides: [1, 2, 2], padBegin: 1, padEnd: 1 }).attrs,
        countIncludePad: true,
      },
    },
  ],
};

/** x, its pool, a gradient of the pool and, where the windows do not tile x, the indices. */
function poolGradInputs(n: Numbers, x: RefTensor, attrs: PoolAttrs): readonly RefTensor[] {
  const types = [{ dtype: x.dtype, shape: x.dims }];
  const graph = forwardGraph(types, (b, inputs) => b.ops('maxPool', inputs, attrs));
  const { y0, y1 } = interpret(graph, named('x', [x])) as { y0: RefTensor; y1: RefTensor };
  const dy = n.normal(...y0.dims);
  return isTiling(attrs) ? [x, y0, dy] : [x, y0, dy, y1];
}

export const maxPoolGrad: OpCases<'maxPoolGrad'> = {
  gradient: 'undefined',
  cases: [
    ...(maxPools.map(
      ({ name, x, attrs }): OpCase<'maxPoolGrad'> => ({
        name,
        inputs: (n) => poolGradInputs(n, n.apart(...x), attrs),
        attrs,
      }),
    ) as [OpCase<'maxPoolGrad'>, ...OpCase<'maxPoolGrad'>[]]),
    ...ties.map(
      ({ name, attrs }): OpCase<'maxPoolGrad'> => ({ name, inputs: (n) => poolGradInputs(n, tied, attrs), attrs }),
    ),
  ],
};
