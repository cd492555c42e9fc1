import { type NoAttrs, substitute, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    softsign: NoAttrs;
  }
}

/** y = x / (1 + |x|); dx = dy / (1 + |x|)^2. Softsign has no WebGPU kernel. */
export const softsign = unaryOp(
  'softsign',
  substitute('Softsign', ({ emit, x, scalar }) => emit('Div', [x, emit('Add', [emit('Abs', [x]), scalar(1)])])),
  ({ m, x, dy }) => m.div(dy, m.square(m.add(1, m.abs(x)))),
);
