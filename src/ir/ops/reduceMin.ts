import { type ReduceAttrs, reduceOp, tiedGradient } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceMin: ReduceAttrs;
  }
}

/** y = least x over the axes; ties share the gradient evenly, as torch.amin does. */
export const reduceMin = reduceOp('reduceMin', 'ReduceMin', 18, tiedGradient);
