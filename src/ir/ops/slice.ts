import { ShapeError } from '../../core/errors';
import { type Dim, normalizeAxis, type Shape, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { inputAt } from '../expect';
import { defineOp, type OnnxWriter, type Value } from '../op';

interface SliceAttrs {
  readonly axes: readonly number[];
  /** First element of each axis, from the front. */
  readonly starts: readonly number[];
  /** How many elements of each axis. */
  readonly lengths: readonly number[];
  /** Distance between them, not 0; below 0 towards the front. */
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
      const within = (place: number) => place >= 0 && place < size;
      if (length < 0 || step === 0 || (length === 0 ? start < 0 : !within(start) || !within(last)))
        throw new ShapeError('range', { expected: `0 … ${size - 1}`, actual: `${start} … ${last}` });
      shape[at] = length;
    }
    return [{ dtype: x.dtype, shape }];
  },
  onnx: ({ w, node, inputs, attrs }) => {
    const { axes, starts, lengths, steps } = attrs;
    const { shape } = (node.inputs[0] as Value).type;
    const x = w.target === 'webgpu' ? writeUpToStarts(w, inputs[0] as string, shape, attrs) : (inputs[0] as string);
    const ends = starts.map((start, i) => endOf(start, lengths[i] ?? 0, steps[i] ?? 1));
    return w.node('Slice', [x, w.dims(starts), w.dims(ends), w.dims(axes), w.dims(steps)]);
  },
  gradient: ({ b, inputs, attrs, dy }) => {
    const x = inputs[0] as Value;
    let dx = dy;
    for (const [i, axis] of attrs.axes.entries()) {
      const at = normalizeAxis(axis, x.type.shape.length);
      const [start, length, step] = [attrs.starts[i] ?? 0, attrs.lengths[i] ?? 0, attrs.steps[i] ?? 1];
      const first = step < 0 && length > 0 ? start + (length - 1) * step : start;
      if (step < 0) dx = reverse(b, dx, at);
      dx = unsliceAxis(b, dx, at, { size: x.type.shape[at] as number, start: first, step: Math.abs(step) });
    }
    return [dx];
  },
});

/** ONNX Runtime 1.30 on WebGPU reads the wrong elements backwards unless it begins at the last one: everything behind the starts is cut off first. */
function writeUpToStarts(w: OnnxWriter, x: string, shape: Shape, { axes, starts, lengths, steps }: SliceAttrs): string {
  const cut = axes.flatMap((axis, i) => {
    const size = shape[normalizeAxis(axis, shape.length)];
    const end = (starts[i] ?? 0) + 1;
    return (steps[i] ?? 1) < 0 && (lengths[i] ?? 0) > 0 && end !== size ? [{ axis, end }] : [];
  });
  if (cut.length === 0) return x;
  const dims = (values: readonly number[]) => w.dims(values);
  const [begin, end] = [dims(cut.map(() => 0)), dims(cut.map((item) => item.end))];
  return w.node('Slice', [x, begin, end, dims(cut.map(({ axis }) => axis)), dims(cut.map(() => 1))])[0] as string;
}

/** Where ONNX stops, exclusive: one past the last element. Before the front there is no number but one far below 0. */
function endOf(start: number, length: number, step: number): number {
  if (length === 0) return start;
  const last = start + (length - 1) * step;
  if (step > 0) return last + 1;
  return last === 0 ? -(2 ** 31) : last - 1;
}

/** The elements of one axis, last first. */
export function reverse(b: Builder, x: Value, axis: number): Value {
  const length = x.type.shape[axis] as number;
  return b.op('slice', [x], { axes: [axis], starts: [Math.max(0, length - 1)], lengths: [length], steps: [-1] });
}

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
