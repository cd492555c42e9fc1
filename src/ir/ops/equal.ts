import { comparisonOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    equal: NoAttrs;
  }
}

/** x == y, broadcasting. */
export const equal = comparisonOp('equal', 'Equal');
