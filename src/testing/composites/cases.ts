import type { Shape } from '../../core/shape';
import { Numbers } from '../cases/case';
import type { Forward } from '../differentiate';
import type { RefTensor } from '../reference/tensor';
import { attention, embedding, multiHeadAttention } from './attention';
import type { CompositeCase } from './composite';
import { einsum } from './einsum';
import { groupNorm, instanceNorm, rmsNorm, runningStatistics } from './normalization';
import { stopGradient } from './stopGradient';

/** How every function of src/ir/composites, and what only several operators show, is tried, by the name its golden values have. */
const composites: Readonly<Record<string, readonly CompositeCase[]>> = {
  attention,
  einsum,
  embedding,
  groupNorm,
  instanceNorm,
  multiHeadAttention,
  rmsNorm,
  runningStatistics,
  stopGradient,
};

/** A case with its inputs drawn. */
export interface DrawnComposite {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly RefTensor[];
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly kink: boolean;
  readonly declared: readonly Shape[] | undefined;
  readonly forward: Forward;
}

export const compositeNames = Object.keys(composites);

export function compositeCasesOf(name: string): DrawnComposite[] {
  return (composites[name] ?? []).map(({ inputs, kink, declared, ...item }) => ({
    ...item,
    op: name,
    inputs: inputs(new Numbers(name, item.name)),
    kink: kink ?? false,
    declared,
  }));
}
