import { binaryOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    min: NoAttrs;
  }
}

/** z = the smaller of x and y, broadcasting; NaN wins. Ties share the gradient evenly, as torch.minimum does. */
export const min = binaryOp('min', 'Min', {
  dx: ({ m, x, y, dz }) => m.where(m.greater(x, y), 0, m.where(m.equal(x, y), m.mul(dz, 0.5), dz)),
  dy: ({ m, x, y, dz }) => m.where(m.greater(y, x), 0, m.where(m.equal(x, y), m.mul(dz, 0.5), dz)),
});
