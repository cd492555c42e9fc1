import { getBezierPath, getSmoothStepPath, Position } from '@xyflow/react';
import { HEADER_HEIGHT, ROW_HEIGHT } from './geometry';

interface Ends {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

/** Farther than this, a column of cards lies between the ends. */
const LONG = 200;
/** A neighbour this near but this much lower is reached by a straight run down the gap. */
const NEAR = 80;
const LOW = 120;
const OUT = 20;
const INTO = 10;
/** Height of a run of wire above its target's card. */
const OVERHEAD = 8;
/** Between the runs of wires to the ports of one card, and how many keep apart. */
const APART = 4;
const RUNS = 2;
const RADIUS = 12;
/** From a port on the grid, where the run down to a lower neighbour is. */
const STEM = 22;

/**
 * A smooth curve to a neighbour; to a node behind or far off, straight runs with round corners that keep to the gaps between
 * the cards. Gives the path and the place for a label.
 * @param row of the target's card that the wire ends at, from 0
 */
export function wirePath(ends: Ends, row: number): readonly [path: string, labelX: number, labelY: number] {
  const across = ends.targetX - ends.sourceX;
  const down = ends.targetY - ends.sourceY;
  const places = { ...ends, sourcePosition: Position.Right, targetPosition: Position.Left };
  const toGap = HEADER_HEIGHT + (row + 0.5) * ROW_HEIGHT + OVERHEAD;
  if (across > LONG) return overhead(ends, toGap, Math.min(row, RUNS));
  const steep = across >= OUT && across < NEAR && Math.abs(down) > LOW;
  if (across >= OUT && !steep) {
    const [path, x, y] = getBezierPath({ ...places, curvature: 0.3 });
    return [path, x, y];
  }
  const [path, x, y] = getSmoothStepPath({
    ...places,
    borderRadius: RADIUS,
    offset: steep ? INTO : OUT,
    ...(steep ? { centerX: ends.targetX - INTO } : {}),
    ...(across < OUT && down > 2 * toGap ? { centerY: ends.targetY - toGap } : {}),
  });
  return [path, x, y];
}

/**
 * Past the cards of the columns between: along the gap beside the source to the one above the target's row, across, down into
 * the port. The runs to the ports of one card nest, the first outermost, so that none lies on another.
 */
function overhead({ sourceX, sourceY, targetX, targetY }: Ends, toGap: number, run: number) {
  const top = targetY - toGap - (RUNS - run) * APART;
  const left = sourceX + STEM - run * APART;
  const right = targetX - INTO - run * APART;
  const corners = [
    [sourceX, sourceY],
    [left, sourceY],
    [left, top],
    [right, top],
    [right, targetY],
    [targetX, targetY],
  ] as const;
  return [rounded(corners), (sourceX + targetX) / 2, top] as const;
}

/** A line through points, level and upright by turns, with round corners as far as its runs have room for them. */
function rounded(points: readonly (readonly [x: number, y: number])[]): string {
  return points
    .map(([x, y], i) => {
      const before = points[i - 1];
      const after = points[i + 1];
      if (!before) return `M ${x} ${y}`;
      if (!after) return `L ${x} ${y}`;
      const [into, out] = [before, after].map(([toX, toY]) => {
        const length = Math.hypot(toX - x, toY - y);
        const share = length === 0 ? 0 : Math.min(RADIUS / length, 0.5);
        return `${x + (toX - x) * share} ${y + (toY - y) * share}`;
      });
      return `L ${into} Q ${x} ${y} ${out}`;
    })
    .join(' ');
}
