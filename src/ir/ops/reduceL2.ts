import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceL2: ReduceAttrs;
  }
}

/** y = square root of the sum of x^2 over the axes; dx = dy x / y, and 0 where y is 0, as torch.linalg.vector_norm has it. */
export const reduceL2 = reduceOp(
  'reduceL2',
  'ReduceL2',
  18,
  ({ m, x, y, dy }) => m.where(m.equal(y(), 0), 0, m.mul(dy, m.div(x, y()))),
  { ofNothing: 0, floats: true },
);
