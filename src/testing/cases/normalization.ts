import type { Numbers, OpCase, OpCases } from './case';

const layer = (
  name: string,
  x: readonly number[],
  axis: number,
  parts: 0 | 1 | 2 = 2,
  epsilon = 1e-5,
): OpCase<'layerNorm'> => {
  const normalized = x.slice(axis);
  return {
    name,
    inputs: (n) => [
      n.normal(...x),
      ...(parts > 0 ? [n.positive(...normalized)] : []),
      ...(parts > 1 ? [n.normal(...normalized)] : []),
    ],
    attrs: { axis, epsilon },
  };
};

export const layerNorm: OpCases<'layerNorm'> = {
  gradient: 'rule',
  cases: [
    layer('last axis', [3, 5], 1),
    layer('negative axis', [2, 3, 4], -1),
    layer('two axes', [2, 3, 4], 1),
    layer('two axes from the back', [2, 2, 3, 2], -2),
    layer('all axes', [3, 4], 0),
    layer('beside axes of size 1', [1, 3, 1, 4], -1),
    layer('of no rows', [0, 4], -1),
    layer('of no rows, two axes', [2, 0, 3, 2], 2),
    { ...layer('of no rows, symbolic batch', [0, 4], -1), declared: [['B', 4], [4], [4]] },
    layer('no bias', [3, 5], -1, 1),
    layer('no scale', [3, 5], -1, 0),
    layer('no scale, two axes', [2, 2, 3], 1, 0),
    layer('large epsilon', [3, 4], -1, 2, 0.5),
    { ...layer('symbolic batch', [3, 2, 4], -1), declared: [['B', 2, 4], [4], [4]] },
    { ...layer('symbolic batch, no scale', [3, 4], -1, 0), declared: [['B', 4]] },
  ],
};

const channels = (x: readonly number[]): number => x[1] as number;

const given = (name: string, x: readonly number[], epsilon = 1e-5): OpCase<'batchNorm'> => ({
  name,
  inputs: (n) => {
    const [normal, positive] = [() => n.normal(channels(x)), () => n.positive(channels(x))];
    return [n.normal(...x), normal(), normal(), normal(), positive()];
  },
  attrs: { epsilon },
});

export const batchNorm: OpCases<'batchNorm'> = {
  gradient: 'rule',
  cases: [
    given('images', [2, 3, 2, 2]),
    given('features', [4, 3]),
    given('1-D', [2, 2, 3]),
    given('3-D', [2, 2, 2, 1, 2]),
    given('one channel', [3, 1, 2, 2]),
    given('large epsilon', [2, 2, 3], 0.5),
    given('no examples', [0, 3, 2, 2]),
    given('no examples, features', [0, 3]),
    { ...given('no examples, symbolic batch', [0, 2, 2, 2]), declared: [['B', 2, 2, 2], [2], [2], [2], [2]] },
    { ...given('symbolic batch', [3, 2, 2, 2]), declared: [['B', 2, 2, 2], [2], [2], [2], [2]] },
  ],
};

const batch = (
  name: string,
  x: readonly number[],
  epsilon = 1e-5,
  draw: (n: Numbers) => Numbers['normal'] = (n) => n.normal,
): OpCase<'batchNormTrain'> => ({
  name,
  inputs: (n) => [draw(n)(...x), n.positive(channels(x)), n.normal(channels(x))],
  attrs: { epsilon },
});

export const batchNormTrain: OpCases<'batchNormTrain'> = {
  gradient: 'rule',
  cases: [
    batch('images', [3, 2, 2, 3]),
    batch('features', [5, 3]),
    batch('1-D', [3, 2, 4]),
    batch('3-D', [2, 2, 2, 1, 3]),
    batch('one channel', [3, 1, 2, 2]),
    batch('one example', [1, 2, 3, 3]),
    batch('large epsilon', [3, 2, 4], 0.5),
    // the mean of nothing is not a number, and differences of it are none
    { ...batch('no examples', [0, 2, 2, 3]), kink: true },
    { ...batch('no examples, features', [0, 3]), kink: true },
    batch('far from zero', [4, 2, 3], 1e-3, (n) => n.positive),
  ],
};
