import { proxy } from 'comlink';
import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import type { Checkpoint } from '../../document/checkpoint';
import type {
  Activation,
  EvaluationPoint,
  HealthApi,
  LoadInfo,
  LoadRequest,
  TrainerApi,
  TrainerEvent,
} from '../protocol';
import { Watchdog } from './watchdog';
import { type CrashReason, type WorkerDied, WorkerHandle } from './workerHandle';

type Outcome<T> = Promise<Result<T, readonly Diagnostic[]>>;
type Events = readonly TrainerEvent[];
type Trainer = WorkerHandle<TrainerApi & HealthApi>;

export interface TrainerCrash {
  readonly reason: CrashReason;
  readonly message: string;
}

const defaultWorker = (): Worker =>
  new Worker(new URL('../trainer.worker.ts', import.meta.url), { type: 'module', name: 'trainer' });

/** Longest silence of a worker that only trains, ms; and while it loads, when one session may take long. */
const patienceAtWork = 10_000;
const patienceLoading = 120_000;
/** A call of the runtime holds the thread: evaluation takes as long as several steps. */
const patienceSteps = 50;

/**
 * The trainer as the page has it: starts the worker at the first call and another one after a death. What a dead worker
 * had loaded is gone; `onCrash` tells, so that the run can be loaded again from its last checkpoint.
 */
export class TrainerClient implements Omit<TrainerApi, 'subscribe'> {
  private handle: Trainer | undefined;
  private watchdog: Watchdog | undefined;
  private readonly eventListeners = new Set<(events: Events) => void>();
  private readonly crashListeners = new Set<(crash: TrainerCrash) => void>();
  private threads: number | undefined;
  private loads = 0;
  private msPerStep = 0;

  constructor(private readonly createWorker: () => Worker = defaultWorker) {}

  onEvents(listener: (events: Events) => void): void {
    this.eventListeners.add(listener);
  }

  onCrash(listener: (crash: TrainerCrash) => void): void {
    this.crashListeners.add(listener);
  }

  /** Starts the worker and readies it for a load like this. Where that fails, the load starts another and tells. */
  async warmUp(request: LoadRequest): Promise<void> {
    if (this.handle) return;
    this.threads = request.threads;
    try {
      await this.call((trainer) => trainer.warmUp(request));
    } catch {
      if (this.loads === 0) this.dispose();
    }
  }

  /** A change of the thread count takes a fresh worker: WASM keeps the number it began with. */
  async load(request: LoadRequest): Outcome<LoadInfo> {
    if (this.threads !== undefined && this.threads !== request.threads) this.dispose();
    this.threads = request.threads;
    this.msPerStep = 0;
    this.loads++;
    try {
      return await this.call((trainer) => trainer.load(request));
    } finally {
      this.loads--;
    }
  }

  start(): Promise<void> {
    return this.call((trainer) => trainer.start());
  }

  pause(): Promise<void> {
    return this.call((trainer) => trainer.pause());
  }

  step(): Promise<void> {
    return this.call((trainer) => trainer.step());
  }

  stop(): Promise<void> {
    return this.call((trainer) => trainer.stop());
  }

  test(): Outcome<EvaluationPoint> {
    return this.call((trainer) => trainer.test());
  }

  inspect(example: number): Outcome<readonly Activation[]> {
    return this.call((trainer) => trainer.inspect(example));
  }

  checkpoint(): Promise<Checkpoint | undefined> {
    return this.call((trainer) => trainer.checkpoint());
  }

  /** Kills the worker as if it had crashed. For tests of the recovery. */
  kill(): void {
    this.handle?.die('killed', 'the worker was killed');
  }

  /** Ends the worker; the next call starts another. Nobody is told. */
  dispose(): void {
    this.watchdog?.stop();
    this.handle?.dispose();
    this.handle = undefined;
  }

  private call<R>(task: (trainer: Trainer['remote']) => R): Promise<Awaited<R>> {
    return this.connect().call(task);
  }

  private connect(): Trainer {
    if (this.handle) return this.handle;
    const handle = new WorkerHandle<TrainerApi & HealthApi>(this.createWorker(), (error) => this.crashed(error));
    this.handle = handle;
    this.watchdog = new Watchdog({
      ping: () => handle.call((trainer) => trainer.ping()),
      patience: () => (this.loads > 0 ? patienceLoading : Math.max(patienceAtWork, patienceSteps * this.msPerStep)),
      onHung: () => handle.die('hung', 'the worker stopped answering'),
    });
    handle.call((trainer) => trainer.subscribe(proxy((events: Events) => this.receive(events)))).catch(() => undefined);
    return handle;
  }

  private receive(events: Events): void {
    for (const event of events) if (event.type === 'progress') this.msPerStep = event.msPerStep;
    for (const listener of this.eventListeners) listener(events);
  }

  private crashed({ reason, message }: WorkerDied): void {
    this.watchdog?.stop();
    this.handle = undefined;
    for (const listener of this.crashListeners) listener({ reason, message });
  }
}
