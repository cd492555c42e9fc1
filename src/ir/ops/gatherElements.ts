import { normalizeAxis } from '../../core/shape';
import { inputAt } from '../expect';
import { expectWithin, indicesAt, zeros } from '../indexing';
import { defineOp, type Value } from '../op';
import type { AxisAttrs } from '../softmaxParts';

declare module '../op' {
  interface OpAttrs {
    gatherElements: AxisAttrs;
  }
}

/** y[.., i, ..] = x[.., indices[.., i, ..], ..]: one index an element of y, along one axis. */
export const gatherElements = defineOp<'gatherElements'>({
  name: 'gatherElements',
  infer: (inputs, { axis }) => {
    const { dtype, shape } = inputAt(inputs, 0);
    const indices = indicesAt(inputs, 1);
    expectWithin(indices.shape, shape, normalizeAxis(axis, shape.length));
    return [{ dtype, shape: indices.shape }];
  },
  onnx: ({ w, inputs, attrs }) => w.node('GatherElements', inputs, { axis: attrs.axis }),
  gradient: ({ b, inputs, attrs, dy, needs }) => {
    const [x, indices] = inputs as [Value, Value];
    const into = () => zeros(b, x, x.type.shape);
    return [
      needs[0] ? b.op('scatterElements', [into(), indices, dy], { axis: attrs.axis, reduction: 'add' }) : undefined,
    ];
  },
});
