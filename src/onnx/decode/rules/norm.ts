import { normalizeAxis } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { type NodeContext, type Rule, type RuleTable, since } from '../rule';
import { allAxes, along, castTo, mathsOf, moments, reduce } from './math';

/** (x - mean) / sqrt(variance + epsilon) scale + bias, the four as vectors along axis 1. */
function normalized(
  c: NodeContext,
  x: Value,
  parts: { readonly mean: Value; readonly variance: Value; readonly scale: Value; readonly bias: Value },
): Value {
  const m = mathsOf(c.b, x);
  const rank = x.type.shape.length;
  const slope = m.div(parts.scale, m.sqrt(m.add(parts.variance, c.attrs.float('epsilon', 1e-5))));
  const centered = m.sub(x, along(c.b, parts.mean, 1, rank));
  return m.add(m.mul(centered, along(c.b, slope, 1, rank)), along(c.b, parts.bias, 1, rank));
}

function expectVectors(c: NodeContext): void {
  const channels = c.size(0, 1);
  for (let i = 1; i < c.arity; i++) if (c.dims(i).join() !== `${channels}`) c.refuse(`input ${i} of [${c.dims(i)}]`);
}

function batchNorm(c: NodeContext): readonly Value[] {
  expectVectors(c);
  if (c.opset < 9 && !c.attrs.flag('spatial', true)) c.refuse('spatial = 0');
  if (c.opset < 7 && !c.attrs.flag('is_test', false)) c.refuse('training mode');
  const [x, scale, bias, mean, variance] = [c.float(0), c.x(1), c.x(2), c.x(3), c.x(4)];
  const momentum = c.attrs.float('momentum', 0.9);
  const training = c.opset >= 14 && c.attrs.flag('training_mode', false);
  // until opset 14 training was told by the number of outputs
  if (!training) {
    if (c.outputs > 1) c.refuse('training mode');
    return [normalized(c, x, { mean, variance, scale, bias })];
  }
  const m = mathsOf(c.b, x);
  const axes = allAxes(c.rank(0)).filter((axis) => axis !== 1);
  const flat = (value: Value) => c.b.reshape(value, scale.type.shape);
  const batch = moments(c.b, x, axes);
  const of = { mean: flat(batch.mean), variance: flat(batch.variance), scale, bias };
  const running = (old: Value, now: Value) => m.add(m.mul(old, momentum), m.mul(now, 1 - momentum));
  return [normalized(c, x, of), running(mean, of.mean), running(variance, of.variance)];
}

function instanceNorm(c: NodeContext): Value {
  expectVectors(c);
  const [x, scale, bias] = [c.float(0), c.x(1), c.x(2)];
  const m = mathsOf(c.b, x);
  const { centered, variance } = moments(c.b, x, allAxes(c.rank(0)).slice(2));
  const unit = m.div(centered, m.sqrt(m.add(variance, c.attrs.float('epsilon', 1e-5))));
  return m.add(m.mul(unit, along(c.b, scale, 1, c.rank(0))), along(c.b, bias, 1, c.rank(0)));
}

function layerNorm(c: NodeContext): readonly Value[] {
  const [x, scale, bias] = [c.float(0), c.x(1), c.maybe(2)];
  const m = mathsOf(c.b, x);
  const axes = allAxes(c.rank(0)).slice(normalizeAxis(c.attrs.int('axis', -1), c.rank(0)));
  if (c.attrs.int('stash_type', 1) !== 1) c.refuse('stash_type');
  if (x.type.dtype === 'float16') c.refuseDtype('float16');
  const { mean, centered, variance } = moments(c.b, x, axes);
  const inverse = m.div(1, m.sqrt(m.add(variance, c.attrs.float('epsilon', 1e-5))));
  const scaled = m.mul(m.mul(centered, inverse), scale);
  // the statistics are float32 whatever x is
  return [bias ? m.add(scaled, bias) : scaled, castTo(c.b, mean, 'float32'), castTo(c.b, inverse, 'float32')];
}

function rmsNorm(c: NodeContext): Value {
  const [x, scale] = [c.float(0), c.x(1)];
  const m = mathsOf(c.b, x);
  const axes = allAxes(c.rank(0)).slice(normalizeAxis(c.attrs.int('axis', -1), c.rank(0)));
  if (c.attrs.int('stash_type', 1) !== 1 || x.type.dtype === 'float16') c.refuse('half precision');
  const power = reduce(c.b, 'reduceMean', m.square(x), { axes, keepDims: true });
  return m.mul(m.div(x, m.sqrt(m.add(power, c.attrs.float('epsilon', 1e-5)))), scale);
}

