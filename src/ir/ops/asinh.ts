import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    asinh: NoAttrs;
  }
}

/** y = arsinh x; dx = dy / sqrt(x^2 + 1). */
export const asinh = unaryOp('asinh', 'Asinh', ({ m, x, dy }) => m.div(dy, m.sqrt(m.add(m.square(x), 1))));
