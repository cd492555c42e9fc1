import { type DType, isFloat, onnxType } from '../../core/dtype';
import { inputAt } from '../expect';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    cast: { readonly to: DType };
  }
}

/** Converts the element type; float to integer truncates towards zero. Differentiable between floats. */
export const cast = defineOp<'cast'>({
  name: 'cast',
  infer: (inputs, { to }) => [{ dtype: to, shape: inputAt(inputs, 0).shape }],
  onnx: ({ w, inputs, attrs }) => w.node('Cast', inputs, { to: onnxType[attrs.to] }),
  gradient: ({ b, inputs, dy }) => {
    const { dtype } = (inputs[0] as Value).type;
    return [isFloat(dtype) ? b.op('cast', [dy], { to: dtype }) : undefined];
  },
});
