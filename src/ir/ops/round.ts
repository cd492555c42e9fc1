import { type NoAttrs, substitute, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    round: NoAttrs;
  }
}

/** y = the nearest whole number, halves to the even one; flat almost everywhere. Round has no WebGPU kernel. */
export const round = unaryOp(
  'round',
  substitute('Round', ({ dtype, emit, x, scalar }) => {
    // floats of 2^23 (float64: 2^52) and more are whole; below, adding as much leaves no room for a fraction
    const least = scalar(dtype === 'float64' ? 2 ** 52 : 2 ** 23);
    const size = emit('Abs', [x]);
    const whole = emit('Sub', [emit('Add', [size, least]), least]);
    const signed = emit('Where', [emit('Less', [x, scalar(0)]), emit('Neg', [whole]), whole]);
    return emit('Where', [emit('Less', [size, least]), signed, x]);
  }),
  'zero',
);
