import { form, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    selu: { readonly alpha: number; readonly gamma: number };
  }
}

/** y = gamma x where x > 0, gamma alpha (e^x - 1) elsewhere. Selu has no WebGPU kernel: gamma elu(x). */
export const selu = unaryOp(
  'selu',
  form(({ w, attrs: { alpha, gamma }, x, emit, scalar }) =>
    w.target === 'cpu'
      ? emit('Selu', [x], { alpha: { float: alpha }, gamma: { float: gamma } })
      : emit('Mul', [emit('Elu', [x], { alpha: { float: alpha } }), scalar(gamma)]),
  ),
  ({ m, attrs: { alpha, gamma }, x, dy }) => m.mul(dy, m.where(m.greater(x, 0), gamma, m.mul(m.exp(x), gamma * alpha))),
);
