import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    cos: NoAttrs;
  }
}

/** y = cos x; dx = -dy sin x. */
export const cos = unaryOp('cos', 'Cos', ({ b, m, x, dy }) => m.neg(m.mul(dy, b.op('sin', [x]))));
