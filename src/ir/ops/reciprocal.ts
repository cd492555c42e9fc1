import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    reciprocal: NoAttrs;
  }
}

/** y = 1 / x; dx = -dy y^2. */
export const reciprocal = unaryOp('reciprocal', 'Reciprocal', ({ m, y, dy }) => m.neg(m.mul(dy, m.square(y))));
