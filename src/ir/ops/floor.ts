import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    floor: NoAttrs;
  }
}

/** y = the largest whole number not above x; flat almost everywhere. */
export const floor = unaryOp('floor', 'Floor', 'zero');
