import { logicalOp, type NoAttrs, substitute } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    xor: NoAttrs;
  }
}

/** x != y of bools, broadcasting. Xor has no WebGPU kernel: !(x && y) && !(!x && !y). */
export const xor = logicalOp(
  'xor',
  substitute('Xor', ({ emit, x, y }) => {
    const both = emit('And', [x, y]);
    const none = emit('And', [emit('Not', [x]), emit('Not', [y])]);
    return emit('And', [emit('Not', [both]), emit('Not', [none])]);
  }),
);
