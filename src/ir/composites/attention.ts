import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { expectRank } from '../expect';
import type { Value } from '../op';

/** Stands for minus infinity before the softmax: a row that may look at nothing gives equal weights, not NaN. */
const LOWEST = -1e30;

export interface AttentionOptions {
  /** Position i sees the keys 0 ... i only. */
  readonly causal?: boolean | undefined;
  /** bool, stretching to [.., T, S]: true where a query may look at a key. Float: added to the scores. */
  readonly mask?: Value | undefined;
  /** 1 / sqrt(d) unless given. */
  readonly scale?: number | undefined;
  /** Applied to the weights. */
  readonly dropout?: ((weights: Value) => Value) | undefined;
}

export interface Attended {
  /** [.., T, e] */
  readonly y: Value;
  /** [.., T, S], each row sums to 1. */
  readonly weights: Value;
}

/**
 * softmax(q k^T / sqrt(d)) v: q [.., T, d], k [.., S, d], v [.., S, e]. Vaswani et al. 2017, "Attention Is All You Need", eq. 1.
 * Throws ShapeError where the sizes do not fit.
 */
export function attention(b: Builder, q: Value, k: Value, v: Value, options: AttentionOptions = {}): Attended {
  const { shape } = k.type;
  if (shape.length < 2)
    throw new ShapeError('rank', { expected: '>= 2', actual: `${shape.length} ${formatShape(shape)}` });
  const perm = shape.map((_, axis) => axis);
  const last = shape.length - 1;
  const keys = b.op('transpose', [k], { perm: perm.with(last, last - 1).with(last - 1, last) });
  return weigh(b, q, keys, v, options);
}

/** The same with the keys transposed already: [.., d, S]. */
function weigh(b: Builder, q: Value, keys: Value, v: Value, options: AttentionOptions): Attended {
  const { dtype } = q.type;
  const [depth] = staticDims(q.type.shape.slice(-1)) as [number];
  const scaled = b.op('mul', [q, b.scalar(options.scale ?? 1 / Math.sqrt(depth), dtype)]);
  const scores = masked(b, b.op('matmul', [scaled, keys]), options);
  const weights = b.op('softmax', [scores], { axis: -1 });
  return { y: b.op('matmul', [options.dropout?.(weights) ?? weights, v]), weights };
}

function masked(b: Builder, scores: Value, { causal, mask }: AttentionOptions): Value {
  const lowest = b.scalar(LOWEST, scores.type.dtype);
  const hide = (allowed: Value, from: Value) => b.op('where', [allowed, from, lowest]);
  const seen = causal ? hide(causalMask(b, scores), scores) : scores;
  if (!mask) return seen;
  return mask.type.dtype === 'bool' ? hide(mask, seen) : b.op('add', [seen, mask]);
}

/** [T, S], true on and below the diagonal. */
function causalMask(b: Builder, scores: Value): Value {
  const [rows, columns] = staticDims(scores.type.shape.slice(-2)) as [number, number];
  const data = Uint8Array.from({ length: rows * columns }, (_, n) => (n % columns <= Math.floor(n / columns) ? 1 : 0));
  return b.constant({ dtype: 'bool', dims: [rows, columns], data });
}

/** [B, T, D] -> [B, heads, T, D / heads]. Throws `dim` where the features do not divide. */
export function splitHeads(b: Builder, x: Value, heads: number): Value {
  return b.op('transpose', [intoHeads(b, x, heads)], { perm: [0, 2, 1, 3] });
}

/** [B, heads, T, d] -> [B, T, heads d]. */
export function mergeHeads(b: Builder, x: Value): Value {
  expectRank(x.type.shape, 4, '[B, heads, T, d]');
  const [batch, heads, time, depth] = x.type.shape as [Dim, number, Dim, number];
  return b.reshape(b.op('transpose', [x], { perm: [0, 2, 1, 3] }), [batch, time, heads * depth]);
}

/** Attention of several heads at once over projected values: q [B, T, D], k and v [B, S, D] -> y [B, T, D], weights [B, heads, T, S]. */
export function multiHeadAttention(
  b: Builder,
  { q, k, v }: { readonly q: Value; readonly k: Value; readonly v: Value },
  { heads, padding, ...options }: AttentionOptions & { readonly heads: number; readonly padding?: Value | undefined },
): Attended {
  // one transpose brings the keys to [B, heads, d, S]
  const keys = b.op('transpose', [intoHeads(b, k, heads)], { perm: [0, 2, 3, 1] });
  const hidden = padding && keyPadding(b, padding);
  if (hidden && options.mask) throw new ShapeError('arity', { expected: 'mask or padding', actual: 'both' });
  const { y, weights } = weigh(b, splitHeads(b, q, heads), keys, splitHeads(b, v, heads), {
    ...options,
    mask: hidden ?? options.mask,
  });
  return { y: mergeHeads(b, y), weights };
}

/** bool [B, S], true where a key is real -> [B, 1, 1, S]. */
function keyPadding(b: Builder, padding: Value): Value {
  expectRank(padding.type.shape, 2, '[B, S]');
  const [batch, keys] = padding.type.shape as [Dim, Dim];
  return b.reshape(padding, [batch, 1, 1, keys]);
}

/** [B, T, D] -> [B, T, heads, D / heads] */
function intoHeads(b: Builder, x: Value, heads: number): Value {
  expectRank(x.type.shape, 3, '[B, T, D]');
  const [batch, time, features] = x.type.shape as [Dim, Dim, number];
  if (features % heads !== 0)
    throw new ShapeError('dim', { axis: 'D mod heads', expected: 0, actual: features % heads });
  return b.reshape(x, [batch, time, heads, features / heads]);
}
