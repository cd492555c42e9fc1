import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    log: NoAttrs;
  }
}

/** y = ln x; dx = dy / x. */
export const log = unaryOp('log', 'Log', ({ b, x, dy }) => b.op('div', [dy, x]));
