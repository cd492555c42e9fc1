import { comparisonOp, form, type NoAttrs } from '../elementwise';

/** TensorProto.DataType. */
const INT32 = 6;

declare module '../op' {
  interface OpAttrs {
    equal: NoAttrs;
  }
}

/** x == y, broadcasting. WebGPU compares numbers only. */
export const equal = comparisonOp(
  'equal',
  form(({ w, dtype, x, y, emit }) =>
    w.target === 'webgpu' && dtype === 'bool'
      ? emit('Equal', [emit('Cast', [x], { to: INT32 }), emit('Cast', [y], { to: INT32 })])
      : emit('Equal', [x, y]),
  ),
);
