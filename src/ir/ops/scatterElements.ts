import { ShapeError } from '../../core/errors';
import { formatShape, normalizeAxis, sameShape } from '../../core/shape';
import { inputAt } from '../expect';
import { sizeForOne } from '../flops';
import {
  expectWithin,
  indicesAt,
  onnxReduction,
  type ScatterReduction,
  scatteredType,
  scatterGradient,
} from '../indexing';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    scatterElements: { readonly axis: number; readonly reduction: ScatterReduction };
  }
}

/** x with x[.., indices[.., i, ..], ..] replaced by (or combined with) updates[.., i, ..]. Places written twice are undefined unless they are combined. */
export const scatterElements = defineOp<'scatterElements'>({
  name: 'scatterElements',
  infer: (inputs, { axis }) => {
    const x = scatteredType(inputs);
    const [indices, updates] = [indicesAt(inputs, 1), inputAt(inputs, 2)];
    expectWithin(indices.shape, x.shape, normalizeAxis(axis, x.shape.length));
    if (!sameShape(indices.shape, updates.shape))
      throw new ShapeError('broadcast', { expected: formatShape(indices.shape), actual: formatShape(updates.shape) });
    return [x];
  },
  onnx: ({ w, inputs, attrs: { axis, reduction } }) =>
    w.node('ScatterElements', inputs, { axis, ...onnxReduction(w, reduction) }),
  gradient: (args) => {
    const { b, inputs, attrs } = args;
    const indices = inputs[1] as Value;
    return scatterGradient(args, {
      reduction: attrs.reduction,
      gather: (source) => b.op('gatherElements', [source, indices], { axis: attrs.axis }),
      scatter: (into, updates, reduction) =>
        b.op('scatterElements', [into, indices, updates], { axis: attrs.axis, reduction }),
    });
  },
  flops: sizeForOne,
});
