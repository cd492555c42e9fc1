import { ShapeError } from '../../core/errors';
import { type Dim, normalizeAxis, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { inputAt } from '../expect';
import { defineOp, type Value } from '../op';

interface SliceAttrs {
  readonly axes: readonly number[];
  /** First element of each axis, from the front. */
  readonly starts: readonly number[];
  /** How many elements of each axis. */
  readonly lengths: readonly number[];
  /** Distance between them, 1 or more. */
  readonly steps: readonly number[];
}

declare module '../op' {
  interface OpAttrs {
    slice: SliceAttrs;
  }
}

/** Elements start, start + step, ... of each named axis. */
export const slice = defineOp<'slice'>({
  name: 'slice',
  infer: (inputs, { axes, starts, lengths, steps }) => {
    const x = inputAt(inputs, 0);
    const shape: Dim[] = [...x.shape];
    for (const [i, axis] of axes.entries()) {
      const at = normalizeAxis(axis, shape.length);
      const size = shape[at];
      const [start, length, step] = [starts[i] ?? 0, lengths[i] ?? 0, steps[i] ?? 1];
      const last = start + (length - 1) * step;
      if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: size ?? '?' });
      if (start < 0 || length < 0 || step < 1 || (length > 0 && last >= size))
        throw new ShapeError('range', { expected: `0 … ${size - 1}`, actual: `${start} … ${last}` });
      shape[at] = length;
    }
    return [{ dtype: x.dtype, shape }];
  },
  onnx: ({ w, inputs, attrs: { axes, starts, lengths, steps } }) => {
    const ends = starts.map((start, i) =>
      (lengths[i] ?? 0) === 0 ? start : start + ((lengths[i] ?? 1) - 1) * (steps[i] ?? 1) + 1,
    );
    return w.node('Slice', [inputs[0] as string, w.dims(starts), w.dims(ends), w.dims(axes), w.dims(steps)]);
  },
  gradient: ({ b, inputs, attrs, dy }) => {
    const x = inputs[0] as Value;
    let dx = dy;
    for (const [i, axis] of attrs.axes.entries()) {
      const at = normalizeAxis(axis, x.type.shape.length);
      dx = unsliceAxis(b, dx, at, {
        size: x.type.shape[at] as number,
        start: attrs.starts[i] ?? 0,
        step: attrs.steps[i] ?? 1,
      });
    }
    return [dx];
  },
});

/** Puts the elements of `axis` at start, start + step, ... of an axis of `size` zeros. */
function unsliceAxis(
  b: Builder,
  dy: Value,
  axis: number,
  { size, start, step }: { size: number; start: number; step: number },
): Value {
  const shape = staticDims(dy.type.shape);
  const length = shape[axis] ?? 0;
  let spread = dy;
  let width = length;
  if (step > 1) {
    // [.., n, ..] -> [.., n, 1, ..] -> zeros to [.., n, step, ..] -> [.., n step, ..]
    const lead = shape.slice(0, axis);
    const rest = shape.slice(axis + 1);
    const split = b.reshape(dy, [...lead, length, 1, ...rest]);
    const padded = padAxis(b, split, axis + 1, 0, step - 1);
    width = length * step;
    spread = b.reshape(padded, [...lead, width, ...rest]);
  }
  const room = size - start;
  if (width > room) spread = b.op('slice', [spread], { axes: [axis], starts: [0], lengths: [room], steps: [1] });
  return padAxis(b, spread, axis, start, Math.max(0, room - width));
}

function padAxis(b: Builder, x: Value, axis: number, before: number, after: number): Value {
  if (before === 0 && after === 0) return x;
  const zeros = x.type.shape.map(() => 0);
  return b.op('pad', [x], { begin: zeros.with(axis, before), end: zeros.with(axis, after), value: 0 });
}
