import { type ArgAttrs, argOp } from '../argExtreme';

declare module '../op' {
  interface OpAttrs {
    argMax: ArgAttrs;
  }
}

/** Index of the largest element along one axis, int32. */
export const argMax = argOp('argMax', 'ArgMax', 'ReduceMax');
