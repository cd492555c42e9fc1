import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    tan: NoAttrs;
  }
}

/** y = tan x; dx = dy (1 + y^2). */
export const tan = unaryOp('tan', 'Tan', ({ m, y, dy }) => m.mul(dy, m.add(1, m.square(y))));
