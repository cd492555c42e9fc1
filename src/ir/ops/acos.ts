import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    acos: NoAttrs;
  }
}

/** y = arccos x, x in [-1, 1]; dx = -dy / sqrt((1 - x)(1 + x)). */
export const acos = unaryOp('acos', 'Acos', ({ m, x, dy }) =>
  m.neg(m.div(dy, m.sqrt(m.mul(m.sub(1, x), m.add(1, x))))),
);
