import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    atan: NoAttrs;
  }
}

/** y = arctan x; dx = dy / (1 + x^2). */
export const atan = unaryOp('atan', 'Atan', ({ m, x, dy }) => m.div(dy, m.add(1, m.square(x))));
