import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    atanh: NoAttrs;
  }
}

/** y = artanh x, |x| < 1; dx = dy / ((1 - x)(1 + x)). */
export const atanh = unaryOp('atanh', 'Atanh', ({ m, x, dy }) => m.div(dy, m.mul(m.sub(1, x), m.add(1, x))));
