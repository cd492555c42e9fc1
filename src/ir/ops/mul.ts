import { binaryOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    mul: NoAttrs;
  }
}

/** z = x y, broadcasting. */
export const mul = binaryOp('mul', 'Mul', {
  dx: ({ b, y, dz }) => b.op('mul', [dz, y]),
  dy: ({ b, x, dz }) => b.op('mul', [dz, x]),
});
