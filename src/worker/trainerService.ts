import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import type { FetchBytes } from '../data/loader';
import type { Checkpoint } from '../document/checkpoint';
import { RuntimeLost } from '../runtime/lost';
import type { Trainer } from '../training/trainer';
import { engineDiagnostic } from './engine/diagnostics';
import { createTrainer, type Prepared, prepareDocument } from './engine/prepare';
import { type ChosenRuntime, type RuntimeSource, Runtimes } from './engine/provider';
import { EventBatcher } from './eventBatcher';
import type {
  Activation,
  EvaluationPoint,
  HealthApi,
  LoadInfo,
  LoadRequest,
  TrainerApi,
  TrainerEvent,
} from './protocol';

export interface TrainerServiceOptions {
  readonly runtimes: RuntimeSource;
  /** Reads files below a data URL. */
  fetchFrom(dataUrl: string): FetchBytes;
  /** The runtime died: this thread is of no use any more. */
  onLost(error: RuntimeLost): void;
}

const noRun: Diagnostic = { code: 'run.none', severity: 'error', message: 'nothing is loaded to train' };
const replaced: Diagnostic = { code: 'run.replaced', severity: 'info', message: 'another run took its place' };

type Outcome<T> = Result<T, readonly Diagnostic[]>;

/** The worker's side of the protocol: one run at a time over runtimes that stay. Works wherever there is a runtime source. */
export class TrainerService implements TrainerApi, HealthApi {
  private readonly runtimes: Runtimes;
  private batcher = new EventBatcher(() => {});
  private trainer: Trainer | undefined;
  private loading: AbortController | undefined;

  constructor(private readonly options: TrainerServiceOptions) {
    this.runtimes = new Runtimes(options.runtimes);
  }

  async ping(): Promise<void> {}

  async warmUp({ document, dataUrl, provider, threads, checkpoint }: LoadRequest): Promise<void> {
    const prepared = await prepareDocument(document, { fetchBytes: this.options.fetchFrom(dataUrl), checkpoint });
    if (prepared.ok) await this.runtimes.warmUp(provider, threads, prepared.value);
  }

  async subscribe(listener: (events: readonly TrainerEvent[]) => void): Promise<void> {
    this.batcher.flush();
    this.batcher = new EventBatcher(listener);
  }

  async load(request: LoadRequest): Promise<Outcome<LoadInfo>> {
    const { runId } = request;
    this.loading?.abort();
    const loading = new AbortController();
    this.loading = loading;
    const { trainer } = this;
    this.trainer = undefined;
    await trainer?.dispose();
    if (loading.signal.aborted) return err([replaced]);
    this.batcher.push({ type: 'status', runId, status: 'loading' });
    try {
      const result = await this.guarded(() => this.prepare(request, loading.signal));
      if (loading.signal.aborted) return err([replaced]);
      if (!result.ok) this.fail(runId, result.error);
      return result;
    } catch (error) {
      if (loading.signal.aborted) return err([replaced]);
      throw error;
    } finally {
      if (this.loading === loading) this.loading = undefined;
    }
  }

  async start(): Promise<void> {
    this.trainer?.start();
  }

  async pause(): Promise<void> {
    await this.trainer?.pause();
  }

  async step(): Promise<void> {
    await this.trainer?.step();
  }

  async stop(): Promise<void> {
    this.loading?.abort();
    await this.trainer?.stop();
    this.batcher.flush();
  }

  test(): Promise<Outcome<EvaluationPoint>> {
    return this.withTrainer(async (trainer) => ok(await trainer.test()));
  }

  inspect(example: number): Promise<Outcome<readonly Activation[]>> {
    return this.withTrainer(async (trainer) => ok(await trainer.inspect(example)));
  }

  async checkpoint(): Promise<Checkpoint | undefined> {
    return this.trainer?.checkpoint();
  }

  private async prepare(request: LoadRequest, signal: AbortSignal): Promise<Outcome<LoadInfo>> {
    const { runId, document, checkpoint, provider, threads } = request;
    const prepared = await prepareDocument(document, {
      fetchBytes: this.options.fetchFrom(request.dataUrl),
      signal,
      checkpoint,
      onProgress: (loadedBytes, totalBytes) => this.batcher.push({ type: 'data', runId, loadedBytes, totalBytes }),
    });
    if (!prepared.ok) return prepared;
    signal.throwIfAborted();
    const chosen = await this.runtimes.choose(provider, threads, prepared.value);
    signal.throwIfAborted();
    const trainer = await createTrainer(prepared.value, {
      checkpoint,
      sessions: chosen.sessions,
      onEvent: (event) => this.batcher.push({ ...event, runId }),
      onCrash: (error) => {
        if (error instanceof RuntimeLost) this.options.onLost(error);
        else this.fail(runId, [engineDiagnostic(error)]);
      },
    });
    if (signal.aborted) await trainer.dispose();
    signal.throwIfAborted();
    this.trainer = trainer;
    return ok(infoOf(prepared.value, trainer, chosen));
  }

  private async withTrainer<T>(task: (trainer: Trainer) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const { trainer } = this;
    return trainer ? this.guarded(() => task(trainer)) : err([noRun]);
  }

  /** A dead runtime ends the thread; what the runtime refuses is a diagnostic. */
  private async guarded<T>(task: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await task();
    } catch (error) {
      if (error instanceof RuntimeLost) this.options.onLost(error);
      return err([engineDiagnostic(error)]);
    }
  }

  private fail(runId: string, diagnostics: readonly Diagnostic[]): void {
    this.batcher.push({ type: 'failed', runId, diagnostics });
    this.batcher.push({ type: 'status', runId, status: 'failed' });
  }
}

/** What the page is told of a run that can start. */
function infoOf(
  { compiled, data }: Prepared,
  trainer: Trainer,
  { sessions, reason, measured }: ChosenRuntime,
): LoadInfo {
  const { provider, threads } = sessions.executor;
  const sizes = compiled.train.layout.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  return {
    provider: provider === 'webgpu' ? 'webgpu' : 'wasm',
    reason,
    ...(measured ? { measured } : {}),
    ...(trainer.batchPlace ? { batches: trainer.batchPlace } : {}),
    threads,
    parameters: sizes.reduce((sum, size) => sum + size, 0),
    trainExamples: data.split.train.length,
    validationExamples: data.split.validation.length,
    stepsPerEpoch: trainer.stepsPerEpoch,
  };
}
