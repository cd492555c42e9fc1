import type { Value } from '../ir/op';
import type { LowerContext } from './layer';

/** Inverted dropout: x m / (1 - rate), m ~ Bernoulli(1 - rate); x itself outside training. */
export function dropped({ b, mode, random }: LowerContext, x: Value, rate: number): Value {
  if (mode !== 'train' || rate === 0) return x;
  const keep = b.op('greater', [b.scalar(1 - rate), random('uniform', x.type.shape)]);
  return b.op('mul', [x, b.op('where', [keep, b.scalar(1 / (1 - rate)), b.scalar(0)])]);
}
