import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    tanh: NoAttrs;
  }
}

/** y = tanh x; dx = dy (1 - y^2). */
export const tanh = unaryOp('tanh', 'Tanh', ({ b, y, dy }) =>
  b.op('mul', [dy, b.op('sub', [b.scalar(1, y.type.dtype), b.op('mul', [y, y])])]),
);
