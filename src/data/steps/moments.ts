import type { ColumnSpec } from '../../layers/columns';
import { channelsOf } from '../../layers/steps/step';
import { type Column, isNumbers } from '../dataset';

/** How many values of one channel lie side by side, for each channel in turn: a plane of a picture, one number of a row. */
export function runLength({ kind, shape }: ColumnSpec): number {
  return kind === 'picture' ? shape.slice(1).reduce((a, b) => a * b, 1) : 1;
}

/** Calls `visit` with every number that is there and its channel. */
export function eachValue(column: Column, visit: (value: number, channel: number) => void): void {
  if (!isNumbers(column)) return;
  const [channels, run] = [channelsOf(column.spec), runLength(column.spec)];
  const { data } = column;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isNaN(value)) visit(value, Math.floor(i / run) % channels);
  }
}

/** Mean and standard deviation (of the population) of every channel, in float64, what is missing left out. A channel that is constant or empty has deviation 1. */
export function moments(parts: () => Iterable<Column>): { mean: number[]; std: number[] } {
  const sums: number[] = [];
  const counts: number[] = [];
  for (const part of parts())
    eachValue(part, (value, channel) => {
      sums[channel] = (sums[channel] ?? 0) + value;
      counts[channel] = (counts[channel] ?? 0) + 1;
    });
  const mean = Array.from(sums, (sum = 0, channel) => sum / (counts[channel] || 1));
  const squares: number[] = mean.map(() => 0);
  for (const part of parts())
    eachValue(part, (value, channel) => {
      squares[channel] = (squares[channel] ?? 0) + (value - (mean[channel] ?? 0)) ** 2;
    });
  const std = squares.map((square, channel) => Math.sqrt(square / (counts[channel] || 1)) || 1);
  return { mean, std };
}
