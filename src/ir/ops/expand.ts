import { ShapeError } from '../../core/errors';
import { broadcastShapes, type Dim, formatShape, sameShape } from '../../core/shape';
import { inputAt } from '../expect';
import { unbroadcast } from '../gradients';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    expand: { readonly shape: readonly Dim[] };
  }
}

/** Stretches x to `shape` by broadcasting; the sizes must be fixed by the time it is encoded. */
export const expand = defineOp<'expand'>({
  name: 'expand',
  infer: (inputs, { shape }) => {
    const x = inputAt(inputs, 0);
    if (!sameShape(broadcastShapes(x.shape, shape), shape))
      throw new ShapeError('broadcast', { expected: formatShape(shape), actual: formatShape(x.shape) });
    return [{ dtype: x.dtype, shape }];
  },
  onnx: ({ w, inputs, attrs }) => w.node('Expand', [inputs[0] as string, w.dims(attrs.shape)]),
  gradient: ({ b, inputs, dy }) => [unbroadcast(b, dy, (inputs[0] as Value).type.shape)],
});
