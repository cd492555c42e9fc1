import { form, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    leakyRelu: { readonly alpha: number };
  }
}

/** y = x where x > 0, alpha x elsewhere; dx = dy or alpha dy. */
export const leakyRelu = unaryOp(
  'leakyRelu',
  form(({ attrs, x, emit }) => emit('LeakyRelu', [x], { alpha: { float: attrs.alpha } })),
  ({ m, attrs, x, dy }) => m.where(m.greater(x, 0), dy, m.mul(dy, attrs.alpha)),
);
