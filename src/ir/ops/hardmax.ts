import { normalizeAxis } from '../../core/shape';
import { writeRange } from '../argExtreme';
import { sizeForOne } from '../flops';
import { defineOp, type Value } from '../op';
import { writeReduce } from '../reduction';
import { type AxisAttrs, inferAlongAxis } from '../softmaxParts';

declare module '../op' {
  interface OpAttrs {
    hardmax: AxisAttrs;
  }
}

/** 1 at the first largest element along one axis, 0 elsewhere; flat almost everywhere. Hardmax has no WebGPU kernel. */
export const hardmax = defineOp<'hardmax'>({
  name: 'hardmax',
  infer: inferAlongAxis,
  onnx: ({ w, inputs, attrs: { axis }, node }) => {
    const [x = ''] = inputs;
    if (w.target === 'cpu') return w.node('Hardmax', [x], { axis });
    const { shape, dtype } = (node.outputs[0] as Value).type;
    const at = normalizeAxis(axis, shape.length);
    const along = { axes: [at], keepDims: true };
    const size = shape[at] as number;
    const range = writeRange(w, size, at, shape.length);
    const [hit] = w.node('Equal', [x, writeReduce(w, 'ReduceMax', x, along, 18)[0] as string]);
    const [index] = w.node('Where', [hit as string, range, w.scalar(size)]);
    const [first] = w.node('Equal', [range, writeReduce(w, 'ReduceMin', index as string, along, 18)[0] as string]);
    return w.node('Where', [first as string, w.scalar(1, dtype), w.scalar(0, dtype)]);
  },
  gradient: 'zero',
  flops: sizeForOne,
});
