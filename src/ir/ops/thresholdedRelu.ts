import { form, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    thresholdedRelu: { readonly alpha: number };
  }
}

/** y = x where x > alpha, 0 elsewhere; dx = dy or 0. */
export const thresholdedRelu = unaryOp(
  'thresholdedRelu',
  form(({ attrs, x, emit }) => emit('ThresholdedRelu', [x], { alpha: { float: attrs.alpha } })),
  ({ m, attrs, x, dy }) => m.where(m.greater(x, attrs.alpha), dy, 0),
);
