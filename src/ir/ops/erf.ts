import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    erf: NoAttrs;
  }
}

/** y = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x; dx = dy 2/sqrt(pi) e^(-x^2). */
export const erf = unaryOp('erf', 'Erf', ({ m, x, dy }) =>
  m.mul(dy, m.mul(2 / Math.sqrt(Math.PI), m.exp(m.neg(m.square(x))))),
);
