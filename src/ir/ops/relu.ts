import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    relu: NoAttrs;
  }
}

/** y = max(x, 0); dx = dy where y > 0. */
export const relu = unaryOp('relu', 'Relu', ({ b, y, dy }) =>
  b.op('where', [b.op('greater', [y, b.scalar(0, y.type.dtype)]), dy, b.scalar(0, y.type.dtype)]),
);
