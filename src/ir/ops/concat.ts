import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, normalizeAxis } from '../../core/shape';
import { commonDtype, inputAt } from '../expect';
import { defineOp } from '../op';

declare module '../op' {
  interface OpAttrs {
    concat: { readonly axis: number };
  }
}

/** Joins along one axis; all other sizes must be the same. */
export const concat = defineOp<'concat'>({
  name: 'concat',
  infer: (inputs, { axis }) => {
    const first = inputAt(inputs, 0);
    const at = normalizeAxis(axis, first.shape.length);
    const rest = formatShape(first.shape.toSpliced(at, 1));
    const sizes = inputs.map(({ shape }) => {
      if (shape.length !== first.shape.length)
        throw new ShapeError('rank', { expected: first.shape.length, actual: shape.length });
      if (formatShape(shape.toSpliced(at, 1)) !== rest)
        throw new ShapeError('broadcast', { expected: formatShape(first.shape), actual: formatShape(shape) });
      return shape[at] as Dim;
    });
    const joined =
      sizes.length === 1 ? (sizes[0] as Dim) : sizes.reduce<number>((total, size) => total + asNumber(size), 0);
    return [{ dtype: commonDtype(inputs), shape: first.shape.with(at, joined) }];
  },
  onnx: ({ w, inputs, attrs }) => w.node('Concat', inputs, { axis: attrs.axis }),
  gradient: ({ b, inputs, attrs, dy, needs }) => {
    const at = normalizeAxis(attrs.axis, dy.type.shape.length);
    const sizes = inputs.map((x) => asNumber(x.type.shape[at] as Dim));
    if (needs.every(Boolean)) return b.ops('split', [dy], { axis: at, sizes });
    let start = 0;
    return sizes.map((length, i) => {
      const from = start;
      start += length;
      return needs[i] ? b.op('slice', [dy], { axes: [at], starts: [from], lengths: [length], steps: [1] }) : undefined;
    });
  },
});

function asNumber(size: Dim): number {
  if (typeof size === 'number') return size;
  throw new ShapeError('symbolic', { actual: size });
}
