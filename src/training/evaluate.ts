import type { Program, RatioOf } from '../compiler/program';
import { internal } from '../core/errors';
import { finishMetric } from '../core/metrics';
import type { LoadedDataset } from '../data/dataset';
import type { BoundProgram, FedData, ModelState } from './boundProgram';

export interface Scores {
  /** Means over all examples; the loss is that of the first phase. */
  readonly loss: number;
  /** Of every phase, where there are several. */
  readonly losses?: readonly number[];
  readonly metrics: Readonly<Record<string, number>>;
  readonly examples: number;
}

/**
 * Runs the evaluate program over the examples and averages its sums, added up in float64 in a fixed order.
 * @param between called before each batch; may reject to end the evaluation
 */
export async function evaluateSplit(
  program: BoundProgram<Program>,
  state: ModelState,
  data: FedData,
  examples: Uint32Array,
  batchSize: number,
  between: () => Promise<void>,
): Promise<Scores> {
  if (examples.length === 0) internal('an evaluation without examples');
  const totals: number[] = [];
  const sums: Record<string, number[]> = {};
  const ratios: { of: RatioOf; value: number; weight: number }[] = [];
  for (let start = 0; start < examples.length; start += batchSize) {
    await between();
    const part = examples.subarray(start, start + batchSize);
    // each batch draws random numbers of its own, the same ones in every evaluation
    const output = await program.run({ state, data, examples: part, step: start / batchSize, seed: 0 });
    for (const [phase, [sum = internal('evaluate gave no loss')]] of output.phaseLosses.entries())
      totals[phase] = (totals[phase] ?? 0) + sum;
    for (const [name, values] of Object.entries(output.metrics))
      sums[name] = values.map((value, i) => (sums[name]?.[i] ?? 0) + value);
    for (const [i, { of, value, weight }] of output.ratios.entries()) {
      const before = ratios[i] ?? { value: 0, weight: 0 };
      ratios[i] = { of, value: before.value + value, weight: before.weight + weight };
    }
  }
  const count = examples.length;
  const metrics = Object.fromEntries(
    Object.entries(sums).map(([name, all]): [string, number] => [
      name,
      finishMetric(
        name,
        all.map((sum) => sum / count),
      ),
    ]),
  );
  const means = totals.map((total) => total / count);
  for (const { of, value, weight } of ratios) {
    // of nothing that counts, 0, as in a training step
    const mean = weight === 0 ? 0 : value / weight;
    if ('metric' in of) metrics[of.metric] = mean;
    else means[of.phase] = (means[of.phase] ?? 0) + of.weight * mean;
  }
  const [loss = internal('evaluate gave no loss'), ...others] = means;
  return { loss, ...(others.length > 0 ? { losses: [loss, ...others] } : {}), metrics, examples: count };
}

/** Every place of a data set. */
export function allExamples(data: LoadedDataset): Uint32Array {
  return Uint32Array.from({ length: data.count }, (_, i) => i);
}
