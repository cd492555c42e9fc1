import type { Diagnostic } from '../core/diagnostic';
import type { Result } from '../core/result';
import type { TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import type { Checkpoint } from '../document/checkpoint';
import type { NetDocument } from '../document/schema';
import type { TrialApi } from './protocol/trial';

/** `auto` takes what a short measurement finds faster. */
export type ProviderChoice = 'auto' | 'wasm' | 'webgpu';
export type Provider = 'wasm' | 'webgpu';

export interface LoadRequest {
  /** Chosen by the page; every event carries it, so late events of an older run are dropped. */
  readonly runId: string;
  readonly document: NetDocument;
  readonly provider: ProviderChoice;
  /** WASM threads; 0 leaves it to the worker (the number of cores, at most 8). */
  readonly threads: number;
  /** Where the data sets are served from, ending in a slash. */
  readonly dataUrl: string;
  /** Goes on from here: parameters are taken by name and shape, the rest only if the whole layout fits. */
  readonly checkpoint?: Checkpoint;
}

export interface LoadInfo {
  readonly provider: Provider;
  /** Why this provider: shown beside its name. `softwareGpu`: the only GPU is one that the CPU imitates. */
  readonly reason: 'chosen' | 'measured' | 'noAdapter' | 'softwareGpu' | 'unsupported';
  /** Milliseconds a training step took on each, where that decided. */
  readonly measured?: Readonly<Record<Provider, number>> | undefined;
  /**
   * Of a GPU: where batches are put together. There, of the columns that lie there; or in the worker, because each batch is changed
   * before it is learned from, the data set is too large for the GPU, or the GPU has no memory left.
   */
  readonly batches?: 'gpu' | 'augmented' | 'tooLarge' | 'noMemory' | undefined;
  readonly threads: number;
  readonly parameters: number;
  readonly trainExamples: number;
  readonly validationExamples: number;
  readonly stepsPerEpoch: number;
}

/** Life of a run. `start` from ready/paused runs on; `pause` and `step` leave it paused; `stop`, `finished`, `failed` end it. */
export type RunStatus = 'idle' | 'loading' | 'ready' | 'running' | 'paused' | 'stopped' | 'finished' | 'failed';

export interface TrainPoint {
  /** Steps done, from 1; where there are several phases, iterations of all of them. */
  readonly step: number;
  /** Of the first phase. */
  readonly loss: number;
  /** Of every phase, where there are several. */
  readonly losses?: readonly number[];
  readonly metrics: Readonly<Record<string, number>>;
}

export interface EvaluationPoint extends TrainPoint {
  readonly epoch: number;
  readonly examples: number;
}

export type TrainerEvent =
  | { readonly type: 'status'; readonly runId: string; readonly status: RunStatus }
  | { readonly type: 'data'; readonly runId: string; readonly loadedBytes: number; readonly totalBytes: number }
  | {
      readonly type: 'progress';
      readonly runId: string;
      /** Epochs begun, from 1. */
      readonly epoch: number;
      readonly epochs: number;
      /** Steps done in this epoch, and how many it has. */
      readonly epochStep: number;
      readonly epochSteps: number;
      readonly step: number;
      readonly steps: number;
      readonly msPerStep: number;
      readonly secondsLeft: number;
    }
  | { readonly type: 'train'; readonly runId: string; readonly points: readonly TrainPoint[] }
  | { readonly type: 'validation'; readonly runId: string; readonly point: EvaluationPoint }
  | { readonly type: 'test'; readonly runId: string; readonly point: EvaluationPoint }
  /** Sent at the end of every epoch and at least every 10 s while training: what a restart goes on from. */
  | { readonly type: 'checkpoint'; readonly runId: string; readonly checkpoint: Checkpoint }
  | { readonly type: 'failed'; readonly runId: string; readonly diagnostics: readonly Diagnostic[] };

/** What a node shows while training: its first output for one example, float32, without the batch axis. */
export interface Activation {
  readonly nodeId: string;
  readonly tensor: HostTensor;
}

export interface ExportedModel {
  /** The ONNX file. */
  readonly bytes: Uint8Array;
  /** All inputs, each with the column of the data set (or the noise) that it takes. */
  readonly inputs: readonly { readonly name: string; readonly column: string; readonly type: TensorType }[];
  readonly outputs: readonly { readonly name: string; readonly type: TensorType }[];
  /** The first of each. */
  readonly inputName: string;
  readonly inputType: TensorType;
  readonly outputName: string;
  readonly outputType: TensorType;
  readonly classes: readonly string[];
}

/** The worker's face, spoken over Comlink. Expected failures are Results with diagnostics. */
export interface TrainerApi {
  /** Events come in batches, at most 30 a second. */
  subscribe(listener: (events: readonly TrainerEvent[]) => void): Promise<void>;
  /** Compiles the document, fetches its data and gets ready; ends any run before it. */
  load(request: LoadRequest): Promise<Result<LoadInfo, readonly Diagnostic[]>>;
  /** Runs on until the last epoch, or until paused or stopped; returns at once. */
  start(): Promise<void>;
  /** Returns when the step in progress has ended. */
  pause(): Promise<void>;
  /** One optimizer step, then paused. */
  step(): Promise<void>;
  /** Ends the run; the parameters stay. */
  stop(): Promise<void>;
  /** Loss and metrics over the official test split with the parameters of now. */
  test(): Promise<Result<EvaluationPoint, readonly Diagnostic[]>>;
  /** Values of every node for one example of the training split (raw data, not preprocessed). */
  inspect(example: number): Promise<Result<readonly Activation[], readonly Diagnostic[]>>;
  checkpoint(): Promise<Checkpoint | undefined>;
}

/** Compiles a document with the parameters of a checkpoint (or freshly initialised ones) to an ONNX file. Needs no run. */
export interface ExporterApi extends TrialApi {
  /** @param dataUrl given, what the steps inside of the model learn is learned from there where the checkpoint lacks it */
  exportModel(
    document: NetDocument,
    checkpoint: Checkpoint | undefined,
    dataUrl?: string,
  ): Promise<Result<ExportedModel, readonly Diagnostic[]>>;
}

/** Answers at once while the worker's event loop turns: a worker that does not is dead or hung. */
export interface HealthApi {
  ping(): Promise<void>;
  /**
   * Does ahead of time what a load of this request and its first steps would wait for: data and WASM fetched, sessions
   * made, kernels warm. Keeps no run and changes none. After a rejection the worker is of no use.
   */
  warmUp(request: LoadRequest): Promise<void>;
}

export interface PredictorInfo {
  readonly provider: Provider;
  /** Why this provider: an adapter is there; none is; there is one, but the model does not run on it. */
  readonly reason: 'adapter' | 'noAdapter' | 'unsupported';
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

export interface Prediction {
  readonly outputs: Readonly<Record<string, HostTensor>>;
  /** What computed it: WASM from the first failure of the GPU on. */
  readonly provider: Provider;
  /** Wall time of the run, ms. */
  readonly milliseconds: number;
}

/** Runs exported ONNX files themselves, apart from any trainer. A slot holds one model; there may be several. */
export interface PredictorApi {
  /** Takes the place of the slot's model before. The bytes are copied. */
  load(bytes: Uint8Array, slot?: string): Promise<Result<PredictorInfo, readonly Diagnostic[]>>;
  run(feeds: Readonly<Record<string, HostTensor>>, slot?: string): Promise<Result<Prediction, readonly Diagnostic[]>>;
}
