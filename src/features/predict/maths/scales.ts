import type { ColumnScale } from '../../../stores/predict';

/** Answers [n, ..., channels] about a standardised column in the column's own unit: x = y · std + mean. */
export function inUnit(values: Float32Array, scale: ColumnScale | undefined): Float32Array {
  const channels = scale?.mean.length ?? 0;
  if (!scale || channels === 0) return values;
  return values.map((value, i) => value * (scale.std[i % channels] ?? 1) + (scale.mean[i % channels] ?? 0));
}
