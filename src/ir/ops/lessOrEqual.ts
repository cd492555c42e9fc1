import { comparisonOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    lessOrEqual: NoAttrs;
  }
}

/** x <= y, broadcasting. */
export const lessOrEqual = comparisonOp('lessOrEqual', 'LessOrEqual');
