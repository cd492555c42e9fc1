import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    neg: NoAttrs;
  }
}

/** y = -x. */
export const neg = unaryOp('neg', 'Neg', ({ b, dy }) => b.op('neg', [dy]));
