import { defineOp, type Value } from '../op';
import { type AxisAttrs, inferAlongAxis, softmaxFlops } from '../softmaxParts';

declare module '../op' {
  interface OpAttrs {
    softmax: AxisAttrs;
  }
}

/** y_i = e^x_i / sum_j e^x_j along one axis. */
export const softmax = defineOp<'softmax'>({
  name: 'softmax',
  infer: inferAlongAxis,
  onnx: ({ w, inputs, attrs }) => w.node('Softmax', inputs, { axis: attrs.axis }),
  gradient: ({ b, outputs, attrs, dy }) => {
    // dx = y (dy - sum(dy y))
    const y = outputs[0] as Value;
    const dot = b.op('reduceSum', [b.op('mul', [dy, y])], { axes: [attrs.axis], keepDims: true });
    return [b.op('mul', [y, b.op('sub', [dy, dot])])];
  },
  flops: softmaxFlops,
});
