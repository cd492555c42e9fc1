import { ShapeError } from '../../core/errors';
import type { Dim } from '../../core/shape';
import type { Builder } from '../builder';
import { inputAt } from '../expect';
import { defineOp, type Value } from '../op';
import { reverse } from './slice';

/** What stands in the border: one value, the mirror image without the edge itself, the edge, or the other end. */
export type PadMode = 'constant' | 'reflect' | 'edge' | 'wrap';

interface PadAttrs {
  /** Elements added before and after each axis, 0 or more. */
  readonly begin: readonly number[];
  readonly end: readonly number[];
  /** The border where the mode is `constant`. */
  readonly value: number;
  /** `constant` unless said otherwise. */
  readonly mode?: PadMode;
}

declare module '../op' {
  interface OpAttrs {
    pad: PadAttrs;
  }
}

/** Adds a border. */
export const pad = defineOp<'pad'>({
  name: 'pad',
  infer: (inputs, { begin, end, mode = 'constant' }) => {
    const { dtype, shape } = inputAt(inputs, 0);
    const padded = shape.map((dim, axis): Dim => {
      const [before, after] = [begin[axis] ?? 0, end[axis] ?? 0];
      if (before + after === 0) return dim;
      if (typeof dim === 'string') throw new ShapeError('symbolic', { actual: dim });
      const most = widest(dim, mode);
      if (Math.max(before, after) > most)
        throw new ShapeError('range', { expected: `0 … ${most}`, actual: Math.max(before, after) });
      return dim + before + after;
    });
    return [{ dtype, shape: padded }];
  },
  onnx: ({ w, inputs, attrs: { begin, end, value, mode = 'constant' }, node }) => {
    const [x, pads] = [inputs[0] as string, w.dims([...begin, ...end])];
    if (mode === 'constant') return w.node('Pad', [x, pads, w.scalar(value, node.inputs[0]?.type.dtype)]);
    if (mode === 'wrap') w.requireOpset(19);
    return w.node('Pad', [x, pads], { mode });
  },
  gradient: ({ b, inputs, attrs: { begin, end, mode = 'constant' }, dy }) => {
    const { shape } = (inputs[0] as Value).type;
    const axes = shape.flatMap((_, axis) => ((begin[axis] ?? 0) + (end[axis] ?? 0) > 0 ? [axis] : []));
    if (axes.length === 0) return [dy];
    if (mode === 'constant') {
      const starts = axes.map((axis) => begin[axis] ?? 0);
      const lengths = axes.map((axis) => shape[axis] as number);
      return [b.op('slice', [dy], { axes, starts, lengths, steps: axes.map(() => 1) })];
    }
    const dx = axes.reduce(
      (folded, axis) => foldAxis(b, folded, { axis, before: begin[axis] ?? 0, size: shape[axis] as number, mode }),
      dy,
    );
    return [dx];
  },
});

/** The widest border an axis of `size` can give. */
function widest(size: number, mode: PadMode): number {
  if (mode === 'reflect') return Math.max(0, size - 1);
  if (mode === 'wrap') return size;
  return mode === 'edge' && size === 0 ? 0 : Number.POSITIVE_INFINITY;
}

interface Fold {
  readonly axis: number;
  /** Elements before the axis's own `size`. */
  readonly before: number;
  readonly size: number;
  readonly mode: Exclude<PadMode, 'constant'>;
}

/** Adds both borders of one axis to the elements they were copied from. */
function foldAxis(b: Builder, dy: Value, { axis, before, size, mode }: Fold): Value {
  const after = (dy.type.shape[axis] as number) - before - size;
  const cut = (start: number, length: number) =>
    b.op('slice', [dy], { axes: [axis], starts: [start], lengths: [length], steps: [1] });
  const none = dy.type.shape.map(() => 0);
  const place = (part: Value, at: number) => {
    const rest = size - at - (part.type.shape[axis] as number);
    return b.op('pad', [part], { begin: none.with(axis, at), end: none.with(axis, rest), value: 0 });
  };
  const border = (start: number, length: number, edge: number, mirrored: number, wrapped: number) => {
    const part = cut(start, length);
    if (mode === 'edge') return place(b.op('reduceSum', [part], { axes: [axis], keepDims: true }), edge);
    return mode === 'reflect' ? place(reverse(b, part, axis), mirrored) : place(part, wrapped);
  };
  let dx = cut(before, size);
  if (before > 0) dx = b.op('add', [dx, border(0, before, 0, 1, size - before)]);
  if (after > 0) dx = b.op('add', [dx, border(before + size, after, size - 1, size - 1 - after, 0)]);
  return dx;
}
