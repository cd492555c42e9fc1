import type { TestRows } from '../../../stores/predict';

type Series = NonNullable<TestRows['series']>;

const YEAR = 365;
const WEEK = 7;

/** A year of days where the rows before the test split hold one, otherwise a week of them. */
export const usualSeason = ({ first }: Series): number => (first >= YEAR ? YEAR : WEEK);

/**
 * What the series was a season before each target, [count · horizon] window by window; undefined where that reaches back before
 * the first row, or not back before all of the targets.
 * @param season rows
 */
export function seasonBefore(
  { values, first, stride }: Series,
  { count, horizon, season }: { readonly count: number; readonly horizon: number; readonly season: number },
): Float32Array | undefined {
  if (season > first || season < horizon) return undefined;
  return Float32Array.from({ length: count * horizon }, (_, i) => {
    const target = first + Math.floor(i / horizon) * stride + (i % horizon);
    return values[target - season] ?? Number.NaN;
  });
}
