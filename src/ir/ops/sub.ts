import { binaryOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    sub: NoAttrs;
  }
}

/** z = x - y, broadcasting. */
export const sub = binaryOp('sub', 'Sub', {
  dx: ({ dz }) => dz,
  dy: ({ b, dz }) => b.op('neg', [dz]),
});
