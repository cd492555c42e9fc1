import type { TensorType } from '../core/shape';
import type { ParameterSlot } from '../document/checkpoint';
import type { Graph } from '../ir/op';
import type { Initializer } from '../layers/initializers';
import type { DataUse, MetricName } from '../layers/layer';

/** What a program wants at one of its inputs. Names are the ONNX input names. */
export type ProgramInput =
  /** All parameters and then all buffers in one vector, float32 [P]. */
  | { readonly role: 'parameters'; readonly name: string; readonly type: TensorType }
  /** A vector of an optimizer over what its phase trains, float32 [T]; zeros at the first step. */
  | { readonly role: 'state'; readonly name: string; readonly state: string; readonly type: TensorType }
  /** Steps done before this one, float32, [] or [K]. */
  | { readonly role: 'step'; readonly name: string; readonly type: TensorType }
  /** Learning rate of a phase, float32, [] or [K]. */
  | { readonly role: 'learningRate'; readonly name: string; readonly phase: number; readonly type: TensorType }
  /** A column of the data set for this batch, [B, ...] or [K, B, ...]. */
  | {
      readonly role: 'data';
      readonly name: string;
      readonly column: string;
      readonly use: DataUse;
      readonly type: TensorType;
    }
  /** Fresh random float32 numbers, [...] or [K, ...]. `key` names the stream. */
  | {
      readonly role: 'random';
      readonly name: string;
      readonly key: string;
      readonly distribution: 'uniform' | 'normal';
      readonly type: TensorType;
    };

export type ProgramOutput =
  | { readonly role: 'parameters'; readonly name: string }
  | { readonly role: 'state'; readonly name: string; readonly state: string }
  /** Of a phase: mean over the batch (train: [] or [K]; of its last step) or sum over the batch (evaluate: []). */
  | { readonly role: 'loss'; readonly name: string; readonly phase: number }
  | { readonly role: 'metric'; readonly name: string; readonly metric: MetricName }
  /** Evaluate, where examples count differently: sum of the values and sum of the weights over the batch, float32 [2]. */
  | { readonly role: 'ratio'; readonly name: string; readonly of: RatioOf }
  /** Euclidean norm of the whole gradient of a phase, [] or [K]. */
  | { readonly role: 'gradientNorm'; readonly name: string }
  /** What an Output node answers, [B, ...]. */
  | { readonly role: 'answer'; readonly name: string; readonly nodeId: string }
  /** A forward value asked for by an inspect program. */
  | { readonly role: 'activation'; readonly name: string; readonly nodeId: string };

/** What the one sum over the other is: a loss, and by how much it counts in that of its phase, or a metric. */
export type RatioOf = { readonly phase: number; readonly weight: number } | { readonly metric: MetricName };

export interface ParameterSpec extends ParameterSlot {
  readonly init: Initializer;
  /** Paths of the nodes that use it; none for imported models. */
  readonly nodeIds: readonly string[];
  /** Changed by the step itself (running statistics), not by an optimizer. */
  readonly buffer: boolean;
}

/** A graph with the meaning of its ends. */
export interface Program {
  readonly kind: 'predict' | 'evaluate' | 'train' | 'inspect';
  readonly graph: Graph;
  readonly inputs: readonly ProgramInput[];
  readonly outputs: readonly ProgramOutput[];
  readonly layout: readonly ParameterSpec[];
}

/** A vector that an optimizer keeps. */
export interface StateSpec {
  readonly name: string;
  /** Which parameters its values belong to, one after the other from offset 0. */
  readonly slots: readonly ParameterSlot[];
}

export interface TrainProgram extends Program {
  readonly kind: 'train';
  /** Examples a step takes: a batch for each of the optimizer steps that a phase does in an iteration. */
  readonly batch: number;
  /** Steps one call does (K). Inputs and outputs gain a leading [K] axis where the comments say so, if K > 1. */
  readonly stepsPerCall: number;
  /** Types of all phases, joined: `adam+sgd`; the vectors that they keep. */
  readonly optimizer: { readonly type: string; readonly states: readonly StateSpec[] };
}
