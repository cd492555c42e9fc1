import { normalizeAxis } from '../../core/shape';
import { expectNumeric, inputAt } from '../expect';
import { sizeForOne } from '../flops';
import { defineOp } from '../op';
import type { AxisAttrs } from '../softmaxParts';

interface CumSumAttrs extends AxisAttrs {
  /** Leaves the element itself out of its sum. */
  readonly exclusive?: boolean;
  /** Sums from the end. */
  readonly reverse?: boolean;
}

declare module '../op' {
  interface OpAttrs {
    cumSum: CumSumAttrs;
  }
}

/** y_i = sum of x_j over j <= i along one axis; dx is the same sum of dy from the other end. */
export const cumSum = defineOp<'cumSum'>({
  name: 'cumSum',
  infer: (inputs, { axis }) => {
    const x = inputAt(inputs, 0);
    expectNumeric(x);
    normalizeAxis(axis, x.shape.length);
    return [x];
  },
  onnx: ({ w, inputs, attrs: { axis, exclusive, reverse } }) =>
    w.node('CumSum', [inputs[0] as string, w.scalar(axis, 'int64')], {
      exclusive: exclusive ? 1 : 0,
      reverse: reverse ? 1 : 0,
    }),
  gradient: ({ b, attrs, dy }) => [b.op('cumSum', [dy], { ...attrs, reverse: !attrs.reverse })],
  flops: sizeForOne,
});
