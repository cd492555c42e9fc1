import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceL1: ReduceAttrs;
  }
}

/** y = sum of |x| over the axes; dx = dy sign(x). */
export const reduceL1 = reduceOp('reduceL1', 'ReduceL1', 18, ({ b, m, x, dy }) => m.mul(b.op('sign', [x]), dy), {
  ofNothing: 0,
});
