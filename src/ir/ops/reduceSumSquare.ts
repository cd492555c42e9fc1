import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceSumSquare: ReduceAttrs;
  }
}

/** y = sum of x^2 over the axes; dx = 2 x dy. */
export const reduceSumSquare = reduceOp(
  'reduceSumSquare',
  'ReduceSumSquare',
  18,
  ({ m, x, dy }) => m.mul(x, m.mul(dy, 2)),
  { ofNothing: 0 },
);
