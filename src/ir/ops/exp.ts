import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    exp: NoAttrs;
  }
}

/** y = e^x; dx = dy y. */
export const exp = unaryOp('exp', 'Exp', ({ b, y, dy }) => b.op('mul', [dy, y]));
