import { type NoAttrs, substituteIntegers, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    neg: NoAttrs;
  }
}

/** y = -x. */
export const neg = unaryOp(
  'neg',
  substituteIntegers('Neg', ({ emit, x, scalar }) => emit('Sub', [scalar(0), x])),
  ({ m, dy }) => m.neg(dy),
  'numeric',
);
