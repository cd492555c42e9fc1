import { internal } from '../../core/errors';
import type { LoadedDataset } from '../../data/dataset';
import { applyHostSteps, concatExamples } from '../../data/pipeline';
import { floats } from '../../data/steps/hostStep';
import { elementsOf } from '../../layers/columns';
import type { Plan } from '../../layers/steps/registry';
import type { StepStatisticsEntry } from '../../layers/steps/statistics';
import { channelsOf, numbersOf } from '../../layers/steps/step';
import type { ColumnScale, TestRows } from '../protocol/trial';

/**
 * How the numbers of columns that the model standardises are brought back to their unit, by name: x = y · std + mean, channel by
 * channel. Steps one after the other are one: (y · s2 + m2) · s1 + m1.
 */
export function scalesOf({ steps }: Plan, entries: readonly StepStatisticsEntry[]): Record<string, ColumnScale> {
  const scales: Record<string, ColumnScale> = {};
  for (const { index, spec, column } of steps) {
    const values = entries.find(({ step }) => step === index)?.values;
    const [mean, std] = [numbersOf(values, 'mean'), numbersOf(values, 'std')];
    if (spec.type !== 'standardise' || !mean || !std) continue;
    const before = scales[column.name];
    const at = Array.from({ length: channelsOf(column) }, (_, i) => i);
    const scaleBefore = (i: number) => before?.std[i] ?? 1;
    scales[column.name] = {
      mean: at.map((i) => (before?.mean[i] ?? 0) + (mean[i] ?? 0) * scaleBefore(i)),
      std: at.map((i) => (std[i] ?? 1) * scaleBefore(i)),
    };
  }
  return scales;
}

/**
 * The number that windows forecast over all of time, training rows first, where the rows follow each other in time: what a
 * baseline of a season before looks back at. Undefined where there are no windows or no order.
 */
export async function seriesOf(
  plan: Plan,
  test: LoadedDataset,
  loadTrain: () => Promise<LoadedDataset>,
): Promise<TestRows['series']> {
  const place = plan.steps.findIndex(({ spec }) => spec.type === 'windows');
  const step = plan.steps[place];
  if (!step || !test.ordered) return undefined;
  const { length, of, stride } = step.params as { length: number; of: number; stride: number };
  const before = { ...plan, steps: plan.steps.slice(0, place) };
  const numbers = (data: LoadedDataset): Float32Array => {
    const columns = applyHostSteps(data, before, [], {}).columns;
    const column = columns.find(({ spec }) => spec.name === step.column.name) ?? internal('windows of no column');
    const size = elementsOf(column.spec);
    const rows = floats(column);
    return Float32Array.from({ length: rows.length / size }, (_, i) => rows[i * size + Math.min(of, size) - 1] ?? 0);
  };
  const values = numbers(concatExamples(await loadTrain(), test));
  return { values, first: values.length - numbers(test).length + length, stride };
}
