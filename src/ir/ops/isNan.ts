import { type NoAttrs, substitute, testOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    isNan: NoAttrs;
  }
}

/** Whether x is not a number. IsNaN has no WebGPU kernel, but what is neither above 0 nor at most 0 is none. */
export const isNan = testOp(
  'isNan',
  substitute('IsNaN', ({ emit, x, scalar }) =>
    emit('And', [emit('Not', [emit('Greater', [x, scalar(0)])]), emit('Not', [emit('LessOrEqual', [x, scalar(0)])])]),
  ),
);
