import { gatedOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    silu: NoAttrs;
  }
}

/** y = x sigmoid(x), and sigmoid(x); dx = dy (s + y (1 - s)). */
export const silu = gatedOp(
  'silu',
  ({ emit, x }) => emit('Sigmoid', [x]),
  ({ m, y, gate, dy }) => m.mul(dy, m.add(gate, m.mul(y, m.sub(1, gate)))),
);
