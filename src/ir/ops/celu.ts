import { form, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    celu: { readonly alpha: number };
  }
}

/** y = x where x > 0, alpha (e^(x / alpha) - 1) elsewhere; dx = dy or e^(x / alpha) dy. Celu has no WebGPU kernel: alpha elu(x / alpha). */
export const celu = unaryOp(
  'celu',
  form(({ w, attrs: { alpha }, x, emit, scalar }) =>
    w.target === 'cpu'
      ? emit('Celu', [x], { alpha: { float: alpha } })
      : emit('Mul', [emit('Elu', [emit('Div', [x, scalar(alpha)])], { alpha: { float: 1 } }), scalar(alpha)]),
  ),
  ({ m, attrs: { alpha }, x, dy }) => m.where(m.greater(x, 0), dy, m.mul(dy, m.exp(m.div(x, alpha)))),
);
