import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, type Shape } from '../../core/shape';
import { inputAt } from '../expect';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    reshape: { readonly shape: readonly Dim[] };
  }
}

/** The same elements in row-major order under another shape. Symbolic axes must be the same on both sides. */
export const reshape = defineOp<'reshape'>({
  name: 'reshape',
  infer: (inputs, { shape }) => {
    const x = inputAt(inputs, 0);
    const [before, after] = [volume(x.shape), volume(shape)];
    if (before !== after)
      throw new ShapeError('elements', {
        expected: `${after} ${formatShape(shape)}`,
        actual: `${before} ${formatShape(x.shape)}`,
      });
    return [{ dtype: x.dtype, shape }];
  },
  // a size of 0 means "as in the input" unless allowzero says otherwise; beside a symbolic size that cannot be said
  onnx: ({ w, inputs, attrs: { shape } }) =>
    w.node(
      'Reshape',
      [inputs[0] as string, w.dims(shape)],
      shape.includes(0) && shape.every((dim) => typeof dim === 'number') ? { allowzero: 1 } : {},
    ),
  gradient: ({ b, inputs, dy }) => [b.reshape(dy, (inputs[0] as Value).type.shape)],
});

/** `B·784`: the product of the sizes, symbolic ones by name. */
function volume(shape: Shape): string {
  const names = shape.filter((dim) => typeof dim === 'string').sort();
  const product = shape.reduce<number>((total, dim) => (typeof dim === 'number' ? total * dim : total), 1);
  return [...names, product].join('·');
}
