import { ShapeError } from '../../core/errors';
import { normalizeAxis } from '../../core/shape';
import { inputAt } from '../expect';
import { filledLike } from '../gradients';
import { defineOp, type OnnxWriter } from '../op';

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
  onnx: ({ w, inputs, attrs: { axis, sizes } }) => writeSplit(w, inputs[0] as string, axis, sizes),
  gradient: ({ b, outputs, dys, attrs }) => [
    b.op(
      'concat',
      outputs.map((y, i) => dys[i] ?? filledLike(b, y, 0)),
      { axis: attrs.axis },
    ),
  ],
});

/** Pieces a shader can write to: WebGPU promises 8 storage buffers a stage, and one is read. ONNX Runtime 1.30 fails where there are more. */
const WIDEST = 7;

/** At most WIDEST pieces at a time on a GPU: pieces of pieces. */
function writeSplit(w: OnnxWriter, x: string, axis: number, sizes: readonly number[]): string[] {
  if (w.target === 'cpu' || sizes.length <= WIDEST) return w.node('Split', [x, w.dims(sizes)], { axis }, sizes.length);
  const width = Math.max(WIDEST, Math.ceil(sizes.length / WIDEST));
  const groups = Array.from({ length: Math.ceil(sizes.length / width) }, (_, i) =>
    sizes.slice(i * width, (i + 1) * width),
  );
  const wholes = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
  const parts = writeSplit(w, x, axis, wholes);
  return groups.flatMap((group, i) => {
    const part = parts[i] as string;
    return group.length === 1 ? [part] : writeSplit(w, part, axis, group);
  });
}
