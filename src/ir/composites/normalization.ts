import { ShapeError } from '../../core/errors';
import { normalizeAxis, sizeOf, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import type { Value } from '../op';
import { alongChannels } from '../ops/batchNorm';

/** What scales and shifts the normalised values; without a scale they stay as they are. */
export interface Affine {
  readonly scale?: Value | undefined;
  readonly bias?: Value | undefined;
}

/** Statistics over all batches so far, [C] each. */
export interface RunningStatistics {
  readonly mean: Value;
  readonly variance: Value;
}

/**
 * What a training step leaves in the running statistics: old (1 - momentum) + new momentum, the variance corrected to n - 1 as
 * torch.nn.BatchNorm does; the old ones where x has no elements. `batch`: the mean and variance (divided by n) of x [B, C, ...], as batchNormTrain gives them.
 */
export function updatedStatistics(
  b: Builder,
  running: RunningStatistics,
  { batch, x, momentum }: { readonly batch: RunningStatistics; readonly x: Value; readonly momentum: number },
): RunningStatistics {
  const n = sizeOf(x.type.shape.toSpliced(1, 1));
  if (n === 0) return running;
  const { dtype } = x.type;
  const blend = (old: Value, now: Value, weight: number) =>
    b.op('add', [b.op('mul', [old, b.scalar(1 - momentum, dtype)]), b.op('mul', [now, b.scalar(weight, dtype)])]);
  return {
    mean: blend(running.mean, batch.mean, momentum),
    variance: blend(running.variance, batch.variance, momentum * (n / Math.max(1, n - 1))),
  };
}

/**
 * Normalises each of `groups` equal sets of channels of one example: x [B, C, ...], scale and bias [C].
 * One group an example is layer normalisation over all of it, one a channel is instance normalisation.
 * Wu & He 2018, "Group Normalization". Throws `dim` where the channels do not divide.
 */
export function groupNorm(
  b: Builder,
  x: Value,
  { groups, epsilon, scale, bias }: Affine & { readonly groups: number; readonly epsilon: number },
): Value {
  const { shape } = x.type;
  const [channels, ...spatial] = staticDims(shape.slice(1)) as [number, ...number[]];
  if (channels % groups !== 0)
    throw new ShapeError('dim', { axis: 'C mod groups', expected: 0, actual: channels % groups });
  const size = (channels / groups) * spatial.reduce((product, n) => product * n, 1);
  const [unit] = b.ops('layerNorm', [b.reshape(x, [...shape.slice(0, 1), groups, size])], { axis: -1, epsilon });
  return affine(b, b.reshape(unit as Value, shape), { scale, bias });
}

/** Normalises every channel of every example by itself: x [B, C, ...], scale and bias [C]. Ulyanov et al. 2016. */
export function instanceNorm(
  b: Builder,
  x: Value,
  { epsilon, ...parts }: Affine & { readonly epsilon: number },
): Value {
  return groupNorm(b, x, { ...parts, epsilon, groups: x.type.shape[1] as number });
}

/** y = x / sqrt(mean(x^2) + epsilon) (scale) over the axes from `axis` on, whose shape the scale has. Zhang & Sennrich 2019. */
export function rmsNorm(
  b: Builder,
  x: Value,
  { axis, epsilon, scale }: { readonly axis: number; readonly epsilon: number; readonly scale?: Value | undefined },
): Value {
  const { dtype, shape } = x.type;
  const at = normalizeAxis(axis, shape.length);
  const axes = shape.slice(at).map((_, i) => at + i);
  const power = b.op('reduceMean', [b.op('mul', [x, x])], { axes, keepDims: true });
  const unit = b.op('div', [x, b.op('sqrt', [b.op('add', [power, b.scalar(epsilon, dtype)])])]);
  return scale ? b.op('mul', [unit, scale]) : unit;
}

/** x scale + bias, channel by channel. */
function affine(b: Builder, x: Value, { scale, bias }: Affine): Value {
  const scaled = scale ? b.op('mul', [x, alongChannels(b, scale, x.type.shape)]) : x;
  return bias ? b.op('add', [scaled, alongChannels(b, bias, x.type.shape)]) : scaled;
}
