import { type ReduceAttrs, reduceOp, tiedGradient } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceMax: ReduceAttrs;
  }
}

/** y = largest x over the axes; ties share the gradient evenly, as torch.amax does. */
export const reduceMax = reduceOp('reduceMax', 'ReduceMax', 18, tiedGradient);
