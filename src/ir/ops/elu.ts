import { form, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    elu: { readonly alpha: number };
  }
}

/** y = x where x > 0, alpha (e^x - 1) elsewhere; dx = dy or alpha e^x dy. */
export const elu = unaryOp(
  'elu',
  form(({ attrs, x, emit }) => emit('Elu', [x], { alpha: { float: attrs.alpha } })),
  ({ m, attrs, x, dy }) => m.where(m.greater(x, 0), dy, m.mul(dy, m.mul(m.exp(x), attrs.alpha))),
);
