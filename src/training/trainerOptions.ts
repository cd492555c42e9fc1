import type { Moment } from '../compiler/schedules/schedule';
import type { HostTensor } from '../core/tensor';
import type { Augment, LoadedDataset } from '../data/dataset';
import type { BestEpoch, Checkpoint, ParameterSlot, TrainingHistory } from '../document/checkpoint';
import type { SessionCache } from '../runtime/sessionCache';
import type { ModelState } from './boundProgram';
import type { EarlyStopping } from './earlyStopping';
import type { TrainingEvent } from './events';
import type { Programs } from './programs';

/** Where a run begins. */
export interface TrainingStart {
  readonly layout: readonly ParameterSlot[];
  /** float32 [P]. */
  readonly parameters: Float32Array;
  readonly optimizer: Checkpoint['optimizer'];
  /** Steps done. */
  readonly step: number;
  readonly history: TrainingHistory;
  readonly best?: BestEpoch | undefined;
}

export interface TrainingData {
  readonly train: LoadedDataset;
  /** Places in `train` to learn from, and to watch. */
  readonly split: { readonly train: Uint32Array; readonly validation: Uint32Array };
  /** What is done to training batches. */
  readonly augment?: Augment | undefined;
  /** What the steps learned from the training examples. */
  readonly statistics?: Checkpoint['statistics'];
  /** The official test split; fetched when first asked for. */
  loadTest(): Promise<LoadedDataset>;
}

export interface TrainingSettings {
  readonly seed: number;
  /** Examples a step takes. */
  readonly batchSize: number;
  readonly epochs: number;
  /** Steps of the whole run, where it is not the epochs that end it. */
  readonly steps?: number | undefined;
  learningRate(moment: Moment, phase: number): number;
  /** Batches an iteration takes from the data; then each iteration is a whole one. 1 unless said. */
  readonly batches?: number | undefined;
  readonly earlyStopping?: EarlyStopping | undefined;
  /** Examples a call of the evaluate program. */
  readonly evaluationBatch: number;
}

export interface TrainerOptions {
  readonly programs: Programs;
  readonly sessions: SessionCache;
  readonly data: TrainingData;
  readonly settings: TrainingSettings;
  readonly start: TrainingStart;
  onEvent(event: TrainingEvent): void;
  /** The run ended because the runtime died or something of ours broke; `done` rejects with the same. */
  onCrash?(error: unknown): void;
  /** Milliseconds. */
  readonly clock?: () => number;
}

/** The vectors of a start as tensors in this thread's memory. */
export function stateOf({ parameters, optimizer }: Pick<TrainingStart, 'parameters' | 'optimizer'>): ModelState {
  return {
    parameters: vectorOf(parameters),
    states: Object.fromEntries(Object.entries(optimizer.state).map(([name, data]) => [name, vectorOf(data)])),
  };
}

/** float32 [n] in this thread's memory. */
export function vectorOf(data: Float32Array): HostTensor {
  return { dtype: 'float32', dims: [data.length], data };
}
