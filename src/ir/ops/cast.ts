import { type DType, isFloat } from '../../core/dtype';
import { inputAt } from '../expect';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    cast: { readonly to: DType };
  }
}

/** TensorProto.DataType. */
const onnxCode: Record<DType, number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
};

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
