import { normalizeAxis } from '../../core/shape';
import { inputAt } from '../expect';
import { gatherGradient, indicesAt } from '../indexing';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    gather: { readonly axis: number };
  }
}

/** Slices of x along one axis by index: x [P.., n, S..], indices [I..] -> y [P.., I.., S..]. A look-up table with axis 0. */
export const gather = defineOp<'gather'>({
  name: 'gather',
  infer: (inputs, { axis }) => {
    const { dtype, shape } = inputAt(inputs, 0);
    const at = normalizeAxis(axis, shape.length);
    return [{ dtype, shape: shape.toSpliced(at, 1, ...indicesAt(inputs, 1).shape) }];
  },
  onnx: ({ w, inputs, attrs }) => w.node('Gather', inputs, { axis: attrs.axis }),
  gradient: ({ b, inputs, attrs, dy, needs }) => {
    const [x, indices] = inputs as [Value, Value];
    const axis = normalizeAxis(attrs.axis, x.type.shape.length);
    return [needs[0] ? gatherGradient(b, x, indices, dy, axis) : undefined];
  },
});
