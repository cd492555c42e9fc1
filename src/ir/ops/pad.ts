import { ShapeError } from '../../core/errors';
import type { Dim } from '../../core/shape';
import { inputAt } from '../expect';
import { defineOp, type Value } from '../op';

interface PadAttrs {
  /** Elements added before and after each axis, 0 or more. */
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly value: number;
}

declare module '../op' {
  interface OpAttrs {
    pad: PadAttrs;
  }
}

/** Adds a border of one value. */
export const pad = defineOp<'pad'>({
  name: 'pad',
  infer: (inputs, { begin, end }) => {
    const { dtype, shape } = inputAt(inputs, 0);
    const padded = shape.map((dim, axis): Dim => {
      const added = (begin[axis] ?? 0) + (end[axis] ?? 0);
      if (added === 0) return dim;
      if (typeof dim === 'string') throw new ShapeError('symbolic', { actual: dim });
      return dim + added;
    });
    return [{ dtype, shape: padded }];
  },
  onnx: ({ w, inputs, attrs, node }) => {
    const dtype = node.inputs[0]?.type.dtype;
    return w.node('Pad', [inputs[0] as string, w.dims([...attrs.begin, ...attrs.end]), w.scalar(attrs.value, dtype)]);
  },
  gradient: ({ b, inputs, attrs, dy }) => {
    const { shape } = (inputs[0] as Value).type;
    const axes = shape.flatMap((_, axis) => ((attrs.begin[axis] ?? 0) + (attrs.end[axis] ?? 0) > 0 ? [axis] : []));
    if (axes.length === 0) return [dy];
    return [
      b.op('slice', [dy], {
        axes,
        starts: axes.map((axis) => attrs.begin[axis] ?? 0),
        lengths: axes.map((axis) => shape[axis] as number),
        steps: axes.map(() => 1),
      }),
    ];
  },
});
