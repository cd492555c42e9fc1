import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    cosh: NoAttrs;
  }
}

/** y = cosh x; dx = dy sinh x. */
export const cosh = unaryOp('cosh', 'Cosh', ({ b, m, x, dy }) => m.mul(dy, b.op('sinh', [x])));
