import type { LearnedStatistics } from './statistics';

/** Where one parameter lies in the flat vector. */
export interface ParameterSlot {
  /** `<node id>.<parameter>`, such as `conv2d_1.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** First element. */
  readonly offset: number;
}

/** Everything a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly layout: readonly ParameterSlot[];
  /** float32 [P]. */
  readonly parameters: Float32Array;
  /**
   * Optimizers: their types (`adam+sgd` for two phases), and their vectors by name (`m`, `m2`), float32 [T] each: one value for every
   * parameter that the phase trains.
   */
  readonly optimizer: { readonly type: string; readonly state: Readonly<Record<string, Float32Array>> };
  /** Steps done. */
  readonly step: number;
  readonly history: TrainingHistory;
  /** What early stopping goes back to. */
  readonly best?: BestEpoch;
  /** What the steps of the data nodes learned from the training examples. */
  readonly statistics?: readonly LearnedStatistics[];
}

/** The epoch with the best of what early stopping watches so far. */
export interface BestEpoch {
  readonly step: number;
  /** Validation loss of the watched phase. */
  readonly loss: number;
  /** The metric that is watched in its place. */
  readonly metric?: { readonly name: string; readonly value: number };
  /** float32 [P]. */
  readonly parameters: Float32Array;
}

/** Curves so far. `train` may be thinned; `validation` is whole. */
export interface TrainingHistory {
  readonly train: readonly CurvePoint[];
  readonly validation: readonly CurvePoint[];
}

export interface CurvePoint {
  readonly step: number;
  /** Of the first phase. */
  readonly loss: number;
  /** Of every phase, where there are several. */
  readonly losses?: readonly number[];
  readonly metrics: Readonly<Record<string, number>>;
}
