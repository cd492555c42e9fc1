import type { Diagnostic } from '../../core/diagnostic';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import type { Initializer } from '../../layers/initializers';
import type { DataUse, MetricName } from '../../layers/layer';

export interface LoweredParameter {
  /** `dense_1.weight`; inside a module `instance/dense_1.weight`, or `module/dense_1.weight` where weights are shared. */
  readonly name: string;
  /** Paths of the nodes that use it, in order; one unless weights are shared. */
  readonly nodeIds: readonly string[];
  /** Changed by `updates`, not by an optimizer. */
  readonly buffer: boolean;
  readonly shape: readonly number[];
  readonly init: Initializer;
  readonly value: Value;
}

/** What a node leaves in a buffer when a training step passes it. */
export interface LoweredUpdate {
  /** Name of the parameter. */
  readonly name: string;
  readonly nodeId: string;
  readonly next: Value;
  /** Stands for the buffer from here on: an input of the graph. */
  readonly after: Value;
}

interface Declared {
  /** Path of the node. */
  readonly nodeId: string;
  readonly value: Value;
}

/** `column`: as the data of a run call it (`ProgramParts.columnOf`). */
export type LoweredData = Declared & { readonly column: string; readonly use: DataUse; readonly name: string };
export type LoweredRandom = Declared & { readonly key: string; readonly distribution: 'uniform' | 'normal' };
/** `value` averaged over a batch is the loss or metric of that batch. */
interface Measured extends Declared {
  /** Where examples count differently: the loss of many batches is the sum of the one over the sum of the other, both [B]. */
  readonly ratio?: { readonly value: Value; readonly weight: Value };
}

export type LoweredMetric = Measured & { readonly metric: MetricName };
export type LoweredOutput = Declared & { readonly name: string };
export type LoweredLoss = Measured;

/**
 * A document as IR: what every program is cut from. Parameters, data and random tensors are inputs of the graph.
 *
 * Nodes go by their path: a node's id, and inside a module the instance's path before it: `encoder_1/dense_1`, and
 * `encoder_1/0/dense_1` in the first copy of an instance that repeats. The origin of an IR node is such a path.
 */
export interface Lowered {
  readonly b: Builder;
  /** Values at the output ports of each node that could be lowered, by path. */
  readonly ports: ReadonlyMap<string, Readonly<Record<string, Value>>>;
  /** Values at the input ports of each node that had them all, by path. */
  readonly arrivals: ReadonlyMap<string, Readonly<Record<string, Value>>>;
  /** Paths of the nodes whose outputs are values of others: disabled nodes, modules and their inputs. */
  readonly handedOn: ReadonlySet<string>;
  /** Only where nodes were recalled: floating-point operations of each, by path. The graph then holds no operators. */
  readonly flops?: ReadonlyMap<string, number>;
  readonly parameters: readonly LoweredParameter[];
  /** In the order they happen; none outside training. */
  readonly updates: readonly LoweredUpdate[];
  readonly data: readonly LoweredData[];
  readonly random: readonly LoweredRandom[];
  readonly losses: readonly LoweredLoss[];
  readonly metrics: readonly LoweredMetric[];
  readonly outputs: readonly LoweredOutput[];
  /**
   * Errors first. A node that nothing trained or exported depends on only warns. What is wrong inside a module is told at the path
   * of the node inside and once more, as `module.inside`, at every instance around it.
   */
  readonly diagnostics: readonly Diagnostic[];
}
