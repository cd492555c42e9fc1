import { logicalOp, type NoAttrs, substitute } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    or: NoAttrs;
  }
}

/** x || y, broadcasting. Or has no WebGPU kernel: !(!x && !y). */
export const or = logicalOp(
  'or',
  substitute('Or', ({ emit, x, y }) => emit('Not', [emit('And', [emit('Not', [x]), emit('Not', [y])])])),
);
