import { binaryOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    div: NoAttrs;
  }
}

/** z = x / y, broadcasting. */
export const div = binaryOp('div', 'Div', {
  dx: ({ b, y, dz }) => b.op('div', [dz, y]),
  dy: ({ b, y, z, dz }) => b.op('neg', [b.op('mul', [dz, b.op('div', [z, y])])]), // -dz x/y^2
});
