import { internal } from '../../core/errors';
import { normalizeAxis } from '../../core/shape';
import { inputAt } from '../expect';
import { sizeForOne } from '../flops';
import { defineOp } from '../op';
import { writeReduce } from '../reduction';
import type { AxisAttrs } from '../softmaxParts';

declare module '../op' {
  interface OpAttrs {
    argMax: AxisAttrs;
  }
}

/** Index of the first largest element along one axis, int32; the axis is removed. Int64 has no WebGPU kernels, so there it is the least index that reaches the maximum. */
export const argMax = defineOp<'argMax'>({
  name: 'argMax',
  infer: (inputs, { axis }) => {
    const { shape } = inputAt(inputs, 0);
    return [{ dtype: 'int32', shape: shape.toSpliced(normalizeAxis(axis, shape.length), 1) }];
  },
  onnx: ({ w, inputs, attrs: { axis }, node }) => {
    const x = inputs[0] as string;
    if (w.target === 'cpu') return w.node('Cast', w.node('ArgMax', [x], { axis, keepdims: 0 }), { to: 6 });
    const shape = node.inputs[0]?.type.shape ?? internal('argMax without input');
    const at = normalizeAxis(axis, shape.length);
    const size = shape[at] as number;
    const dims = shape.map((_, i) => (i === at ? size : 1));
    const range = w.constant({ dtype: 'float32', dims, data: Float32Array.from({ length: size }, (_, i) => i) });
    const [max] = writeReduce(w, 'ReduceMax', x, { axes: [at], keepDims: true }, 18);
    const [index] = w.node('Where', [w.node('Equal', [x, max as string])[0] as string, range, w.scalar(size)]);
    return w.node('Cast', writeReduce(w, 'ReduceMin', index as string, { axes: [at], keepDims: false }, 18), { to: 6 });
  },
  gradient: 'zero',
  flops: sizeForOne,
});
