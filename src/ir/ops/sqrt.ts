import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    sqrt: NoAttrs;
  }
}

/** y = sqrt x; dx = dy / (2 y). */
export const sqrt = unaryOp('sqrt', 'Sqrt', ({ b, y, dy }) =>
  b.op('div', [b.op('mul', [dy, b.scalar(0.5, dy.type.dtype)]), y]),
);
