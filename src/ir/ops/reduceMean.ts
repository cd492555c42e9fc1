import { sizeOf, staticDims } from '../../core/shape';
import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceMean: ReduceAttrs;
  }
}

/** y = mean of x over the axes; dx = dy / n, stretched. */
export const reduceMean = reduceOp(
  'reduceMean',
  'ReduceMean',
  18,
  ({ b, x, dy }) => {
    const n = sizeOf(x.type.shape) / sizeOf(dy.type.shape);
    const share = b.op('div', [dy, b.scalar(n, dy.type.dtype)]);
    return b.op('expand', [share], { shape: staticDims(x.type.shape) });
  },
  { ofNothing: Number.NaN },
);