/** Opset 18 scales whole groups, from 21 on single channels. */
const groupNorm =
  (perChannel: boolean): Rule =>
  (c) => {
    const dims = c.dims(0);
    const [batch, channels, ...spatial] = dims as [number, number, ...number[]];
    const groups = c.attrs.int('num_groups') ?? c.attrs.missing('num_groups');
    const [x, scale, bias] = [c.float(0), c.x(1), c.x(2)];
    const m = mathsOf(c.b, x);
    if (c.attrs.int('stash_type', 1) !== 1 || channels % groups !== 0) c.refuse(`${groups} groups of ${channels}`);
    const grouped = c.b.reshape(x, [batch, groups, channels / groups, ...spatial]);
    const axes = allAxes(grouped.type.shape.length).slice(2);
    const { centered, variance } = moments(c.b, grouped, axes);
    const unit = m.div(centered, m.sqrt(m.add(variance, c.attrs.float('epsilon', 1e-5))));
    const set = (value: Value) => {
      const shape = perChannel ? [groups, channels / groups] : [groups, 1];
      return c.b.reshape(value, [1, ...shape, ...spatial.map(() => 1)]);
    };
    return c.b.reshape(m.add(m.mul(unit, set(scale)), set(bias)), dims);
  };

/** Over all axes but channels, unless said otherwise; (x - mean) / (sqrt(variance) + 1e-9). */
function meanVarianceNorm(c: NodeContext): Value {
  const axes = (c.attrs.ints('axes') ?? [0, 2, 3]).map((axis) => normalizeAxis(axis, c.rank(0)));
  const m = mathsOf(c.b, c.float(0));
  const { mean } = moments(c.b, c.x(0), axes);
  // variance as E[x^2] - E[x]^2, as the function's body has it
  const square = reduce(c.b, 'reduceMean', m.square(c.x(0)), { axes, keepDims: true });
  const deviation = m.sqrt(m.sub(square, m.square(mean)));
  return m.div(m.sub(c.x(0), mean), m.add(deviation, 1e-9));
}

/** Neighbouring channels that local responses are summed over, far beyond any model's. */
const WIDEST_RESPONSE = 1024;

/** x / (bias + alpha / size sum of x^2 over `size` neighbouring channels)^beta. */
function localResponse(c: NodeContext): Value {
  const size = c.attrs.int('size') ?? c.attrs.missing('size');
  const [alpha, beta, bias] = [c.attrs.float('alpha', 1e-4), c.attrs.float('beta', 0.75), c.attrs.float('bias', 1)];
  const m = mathsOf(c.b, c.float(0));
  const channels = c.size(0, 1);
  if (size < 1 || size > Math.min(2 * channels, WIDEST_RESPONSE)) c.refuse(`${size} of ${channels} channels`);
  const before = Math.floor((size - 1) / 2);
  const none = allAxes(c.rank(0)).map(() => 0);
  const square = m.square(c.x(0));
  const border = { begin: none.with(1, before), end: none.with(1, size - 1 - before), value: 0 };
  const padded = size === 1 ? square : c.b.op('pad', [square], border);
  const shifted = Array.from({ length: size }, (_, i) =>
    c.b.op('slice', [padded], { axes: [1], starts: [i], lengths: [channels], steps: [1] }),
  );
  const [first, ...rest] = shifted;
  const total = rest.reduce((sum, next) => m.add(sum, next), first ?? square);
  return m.div(c.x(0), c.b.op('pow', [m.add(m.mul(total, alpha / size), bias), m.value(beta)]));
}

/** x / |x|_p along one axis; 0 where the norm is 0. */
function lpNorm(c: NodeContext): Value {
  const axes = [normalizeAxis(c.attrs.int('axis', -1), c.rank(0))];
  const p = c.attrs.int('p', 2);
  const m = mathsOf(c.b, c.float(0));
  if (p !== 1 && p !== 2) c.attrs.unsupported('p', p);
  const power = p === 1 ? m.abs(c.x(0)) : m.square(c.x(0));
  const sum = reduce(c.b, 'reduceSum', power, { axes, keepDims: true });
  const size = p === 1 ? sum : m.sqrt(sum);
  return m.div(c.x(0), m.where(m.equal(size, 0), 1, size));
}

/** Dropout of a model that is not being trained, and its mask. */
const dropout: Rule = (c) => {
  c.attrs.ignore('ratio', 'seed');
  if (c.opset < 12) c.ignore(1);
  const ratio = c.opset >= 12 && c.has(1) ? c.known(1)?.data[0] : 0.5;
  const training = c.opset >= 12 && c.has(2) && c.scalar(2, 'its training mode') !== 0;
  if (training && Number(ratio ?? 1) !== 0) c.refuse('training mode, which is random');
  if (c.opset < 12 && c.wants(1)) c.refuse('a mask, before opset 12');
  const dims = c.wants(1) ? c.dims(0) : [];
  const size = dims.reduce((product, dim) => product * dim, 1);
  const mask = c.b.constant({ dtype: 'bool', dims, data: new Uint8Array(c.bounded(size)).fill(1) });
  return [c.x(0), mask];
};

export const normRules: RuleTable = {
  BatchNormalization: since(6, batchNorm),
  InstanceNormalization: since(6, instanceNorm),
  LayerNormalization: since(17, layerNorm),
  RMSNormalization: since(23, rmsNorm),
  GroupNormalization: [
    [18, groupNorm(false)],
    [21, groupNorm(true)],
  ],
  MeanVarianceNormalization: since(9, meanVarianceNorm),
  LRN: since(1, localResponse),
  LpNormalization: since(1, lpNorm),
  Dropout: since(7, dropout),
};
