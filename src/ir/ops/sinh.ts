import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    sinh: NoAttrs;
  }
}

/** y = sinh x; dx = dy cosh x. */
export const sinh = unaryOp('sinh', 'Sinh', ({ b, m, x, dy }) => m.mul(dy, b.op('cosh', [x])));
