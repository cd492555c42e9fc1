/** Where the places of an axis come from: place p from `sign * p + offset` for `from` <= p < `to`, from nowhere (0) otherwise. */
export interface AxisMove {
  readonly sign: 1 | -1;
  readonly offset: number;
  readonly from: number;
  readonly to: number;
}

/** How a picture is moved as a whole. */
export interface Move {
  readonly y: AxisMove;
  readonly x: AxisMove;
}

export const unmoved = (height: number, width: number): Move => ({ y: still(height), x: still(width) });

const still = (size: number): AxisMove => ({ sign: 1, offset: 0, from: 0, to: size });

/** And then by `by` places towards the end, of an axis of `size`; what comes in is nothing. */
export function shifted({ sign, offset, from, to }: AxisMove, by: number, size: number): AxisMove {
  const within = (place: number): number => Math.min(size, Math.max(0, place));
  // out'(p) = out(p - by)
  return { sign, offset: offset - sign * by, from: within(from + by), to: within(to + by) };
}

/** And then end to end. */
export function mirrored({ sign, offset, from, to }: AxisMove, size: number): AxisMove {
  // out'(p) = out(size - 1 - p)
  return { sign: sign === 1 ? -1 : 1, offset: offset + sign * (size - 1), from: size - to, to: size - from };
}

/** Numbers of a move: those of y, then those of x. */
export const MOVE_SIZE = 8;

/** Moves of a batch of pictures. */
export interface Moves {
  readonly height: number;
  readonly width: number;
  /** [pictures, 2, 4]: sign, offset, from, to of y and of x. */
  readonly values: Int32Array;
}

export function writeMove(values: Int32Array, picture: number, { y, x }: Move): void {
  for (const [i, { sign, offset, from, to }] of [y, x].entries())
    values.set([sign, offset, from, to], picture * MOVE_SIZE + 4 * i);
}

/** Moves the planes [.., height, width] of a picture, in place. */
export function movePicture(
  values: Uint8Array | Int32Array | Float32Array,
  height: number,
  width: number,
  { y, x }: Move,
): void {
  const old = values.slice();
  values.fill(0);
  for (let plane = 0; plane < values.length; plane += height * width)
    for (let row = y.from; row < y.to; row++) {
      const source = plane + (y.sign * row + y.offset) * width + x.offset;
      const target = plane + row * width;
      if (x.sign === 1) values.set(old.subarray(source + x.from, source + Math.max(x.from, x.to)), target + x.from);
      else for (let at = x.from; at < x.to; at++) values[target + at] = old[source - at] as number;
    }
}
