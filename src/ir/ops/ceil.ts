import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    ceil: NoAttrs;
  }
}

/** y = the least whole number not below x; flat almost everywhere. */
export const ceil = unaryOp('ceil', 'Ceil', 'zero');
