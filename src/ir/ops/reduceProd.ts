import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceProd: ReduceAttrs;
  }
}

/** y = product of x over the axes; dx = dy times the product of the others: with no zero among them y / x, with one that product at the zero alone, with more 0. */
export const reduceProd = reduceOp(
  'reduceProd',
  'ReduceProd',
  18,
  ({ b, m, x, dy, attrs }) => {
    const axes = { axes: attrs.axes, keepDims: true };
    const isZero = m.equal(x, 0);
    const zeros = b.op('reduceSum', [m.where(isZero, 1, 0)], axes);
    const filled = m.where(isZero, 1, x);
    const rest = m.mul(dy, b.op('reduceProd', [filled], axes));
    const atZero = m.where(m.equal(zeros, 1), rest, 0);
    return m.where(isZero, atZero, m.where(m.equal(zeros, 0), m.div(rest, filled), 0));
  },
  { ofNothing: 1 },
);
