import { type NoAttrs, substituteIntegers, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    abs: NoAttrs;
  }
}

/** y = |x|; dx = dy sign(x), 0 at 0. */
export const abs = unaryOp(
  'abs',
  substituteIntegers('Abs', ({ emit, x, scalar }) => emit('Max', [x, emit('Sub', [scalar(0), x])])),
  ({ b, m, x, dy }) => m.mul(dy, b.op('sign', [x])),
  'numeric',
);
