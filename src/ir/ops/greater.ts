import { comparisonOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    greater: NoAttrs;
  }
}

/** x > y, broadcasting. */
export const greater = comparisonOp('greater', 'Greater');
