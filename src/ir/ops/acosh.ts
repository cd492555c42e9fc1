import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    acosh: NoAttrs;
  }
}

/** y = arcosh x, x >= 1; dx = dy / sqrt((x - 1)(x + 1)). */
export const acosh = unaryOp('acosh', 'Acosh', ({ m, x, dy }) => m.div(dy, m.sqrt(m.mul(m.sub(x, 1), m.add(x, 1)))));
