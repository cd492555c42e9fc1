import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    softplus: NoAttrs;
  }
}

/** y = ln(1 + e^x); dx = dy sigmoid(x). */
export const softplus = unaryOp('softplus', 'Softplus', ({ b, m, x, dy }) => m.mul(dy, b.op('sigmoid', [x])));
