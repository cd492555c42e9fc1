import type { StepParams } from '../../layers/steps/registry';
import { countOf, floats, type HostStep } from './hostStep';

const rowSize = ({ shape }: { shape: readonly number[] }): number => shape[0] ?? 1;

export const differences: HostStep<StepParams<'differences'>> = {
  apply(column, { lag }) {
    const x = floats(column);
    const back = lag * rowSize(column.spec);
    return [x.map((value, i) => (i < back ? Number.NaN : value - (x[i - back] as number)))];
  },
  kept: (column, { lag }) => Uint32Array.from({ length: Math.max(0, countOf(column) - lag) }, (_, i) => i + lag),
};

export const windows: HostStep<StepParams<'windows'>> = {
  apply(column, { length, horizon, of, stride }) {
    const rows = floats(column);
    const size = rowSize(column.spec);
    const count = Math.max(0, Math.floor((countOf(column) - length - horizon) / stride) + 1);
    const [x, y] = [new Float32Array(count * length * size), new Float32Array(count * horizon)];
    const place = Math.min(of, size) - 1;
    for (let i = 0; i < count; i++) {
      x.set(rows.subarray(i * stride * size, (i * stride + length) * size), i * length * size);
      for (let h = 0; h < horizon; h++) y[i * horizon + h] = rows[(i * stride + length + h) * size + place] as number;
    }
    return [x, y];
  },
};
