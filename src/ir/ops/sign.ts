import { type NoAttrs, substitute, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    sign: NoAttrs;
  }
}

/** y = -1, 0 or 1; flat almost everywhere. Sign has no WebGPU kernel. */
export const sign = unaryOp(
  'sign',
  substitute('Sign', ({ emit, x, scalar }) => {
    const below = emit('Where', [emit('Less', [x, scalar(0)]), scalar(-1), scalar(0)]);
    return emit('Where', [emit('Greater', [x, scalar(0)]), scalar(1), below]);
  }),
  'zero',
  'numeric',
);
