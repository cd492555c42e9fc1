import { staticDims } from '../../core/shape';
import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceSum: ReduceAttrs;
  }
}

/** y = sum of x over the axes; dx = dy, stretched. */
export const reduceSum = reduceOp(
  'reduceSum',
  'ReduceSum',
  13,
  ({ b, x, dy }) => b.op('expand', [dy], { shape: staticDims(x.type.shape) }),
  { ofNothing: 0 },
);
