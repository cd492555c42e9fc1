import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    abs: NoAttrs;
  }
}

/** y = |x|; dx = dy sign(x), 0 at 0. */
export const abs = unaryOp('abs', 'Abs', ({ b, x, dy }) => {
  const zero = b.scalar(0, x.type.dtype);
  const signed = b.op('where', [b.op('greater', [zero, x]), b.op('neg', [dy]), dy]);
  return b.op('where', [b.op('equal', [x, zero]), zero, signed]);
});
