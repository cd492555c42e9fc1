import type { Localized } from '../core/locale';
import type { MetricName } from '../core/metrics';
import type { Dim, TensorType } from '../core/shape';
import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Fields, ParamsOf } from './fields';
import type { Initializer } from './initializers';

/** Colour and place in the palette. */
export type LayerGroup =
  | 'data'
  | 'core'
  | 'convolution'
  | 'pooling'
  | 'normalization'
  | 'sequence'
  | 'regularization'
  | 'activation'
  | 'shape'
  | 'merge'
  | 'loss'
  | 'metric'
  | 'output';

export type Mode = 'train' | 'evaluate' | 'predict';

/** What a layer lowers with: everything it can ask of the program it becomes part of. */
export interface LowerContext {
  readonly b: Builder;
  readonly mode: Mode;
  /** Size of the batch axis: a number in a train step, `'B'` elsewhere. */
  readonly batch: Dim;
  /** A trained tensor of this node, saved as `<node id>.<name>`. */
  parameter(name: string, shape: readonly number[], init: Initializer): Value;
  /**
   * A tensor of this node that a training step changes but no gradient does (running statistics): its value now, after the
   * updates of nodes before it that share it. Saved, exported and evaluated as a parameter is; to be asked for in every mode.
   */
  buffer(name: string, shape: readonly number[], init: Initializer): Value;
  /** What the training step leaves in a buffer, of the buffer's shape; nothing in other modes. */
  update(buffer: Value, next: Value): void;
  /**
   * A column of the data set, fed for every batch.
   * @param name of the input in the exported model
   * @param use a target is known while a model learns, and not asked for when it predicts
   */
  data(column: string, name: string, type: TensorType, use: DataUse): Value;
  /** Fresh float32 numbers from the seeded generator, drawn for every step: uniform in [0, 1) or standard normal. */
  random(distribution: 'uniform' | 'normal', shape: readonly Dim[]): Value;
  /**
   * Declares a loss by its value for each example, shape [B]; the program averages (train) or sums (evaluate).
   * @param weight of each example, [B], where examples count differently: the loss is the sum of the values over the sum of the weights
   */
  loss(perExample: Value, weight?: Value): void;
  /**
   * Declares a metric by what it is made of (core/metrics) for each example, float32 [B] or [B, K]; `weight` as for a loss, beside
   * one number.
   */
  metric(name: MetricName, perExample: Value, weight?: Value): void;
  /** Declares what the exported model answers. */
  output(name: string, value: Value): void;
  /** What is wired to the port of this node, outside the module that it stands in; undefined where that is not known. */
  argument(): Value | undefined;
  /** What goes out at the port of this node, outside the module that it stands in. */
  result(value: Value): void;
  /** A module in the place of this node: from what arrives at its ports to what leaves. */
  instance(use: ModuleUse, inputs: Readonly<Record<string, Value>>): Readonly<Record<string, Value>>;
}

/** How a node uses a module. */
export interface ModuleUse {
  /** Its id. */
  readonly module: string;
  readonly weights: 'own' | 'shared';
  /** Copies in a row. */
  readonly repeat: number;
}

export type { MetricName } from '../core/metrics';
export type DataUse = 'input' | 'target';

export interface PortSpec {
  readonly id: string;
  readonly label: Localized;
}

export interface Ports {
  readonly inputs: readonly PortSpec[];
  readonly outputs: readonly PortSpec[];
}

/** Ports that are always the same, or that the parameters decide (as many as there are terms, columns, operands). */
type PortsOf<F extends Fields> = Ports | { bivariant(params: ParamsOf<F>): Ports }['bivariant'];

/** What a layer is called: always at hand. */
export interface LayerNames {
  readonly name: Localized;
}

/** What a layer does, for those who read about it: the built page loads it when asked (see documentation.ts). */
export interface LayerDocs extends LayerNames {
  /** One sentence: what it does and when to use it. */
  readonly summary: Localized;
  /** LaTeX. */
  readonly formula: string;
  /** Papers or specification sections. */
  readonly references: readonly string[];
  /** Other names people search for. */
  readonly aliases: readonly string[];
}

/** One layer: its parameters, its ports and how it becomes operators. Shapes, gradients, counts and forms follow from these. */
export interface LayerDef<F extends Fields = Fields> {
  readonly type: string;
  /** Raised when the parameters change meaning; `migrations[v]` takes parameters of version v to v + 1. */
  readonly version: number;
  readonly migrations: Readonly<Record<number, (params: Record<string, unknown>) => Record<string, unknown>>>;
  readonly group: LayerGroup;
  readonly params: F;
  readonly ports: PortsOf<F>;
  /** The one or two parameters that matter, as a node shows them: `32 · 3×3`. Numbers and symbols only, so no translation. */
  brief(params: ParamsOf<F>): string;
  /** Gives the value of each output port. Throws ShapeError. */
  lower(
    context: LowerContext,
    inputs: Readonly<Record<string, Value>>,
    params: ParamsOf<F>,
  ): Readonly<Record<string, Value>>;
  readonly docs: LayerNames;
}

/** A layer as its file has it, all its texts with it. */
export interface LayerDefinition<F extends Fields = Fields> extends LayerDef<F> {
  readonly docs: LayerDocs;
}

export function defineLayer<F extends Fields>(def: LayerDefinition<F>): LayerDefinition<F> {
  return def;
}

/** Ports of a layer with one input `x` and one output `y`. */
export const unaryPorts = {
  inputs: [{ id: 'x', label: { en: 'Input', 'zh-CN': '输入' } }],
  outputs: [{ id: 'y', label: { en: 'Output', 'zh-CN': '输出' } }],
} as const;
