import { ShapeError } from '../../core/errors';
import { normalizeAxis } from '../../core/shape';
import { expectNumeric, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { zeros } from '../indexing';
import { defineOp, type Value } from '../op';
import type { AxisAttrs } from '../softmaxParts';

interface TopKAttrs extends AxisAttrs {
  readonly k: number;
  /** The largest elements; otherwise the smallest. */
  readonly largest: boolean;
}

declare module '../op' {
  interface OpAttrs {
    topK: TopKAttrs;
  }
}

/** The k largest (or smallest) elements along one axis in order, and their indices, int64; of equal ones those with the lower index. */
export const topK = defineOp<'topK'>({
  name: 'topK',
  infer: (inputs, { axis, k }) => {
    const x = inputAt(inputs, 0);
    expectNumeric(x);
    const at = normalizeAxis(axis, x.shape.length);
    const size = x.shape[at];
    if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: size ?? '?' });
    if (k < 0 || k > size) throw new ShapeError('range', { expected: `0 … ${size}`, actual: k });
    const shape = x.shape.with(at, k);
    return [
      { dtype: x.dtype, shape },
      { dtype: 'int64', shape },
    ];
  },
  onnx: ({ w, inputs, attrs: { axis, k, largest } }) =>
    w.node('TopK', [inputs[0] as string, w.dims([k])], { axis, largest: largest ? 1 : 0 }, 2),
  gradient: ({ b, inputs, outputs, attrs: { axis }, dy }) => {
    // every dy goes back to where its element came from; no two to the same place
    const [x] = inputs as [Value];
    const into = zeros(b, x, x.type.shape);
    return [b.op('scatterElements', [into, outputs[1] as Value, dy], { axis, reduction: 'none' })];
  },
  flops: ({ inputs }) => elementsForOne(inputs[0]?.type.shape ?? []),
});
