import { ShapeError } from '../core/errors';

/** Whole numbers with commas or spaces between them. */
export const DIMS_PATTERN = /^\s*(-?\d{1,9}\s*([,\s]\s*-?\d{1,9}\s*)*)?$/;

/** `-1, 28` -> [-1, 28]. */
export function readDims(text: string): number[] {
  return (text.match(/-?\d+/g) ?? []).map(Number);
}

/** Axes of a value with `rank` axes, counted from the front; the batch axis 0 is not among them. Throws `axis` for others and for one named twice. */
export function exampleAxes(axes: readonly number[], rank: number): number[] {
  const expected = rank > 1 ? `1 … ${rank - 1}` : 'none';
  const found = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  for (const [i, axis] of found.entries())
    if (axis < 1 || axis >= rank || found.indexOf(axis) !== i)
      throw new ShapeError('axis', { expected, actual: axes.join(', ') });
  return found;
}
