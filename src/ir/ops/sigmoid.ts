import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    sigmoid: NoAttrs;
  }
}

/** y = 1 / (1 + e^-x); dx = dy y (1 - y). */
export const sigmoid = unaryOp('sigmoid', 'Sigmoid', ({ b, y, dy }) =>
  b.op('mul', [dy, b.op('mul', [y, b.op('sub', [b.scalar(1, y.type.dtype), y])])]),
);
