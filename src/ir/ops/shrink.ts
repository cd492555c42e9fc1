import { form, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    shrink: { readonly lambda: number; readonly bias: number };
  }
}

/** y = x + bias where x < -lambda, x - bias where x > lambda, 0 between; dx = dy or 0. Soft shrinkage: bias = lambda; hard: bias = 0. Shrink has no WebGPU kernel. */
export const shrink = unaryOp(
  'shrink',
  form(({ w, attrs: { lambda, bias }, x, emit, scalar }) => {
    if (w.target === 'cpu') return emit('Shrink', [x], { lambd: { float: lambda }, bias: { float: bias } });
    const below = emit('Where', [emit('Less', [x, scalar(-lambda)]), emit('Add', [x, scalar(bias)]), scalar(0)]);
    return emit('Where', [emit('Greater', [x, scalar(lambda)]), emit('Sub', [x, scalar(bias)]), below]);
  }),
  ({ m, attrs: { lambda }, x, dy }) => m.where(m.greater(m.abs(x), lambda), dy, 0),
);
