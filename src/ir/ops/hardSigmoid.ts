import { form, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    hardSigmoid: { readonly alpha: number; readonly beta: number };
  }
}

/** y = alpha x + beta held in [0, 1]; dx = alpha dy strictly between. torch: alpha 1/6, beta 1/2. */
export const hardSigmoid = unaryOp(
  'hardSigmoid',
  form(({ attrs: { alpha, beta }, x, emit }) =>
    emit('HardSigmoid', [x], { alpha: { float: alpha }, beta: { float: beta } }),
  ),
  ({ m, attrs: { alpha }, y, dy }) => m.where(m.greater(y, 0), m.where(m.less(y, 1), m.mul(dy, alpha), 0), 0),
);
