import { comparisonOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    greaterOrEqual: NoAttrs;
  }
}

/** x >= y, broadcasting. */
export const greaterOrEqual = comparisonOp('greaterOrEqual', 'GreaterOrEqual');
