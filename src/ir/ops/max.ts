import { binaryOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    max: NoAttrs;
  }
}

/** z = the larger of x and y, broadcasting; NaN wins. Ties share the gradient evenly, as torch.maximum does. */
export const max = binaryOp('max', 'Max', {
  dx: ({ m, x, y, dz }) => m.where(m.less(x, y), 0, m.where(m.equal(x, y), m.mul(dz, 0.5), dz)),
  dy: ({ m, x, y, dz }) => m.where(m.less(y, x), 0, m.where(m.equal(x, y), m.mul(dz, 0.5), dz)),
});
