import { staticDims } from '../../core/shape';
import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceLogSum: ReduceAttrs;
  }
}

/** y = ln of the sum of x over the axes; dx = dy / sum. */
export const reduceLogSum = reduceOp(
  'reduceLogSum',
  'ReduceLogSum',
  18,
  ({ b, m, x, y, dy }) => b.op('expand', [m.div(dy, m.exp(y()))], { shape: staticDims(x.type.shape) }),
  { ofNothing: Number.NEGATIVE_INFINITY, floats: true },
);
