import { form, type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    asinh: NoAttrs;
  }
}

/** y = arsinh x; dx = dy / sqrt(x^2 + 1). On WebGPU ln(x + sqrt(x^2 + 1)) cancels for negative x, so there it is taken of |x|. */
export const asinh = unaryOp(
  'asinh',
  form(({ w, x, emit, scalar }) => {
    if (w.target === 'cpu') return emit('Asinh', [x]);
    const size = emit('Asinh', [emit('Abs', [x])]);
    return emit('Where', [emit('Less', [x, scalar(0)]), emit('Neg', [size]), size]);
  }),
  ({ m, x, dy }) => m.div(dy, m.sqrt(m.add(m.square(x), 1))),
);
