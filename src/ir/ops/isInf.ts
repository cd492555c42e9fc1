import { form, testOp } from '../elementwise';

/** Of float32: WebGPU has no other. */
const LARGEST = 3.4028234663852886e38;

declare module '../op' {
  interface OpAttrs {
    isInf: { readonly positive: boolean; readonly negative: boolean };
  }
}

/** Whether x is infinite, of the signs asked for. IsInf has no WebGPU kernel, but nothing finite lies beyond the largest float. */
export const isInf = testOp(
  'isInf',
  form(({ w, attrs: { positive, negative }, x, emit, scalar }) => {
    if (w.target === 'cpu')
      return emit('IsInf', [x], { detect_positive: positive ? 1 : 0, detect_negative: negative ? 1 : 0 });
    if (positive && negative) return emit('Greater', [emit('Abs', [x]), scalar(LARGEST)]);
    if (!positive && !negative) return emit('Less', [x, x]);
    return positive ? emit('Greater', [x, scalar(LARGEST)]) : emit('Less', [x, scalar(-LARGEST)]);
  }),
);
