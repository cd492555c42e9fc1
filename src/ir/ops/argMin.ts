import { type ArgAttrs, argOp } from '../argExtreme';

declare module '../op' {
  interface OpAttrs {
    argMin: ArgAttrs;
  }
}

/** Index of the least element along one axis, int32. */
export const argMin = argOp('argMin', 'ArgMin', 'ReduceMin');
