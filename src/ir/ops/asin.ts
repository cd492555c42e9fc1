import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    asin: NoAttrs;
  }
}

/** y = arcsin x, x in [-1, 1]; dx = dy / sqrt((1 - x)(1 + x)). */
export const asin = unaryOp('asin', 'Asin', ({ m, x, dy }) => m.div(dy, m.sqrt(m.mul(m.sub(1, x), m.add(1, x)))));
