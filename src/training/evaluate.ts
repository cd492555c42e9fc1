import type { Program } from '../compiler/program';
import { internal } from '../core/errors';
import type { LoadedDataset } from '../data/dataset';
import type { BoundProgram, ModelState } from './boundProgram';

export interface Scores {
  /** Means over all examples. */
  readonly loss: number;
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
  data: LoadedDataset,
  examples: Uint32Array,
  batchSize: number,
  between: () => Promise<void>,
): Promise<Scores> {
  if (examples.length === 0) internal('an evaluation without examples');
  let loss = 0;
  const sums: Record<string, number> = {};
  for (let start = 0; start < examples.length; start += batchSize) {
    await between();
    const part = examples.subarray(start, start + batchSize);
    const output = await program.run({ state, data, examples: part, step: 0, seed: 0, learningRate: () => 0 });
    loss += output.losses[0] ?? internal('evaluate gave no loss');
    for (const [name, values] of Object.entries(output.metrics)) sums[name] = (sums[name] ?? 0) + (values[0] ?? 0);
  }
  const count = examples.length;
  const metrics = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / count]));
  return { loss: loss / count, metrics, examples: count };
}

/** Every place of a data set. */
export function allExamples(data: LoadedDataset): Uint32Array {
  return Uint32Array.from({ length: data.count }, (_, i) => i);
}
