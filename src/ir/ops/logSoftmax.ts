import { defineOp, type Value } from '../op';
import { writeReduce } from '../reduction';
import { type AxisAttrs, inferAlongAxis, softmaxFlops, writeShifted } from '../softmaxParts';

declare module '../op' {
  interface OpAttrs {
    logSoftmax: AxisAttrs;
  }
}

/** y_i = x_i - ln sum_j e^x_j along one axis. LogSoftmax has no WebGPU kernel, so there it is written out. */
export const logSoftmax = defineOp<'logSoftmax'>({
  name: 'logSoftmax',
  infer: inferAlongAxis,
  onnx: ({ w, inputs, attrs: { axis } }) => {
    if (w.target === 'cpu') return w.node('LogSoftmax', inputs, { axis });
    const shifted = writeShifted(w, inputs[0] as string, axis);
    const [exp] = w.node('Exp', [shifted]);
    const [sum] = writeReduce(w, 'ReduceSum', exp as string, { axes: [axis], keepDims: true }, 13);
    const [log] = w.node('Log', [sum as string]);
    return w.node('Sub', [shifted, log as string]);
  },
  gradient: ({ b, outputs, attrs, dy }) => {
    // dx = dy - e^y sum(dy)
    const total = b.op('reduceSum', [dy], { axes: [attrs.axis], keepDims: true });
    return [b.op('sub', [dy, b.op('mul', [b.op('exp', [outputs[0] as Value]), total])])];
  },
  flops: softmaxFlops,
});
