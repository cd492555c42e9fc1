import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Initializer } from '../layers/initializers';
import type { DataUse, MetricName } from '../layers/layer';

/** What a training step is cut from: a lowered document, or an imported model with a loss on it. All ends are inputs of the builder's graph. */
export interface Trainable {
  readonly b: Builder;
  readonly parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly init: Initializer;
    readonly value: Value;
  }[];
  readonly data: readonly {
    readonly column: string;
    readonly use: DataUse;
    readonly name: string;
    readonly value: Value;
  }[];
  readonly random: readonly {
    readonly key: string;
    readonly distribution: 'uniform' | 'normal';
    readonly value: Value;
  }[];
  /** Values for each example, [B]. */
  readonly losses: readonly { readonly value: Value }[];
  readonly metrics: readonly { readonly metric: MetricName; readonly value: Value }[];
  readonly outputs: readonly { readonly name: string }[];
}
