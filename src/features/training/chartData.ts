import type { Curve, Line } from '../../stores/curve';

/** Values of one line, one for each step of a chart, null where it has no point there. */
type Column = readonly (number | null)[];

/** What a chart draws of one value: training values that occurred, their moving average, validation points. */
export interface LineData {
  readonly raw: Column;
  readonly smooth: Column;
  readonly validation: Column;
}

/** Lines over one axis of whole steps, as uPlot takes them. */
export interface ChartData {
  readonly steps: number[];
  readonly lines: readonly LineData[];
}

/** One value over a run. */
export interface Measured {
  readonly train: Curve | undefined;
  readonly validation: Line;
}

const noLine: Line = { steps: [], values: [] };

/** Curves on one axis of whole steps. `beta` 0 leaves the average out where the raw line says the same. */
export function chartData(curves: readonly Measured[], beta: number): ChartData {
  const lines = curves.map(({ train, validation }) => ({
    raw: train?.raw() ?? noLine,
    smooth: train?.smooth(beta) ?? noLine,
    validation,
  }));
  const steps = mergeSteps(lines.flatMap(({ raw, smooth, validation }) => [raw.steps, smooth.steps, validation.steps]));
  const spreadAll = ({ raw, smooth, validation }: (typeof lines)[number]): LineData => ({
    raw: spread(steps, raw),
    smooth: spread(steps, smooth),
    validation: spread(steps, validation),
  });
  return { steps, lines: lines.map(spreadAll) };
}

/** Sorted union of ascending lists. */
export function mergeSteps(lists: readonly (readonly number[])[]): number[] {
  const at = lists.map(() => 0);
  const merged: number[] = [];
  for (;;) {
    let next = Number.POSITIVE_INFINITY;
    lists.forEach((list, i) => {
      next = Math.min(next, list[at[i] as number] ?? Number.POSITIVE_INFINITY);
    });
    if (next === Number.POSITIVE_INFINITY) return merged;
    merged.push(next);
    lists.forEach((list, i) => {
      if (list[at[i] as number] === next) at[i] = (at[i] as number) + 1;
    });
  }
}

function spread(steps: readonly number[], line: Line): (number | null)[] {
  let at = 0;
  return steps.map((step) => {
    if (line.steps[at] !== step) return null;
    return line.values[at++] as number;
  });
}

/** Ends of the step axis that move seldom: a round number of steps, at most a quarter of the axis empty. */
export function roundedEnd(last: number): number {
  if (last <= 10) return 10;
  const power = 10 ** Math.floor(Math.log10(last));
  const factor = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= last) ?? 10;
  return Math.ceil(factor * power);
}

/** Range of a value axis. Shares stay within 0 … 1; the rest begins at 0, or on a log axis just around the values. */
export function valueRange(min: number, max: number, kind: 'share' | 'linear' | 'log'): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return kind === 'log' ? [0.01, 1] : [0, 1];
  if (kind === 'log') return logRange(min, max);
  if (kind === 'share') return [Math.max(0, Math.floor((min - 0.02) * 10) / 10), 1];
  const low = Math.min(0, min);
  return [low, max <= low ? low + 1 : max + (max - low) * 0.04];
}

function logRange(min: number, max: number): [number, number] {
  const high = max > 0 ? max : 1;
  const low = min > 0 ? min : high / 1000;
  return low === high ? [low / 2, high * 2] : [low / 1.15, high * 1.15];
}

/** Places for ticks on a log axis: 1, 2, 5 of every decade while there is room, decades alone otherwise. */
export function logTicks(low: number, high: number, most: number): number[] {
  for (const factors of [[1, 2, 5], [1, 3], [1]]) {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const factor of factors) ticks.push(factor * 10 ** power);
    }
    const inside = ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
    if (inside.length <= most || factors.length === 1) return inside;
  }
  return [];
}
