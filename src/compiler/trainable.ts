import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Initializer } from '../layers/initializers';
import type { DataUse, MetricName } from '../layers/layer';

/** What a node leaves in a buffer when a training step passes it. */
export interface BufferUpdate {
  /** Name of the parameter. */
  readonly name: string;
  /** The node: where a loss does not depend on it, nothing is updated. */
  readonly nodeId: string;
  readonly next: Value;
  /** Stands for the buffer from here on: an input of the builder's graph. */
  readonly after: Value;
}

/** A loss or metric: `value` averaged over a batch is that of the batch. */
export interface Measured {
  readonly nodeId?: string;
  readonly value: Value;
  /** Where examples count differently: that of many batches is the sum of the one over the sum of the other, both [B]. */
  readonly ratio?: { readonly value: Value; readonly weight: Value };
}

/** What a training step is cut from: a lowered document, or an imported model with a loss on it. All ends are inputs of the builder's graph. */
export interface Trainable {
  readonly b: Builder;
  readonly parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly init: Initializer;
    readonly value: Value;
    /** Paths of the nodes that use it. */
    readonly nodeIds?: readonly string[];
    /** Changed by `updates`, not by an optimizer. */
    readonly buffer?: boolean;
  }[];
  /** In the order they happen. */
  readonly updates?: readonly BufferUpdate[];
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
  /** Values for each example, [B], with the paths of their nodes. */
  readonly losses: readonly Measured[];
  readonly metrics: readonly (Measured & { readonly metric: MetricName })[];
  readonly outputs: readonly { readonly name: string }[];
}
