import { getBezierPath, getSmoothStepPath, Position } from '@xyflow/react';

interface Ends {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

/** Farther than this, a curve would cut across the cards between its ends. */
const LONG = 320;
const OUT = 20;

/**
 * A smooth curve to a neighbour; to a node behind or far ahead, straight runs with round corners that keep to the gaps between
 * the cards. Gives the path and the place for a label.
 */
export function wirePath(ends: Ends): readonly [path: string, labelX: number, labelY: number] {
  const across = ends.targetX - ends.sourceX;
  const down = Math.abs(ends.targetY - ends.sourceY);
  const places = { ...ends, sourcePosition: Position.Right, targetPosition: Position.Left };
  if (across >= OUT && (across <= LONG || down < 12)) {
    const [path, x, y] = getBezierPath({ ...places, curvature: 0.3 });
    return [path, x, y];
  }
  const [path, x, y] = getSmoothStepPath({
    ...places,
    borderRadius: 12,
    offset: OUT,
    ...(across > LONG ? { centerX: ends.sourceX + OUT } : {}),
  });
  return [path, x, y];
}
