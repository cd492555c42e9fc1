import * as write from '../../ir/composites/normalization';
import type { CompositeCase } from './composite';

const sets = (name: string, x: readonly number[], groups: number, parts: 0 | 1 | 2 = 2): CompositeCase => ({
  name,
  inputs: (n) => {
    const channels = x[1] as number;
    return [n.normal(...x), ...[n.positive(channels), n.normal(channels)].slice(0, parts)];
  },
  attrs: { groups, epsilon: 1e-5 },
  forward: (b, [x, scale, bias]) => [write.groupNorm(b, x!, { groups, epsilon: 1e-5, scale, bias })],
});

export const groupNorm: readonly CompositeCase[] = [
  sets('two groups', [2, 4, 2, 3], 2),
  sets('one group', [2, 3, 2, 2], 1),
  sets('one a channel', [2, 3, 4], 3),
  sets('features', [3, 6], 2),
  sets('3-D', [1, 4, 2, 1, 3], 2),
  sets('no examples', [0, 4, 2, 3], 2),
  sets('no bias', [2, 4, 3], 2, 1),
  sets('nothing learnt', [2, 4, 3], 2, 0),
  { ...sets('symbolic batch', [3, 4, 2], 2), declared: [['B', 4, 2], [4], [4]] },
];

const single = (name: string, x: readonly number[], parts: 0 | 2 = 2): CompositeCase => ({
  name,
  inputs: (n) => {
    const channels = x[1] as number;
    return [n.normal(...x), ...[n.positive(channels), n.normal(channels)].slice(0, parts)];
  },
  attrs: { epsilon: 1e-5 },
  forward: (b, [x, scale, bias]) => [write.instanceNorm(b, x!, { epsilon: 1e-5, scale, bias })],
});

export const instanceNorm: readonly CompositeCase[] = [
  single('images', [2, 3, 2, 3]),
  single('1-D', [2, 2, 5]),
  single('no examples', [0, 2, 2, 3]),
  single('3-D, nothing learnt', [1, 2, 2, 2, 2], 0),
];

const power = (name: string, x: readonly number[], axis: number, scaled = true): CompositeCase => ({
  name,
  inputs: (n) => [n.normal(...x), ...(scaled ? [n.positive(...x.slice(axis))] : [])],
  attrs: { axis, epsilon: 1e-6 },
  forward: (b, [x, scale]) => [write.rmsNorm(b, x!, { axis, epsilon: 1e-6, scale })],
});

export const rmsNorm: readonly CompositeCase[] = [
  power('last axis', [3, 5], -1),
  power('two axes', [2, 3, 4], 1),
  power('no scale', [2, 4], 1, false),
  power('no rows', [0, 5], -1),
  { ...power('symbolic batch', [3, 4], -1), declared: [['B', 4], [4]] },
];

/** One training step of nn.BatchNorm: y and what it leaves in the running statistics. */
const step = (name: string, x: readonly number[], momentum: number): CompositeCase => ({
  name,
  inputs: (n) => {
    const channels = x[1] as number;
    const along = () => n.normal(channels);
    return [n.normal(...x), n.positive(channels), along(), along(), n.positive(channels)];
  },
  attrs: { momentum, epsilon: 1e-5 },
  forward: (b, [x, scale, bias, oldMean, oldVariance]) => {
    const [y, mean, variance] = b.ops('batchNormTrain', [x!, scale!, bias!], { epsilon: 1e-5 });
    const running = { mean: oldMean!, variance: oldVariance! };
    const batch = { mean: mean!, variance: variance! };
    const next = write.updatedStatistics(b, running, { batch, x: x!, momentum });
    return [y!, next.mean, next.variance];
  },
});

export const runningStatistics: readonly CompositeCase[] = [
  step('images', [3, 2, 2, 2], 0.1),
  step('features', [4, 3], 0.25),
  step('the batch alone', [4, 2], 1),
  step('no examples', [0, 3, 2], 0.1),
];
