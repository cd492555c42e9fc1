import { gatedOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    mish: NoAttrs;
  }
}

/** y = x t and t = tanh(ln(1 + e^x)) = n / (n + 2), n = e^x (e^x + 2), which loses nothing for negative x; dx = dy (t + x (1 - t^2) sigmoid(x)). From x = 20 on t is 1. */
export const mish = gatedOp(
  'mish',
  ({ emit, x, scalar }) => {
    const e = emit('Exp', [emit('Min', [x, scalar(20)])]);
    const n = emit('Mul', [e, emit('Add', [e, scalar(2)])]);
    return emit('Div', [n, emit('Add', [n, scalar(2)])]);
  },
  ({ b, m, x, gate, dy }) => {
    const rest = m.mul(m.sub(1, m.square(gate)), b.op('sigmoid', [x]));
    return m.mul(dy, m.add(gate, m.mul(x, rest)));
  },
);
