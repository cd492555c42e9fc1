import { type DType, isFloat } from '../../core/dtype';
import { inputAt } from '../expect';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    cast: { readonly to: DType };
  }
}

const onnxCode: Record<DType, number> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float64: 11 };

/** Converts the element type; float to integer truncates towards zero. Differentiable between floats. */
export const cast = defineOp<'cast'>({
  name: 'cast',
  infer: (inputs, { to }) => [{ dtype: to, shape: inputAt(inputs, 0).shape }],
  onnx: ({ w, inputs, attrs }) => w.node('Cast', inputs, { to: onnxCode[attrs.to] }),
  gradient: ({ b, inputs, dy }) => {
    const { dtype } = (inputs[0] as Value).type;
    return [isFloat(dtype) ? b.op('cast', [dy], { to: dtype }) : undefined];
  },
});
