import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    sin: NoAttrs;
  }
}

/** y = sin x; dx = dy cos x. */
export const sin = unaryOp('sin', 'Sin', ({ b, m, x, dy }) => m.mul(dy, b.op('cos', [x])));
