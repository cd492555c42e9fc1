import { comparisonOp, type NoAttrs } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    less: NoAttrs;
  }
}

/** x < y, broadcasting. */
export const less = comparisonOp('less', 'Less');
