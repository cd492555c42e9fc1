import { ShapeError } from '../../core/errors';
import { normalizeAxis } from '../../core/shape';
import { inputAt } from '../expect';
import { filledLike } from '../gradients';
import { defineOp } from '../op';

declare module '../op' {
  interface OpAttrs {
    split: { readonly axis: number; readonly sizes: readonly number[] };
  }
}

/** Cuts one axis into pieces of the given sizes. */
export const split = defineOp<'split'>({
  name: 'split',
  infer: (inputs, { axis, sizes }) => {
    const { dtype, shape } = inputAt(inputs, 0);
    const at = normalizeAxis(axis, shape.length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (shape[at] !== total)
      throw new ShapeError('dim', { axis: `axis ${at}`, expected: total, actual: shape[at] ?? 'none' });
    return sizes.map((size) => ({ dtype, shape: shape.with(at, size) }));
  },
  onnx: ({ w, inputs, attrs }) =>
    w.node('Split', [inputs[0] as string, w.dims(attrs.sizes)], { axis: attrs.axis }, attrs.sizes.length),
  gradient: ({ b, outputs, dys, attrs }) => [
    b.op(
      'concat',
      outputs.map((y, i) => dys[i] ?? filledLike(b, y, 0)),
      { axis: attrs.axis },
    ),
  ],
});
