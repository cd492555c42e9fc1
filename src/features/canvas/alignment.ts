import type { Point } from '../../document/edit';
import type { Box } from './geometry';

/** A line that shows what a moving box is in line with, in canvas units. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Start, middle and end of a box along an axis. */
const stops = (start: number, size: number): readonly [number, number, number] => [
  start,
  start + size / 2,
  start + size,
];

interface Hit {
  readonly by: number;
  readonly at: number;
  readonly other: Box;
}

/** The nearest place within `reach` where an edge or the middle is in line with that of another box. */
function nearest(moving: Box, others: readonly Box[], axis: 'x' | 'y', reach: number): Hit | undefined {
  const size = axis === 'x' ? 'width' : 'height';
  const mine = stops(moving[axis], moving[size]);
  let best: Hit | undefined;
  for (const other of others) {
    for (const [index, at] of stops(other[axis], other[size]).entries()) {
      const by = at - (mine[index] ?? 0);
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, at, other };
    }
  }
  return best;
}

function guideOf(axis: 'x' | 'y', at: number, a: Box, b: Box): Guide {
  const [start, size] = axis === 'x' ? (['y', 'height'] as const) : (['x', 'width'] as const);
  const from = Math.min(a[start], b[start]);
  return { axis, at, from, to: Math.max(a[start] + a[size], b[start] + b[size]) };
}

/**
 * How far to push a moving box so that it is in line with another, like edge with like edge, on each axis by itself.
 * @param reach how far at most, in canvas units
 */
export function snapToGuides(
  moving: Box,
  others: readonly Box[],
  reach: number,
): { readonly by: Point; readonly guides: readonly Guide[] } {
  const x = nearest(moving, others, 'x', reach);
  const y = nearest(moving, others, 'y', reach);
  const by = { x: x?.by ?? 0, y: y?.by ?? 0 };
  const there = { ...moving, x: moving.x + by.x, y: moving.y + by.y };
  return {
    by,
    guides: [...(x ? [guideOf('x', x.at, there, x.other)] : []), ...(y ? [guideOf('y', y.at, there, y.other)] : [])],
  };
}

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

const inLine: Readonly<Record<Alignment, { axis: 'x' | 'y'; share: 0 | 0.5 | 1 }>> = {
  left: { axis: 'x', share: 0 },
  centre: { axis: 'x', share: 0.5 },
  right: { axis: 'x', share: 1 },
  top: { axis: 'y', share: 0 },
  middle: { axis: 'y', share: 0.5 },
  bottom: { axis: 'y', share: 1 },
};

/** Places that bring boxes in line: with the outermost edge, or with the middle of the whole. */
export function aligned(boxes: ReadonlyMap<string, Box>, alignment: Alignment): Map<string, Point> {
  const { axis, share } = inLine[alignment];
  const size = axis === 'x' ? 'width' : 'height';
  const all = [...boxes.values()];
  const low = Math.min(...all.map((box) => box[axis]));
  const high = Math.max(...all.map((box) => box[axis] + box[size]));
  const line = low + (high - low) * share;
  return new Map([...boxes].map(([id, box]) => [id, { x: box.x, y: box.y, [axis]: line - box[size] * share }]));
}

/** Places with equal gaps between boxes along an axis; the outermost two stay. Fewer than three stay as they are. */
export function distributed(boxes: ReadonlyMap<string, Box>, axis: 'x' | 'y'): Map<string, Point> {
  const size = axis === 'x' ? 'width' : 'height';
  const sorted = [...boxes].sort(([, a], [, b]) => a[axis] - b[axis] || a[size] - b[size]);
  const first = sorted[0]?.[1];
  const last = sorted.at(-1)?.[1];
  if (!first || !last || sorted.length < 3) return new Map();
  const filled = sorted.reduce((sum, [, box]) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - filled) / (sorted.length - 1);
  let at = first[axis];
  return new Map(
    sorted.map(([id, box]) => {
      const place = { x: box.x, y: box.y, [axis]: at };
      at += box[size] + gap;
      return [id, place];
    }),
  );
}
