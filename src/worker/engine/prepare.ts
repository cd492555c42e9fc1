import type { Diagnostic } from '../../core/diagnostic';
import { ok, type Result } from '../../core/result';
import { batchesPerEpoch } from '../../data/batches';
import { analyzeDocument } from '../../document/analyze';
import type { Checkpoint } from '../../document/checkpoint';
import { batchesAnIteration, examplesAStep } from '../../document/phases';
import type { NetDocument } from '../../document/schema';
import { withStatistics } from '../../document/statistics';
import type { SessionCache } from '../../runtime/sessionCache';
import type { TrainingEvent } from '../../training/events';
import { Trainer } from '../../training/trainer';
import type { TrainingData } from '../../training/trainerOptions';
import { type CompiledDocument, compileDocument } from './compile';
import { type DataOptions, loadTrainingData } from './data';
import { startOf } from './start';

/** A document that compiled and whose data is here. */
export interface Prepared {
  readonly document: NetDocument;
  readonly compiled: CompiledDocument;
  readonly data: TrainingData;
}

/** Compiles a document and fetches its data. Errors: everything wrong with either. */
export async function prepareDocument(
  document: NetDocument,
  options: DataOptions,
): Promise<Result<Prepared, readonly Diagnostic[]>> {
  const compiled = compileDocument(document);
  if (!compiled.ok) return compiled;
  const data = await loadTrainingData(document, options);
  if (!data.ok) return data;
  const { statistics } = data.value;
  if (!statistics) return ok({ document, compiled: compiled.value, data: data.value });
  const known = withStatistics(document, statistics);
  const again = compileDocument(known);
  return again.ok ? ok({ document: known, compiled: again.value, data: data.value }) : again;
}

export interface TrainerRequest {
  readonly checkpoint: Checkpoint | undefined;
  readonly sessions: SessionCache;
  /** How much to train beyond where the checkpoint stands, instead of up to the document's epochs. */
  readonly further?: { readonly steps?: number | undefined; readonly epochs: number } | undefined;
  onEvent(event: TrainingEvent): void;
  onCrash?(error: unknown): void;
}

/** A trainer over a prepared document. Rejects where the runtime cannot make its sessions. */
export function createTrainer({ document, compiled, data }: Prepared, request: TrainerRequest): Promise<Trainer> {
  const { seed, epochs } = document.training;
  const examples = data.split.train.length;
  const batchSize = examplesAStep(document.training, examples);
  const batches = batchesAnIteration(document.training);
  const stepsPerEpoch = batchesPerEpoch(examples, batchSize, batches > 1);
  const start = startOf(compiled.train, seed, request.checkpoint);
  const { further } = request;
  const { provider } = request.sessions.executor;
  return Trainer.create({
    programs: compiled.programs(provider === 'webgpu' ? 'webgpu' : 'cpu'),
    sessions: request.sessions,
    data,
    settings: {
      seed,
      batchSize,
      batches,
      epochs,
      steps: further && start.step + (further.steps ?? further.epochs * stepsPerEpoch),
      learningRate: compiled.learningRate,
      earlyStopping: document.training.earlyStopping,
      evaluationBatch: evaluationBatchOf(document),
    },
    start,
    onEvent: request.onEvent,
    ...(request.onCrash ? { onCrash: request.onCrash } : {}),
  });
}

const evaluationBytes = 64 * 2 ** 20;

/** As many examples as fit in 64 MiB of activations, at most 250. Depends on the document alone, so sums never change. */
function evaluationBatchOf(document: NetDocument): number {
  const { activationBytes } = analyzeDocument(document);
  return Math.max(1, Math.min(250, Math.floor(evaluationBytes / Math.max(1, activationBytes))));
}
