import { type NoAttrs, testOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    not: NoAttrs;
  }
}

/** !x, bool. */
export const not = testOp('not', 'Not', 'bool');
