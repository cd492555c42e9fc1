import { getBezierPath, getSmoothStepPath, Position } from '@xyflow/react';
import { HEADER_HEIGHT, ROW_HEIGHT } from './geometry';

interface Ends {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

/** Farther than this, a curve would cut across the cards between its ends. */
const LONG = 320;
/** A neighbour this near but this much lower is reached by a straight run down the gap. */
const NEAR = 80;
const LOW = 120;
/** Ends less apart in height than this are on one level. */
const LEVEL = 12;
const OUT = 20;
const INTO = 10;
/** Height of a run of wire above its target's card. */
const OVERHEAD = 8;

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
  if (across > LONG && Math.abs(down) < LEVEL) return overhead(ends, toGap);
  const steep = across >= OUT && across < NEAR && Math.abs(down) > LOW;
  if (across >= OUT && !steep && across <= LONG) {
    const [path, x, y] = getBezierPath({ ...places, curvature: 0.3 });
    return [path, x, y];
  }
  const [path, x, y] = getSmoothStepPath({
    ...places,
    borderRadius: 12,
    offset: steep ? INTO : OUT,
    ...(steep ? { centerX: ends.targetX - INTO } : {}),
    ...(across > LONG ? { centerX: ends.sourceX + OUT } : {}),
    ...(across < OUT && down > 2 * toGap ? { centerY: ends.targetY - toGap } : {}),
  });
  return [path, x, y];
}

/** Over the heads of the cards between two ends on one level: up into the gap above, across, down again. */
function overhead({ sourceX, sourceY, targetX, targetY }: Ends, toGap: number): readonly [string, number, number] {
  const top = targetY - toGap;
  const r = 12;
  const [left, right] = [sourceX + OUT, targetX - OUT];
  const path = [
    `M ${sourceX} ${sourceY} H ${left - r} Q ${left} ${sourceY} ${left} ${sourceY - r}`,
    `V ${top + r} Q ${left} ${top} ${left + r} ${top} H ${right - r}`,
    `Q ${right} ${top} ${right} ${top + r} V ${targetY - r} Q ${right} ${targetY} ${right + r} ${targetY} H ${targetX}`,
  ].join(' ');
  return [path, (sourceX + targetX) / 2, top];
}
