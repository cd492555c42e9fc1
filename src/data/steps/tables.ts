import type { StepParams } from '../../layers/steps/registry';
import { channelsOf, numbersOf, type StepStatistics } from '../../layers/steps/step';
import { type Column, isNumbers } from '../dataset';
import { countOf, floats, type HostStep } from './hostStep';
import { eachValue, moments } from './moments';

const isMissing = (value: number, kind: string): boolean => (kind === 'class' ? value < 0 : Number.isNaN(value));

/** The most frequent number of every channel; of equally frequent ones the smallest. */
function modes(parts: () => Iterable<Column>): number[] {
  const counts: Map<number, number>[] = [];
  for (const part of parts())
    eachValue(part, (value, channel) => {
      if (isMissing(value, part.spec.kind)) return;
      const seen = counts[channel] ?? new Map<number, number>();
      counts[channel] = seen;
      seen.set(value, (seen.get(value) ?? 0) + 1);
    });
  return Array.from(counts, (seen) => {
    const [best] = [...(seen ?? [])].sort(([a, m], [b, n]) => n - m || a - b);
    return best?.[0] ?? 0;
  });
}

export const missing: HostStep<StepParams<'missing'>> = {
  fit(parts, { method }): StepStatistics {
    if (method === 'value' || method === 'drop') return {};
    const [first] = parts();
    // a class has no mean
    const useMean = method === 'mean' && first?.spec.kind !== 'class';
    return { fill: useMean ? moments(parts).mean : modes(parts) };
  },
  apply(column, { method, value }, { statistics }) {
    if (!isNumbers(column) || method === 'drop') return [column.data];
    const fill = method === 'value' ? [value] : numbersOf(statistics, 'fill');
    if (!fill) return [column.data];
    const { kind } = column.spec;
    const channels = channelsOf(column.spec);
    return [column.data.map((old, i) => (isMissing(old, kind) ? (fill[i % channels] ?? fill[0] ?? 0) : old))];
  },
  kept(column) {
    const count = countOf(column);
    const size = column.data.length / count;
    const all = Uint32Array.from({ length: count }, (_, i) => i);
    if (!isNumbers(column)) return all;
    const whole = (i: number) =>
      !column.data.subarray(i * size, (i + 1) * size).some((value: number) => isMissing(value, column.spec.kind));
    return all.filter(whole);
  },
};

export const standardise: HostStep<StepParams<'standardise'>> = {
  fit: (parts) => moments(parts),
  apply(column, _, { statistics }) {
    const [mean, std] = [numbersOf(statistics, 'mean'), numbersOf(statistics, 'std')];
    if (!mean || !std) return [floats(column)];
    const channels = channelsOf(column.spec);
    return [floats(column).map((value, i) => (value - (mean[i % channels] ?? 0)) / (std[i % channels] ?? 1))];
  },
};

export const oneHot: HostStep<StepParams<'oneHot'>> = {
  apply(column) {
    const width = column.spec.classes?.length ?? 0;
    const out = new Float32Array(column.data.length * width);
    floats(column).forEach((label, i) => {
      if (label >= 0 && label < width) out[i * width + label] = 1;
    });
    return [out];
  },
};
