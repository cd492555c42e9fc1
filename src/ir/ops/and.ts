import { logicalOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    and: NoAttrs;
  }
}

/** x && y, broadcasting. */
export const and = logicalOp('and', 'And');
