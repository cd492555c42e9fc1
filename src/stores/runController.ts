import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Diagnostic } from '../core/diagnostic';
import type { Checkpoint } from '../document/checkpoint';
import type { NetDocument } from '../document/schema';
import type {
  EvaluationPoint,
  LoadInfo,
  LoadRequest,
  ProviderChoice,
  RunStatus,
  TrainerApi,
  TrainerEvent,
} from '../worker/protocol';
import { sameRun, withEpochs } from './runModel';
import { Telemetry } from './telemetry';

/** The trainer as a run sees it: calls always reach the worker of now. */
export interface RunTrainer extends Omit<TrainerApi, 'subscribe'> {
  onEvents(listener: (events: readonly TrainerEvent[]) => void): void;
  /** Readies the worker for a load like this, while nobody waits. */
  warmUp(request: LoadRequest): Promise<void>;
  /** The worker died: what it had loaded is gone; the next call starts another. */
  onCrash(listener: () => void): void;
}

export interface RunDeps {
  readonly trainer: RunTrainer;
  /** The open document, now. */
  document(): NetDocument;
  settings(): { readonly provider: ProviderChoice; readonly threads: number };
  /** Keeps what a reload goes on from. */
  save(document: NetDocument, checkpoint: Checkpoint): void;
  /** Forgets what was kept of this document. */
  forget(document: NetDocument): void;
  readonly dataUrl: string;
}

export interface RunActions {
  /** Trains on from where things stand; starts where there is no run. */
  train(): Promise<void>;
  pause(): Promise<void>;
  /** One optimizer step, then paused. */
  step(): Promise<void>;
  stop(): Promise<void>;
  /** Takes the document of now; weights that still fit by name and shape stay. Goes on if it was running. */
  restart(): Promise<void>;
  /** Back to an untrained model; the weights are put aside until the next run. */
  reset(): Promise<void>;
  /** Provider or threads were chosen anew: a loaded run goes over to them. */
  settingsChanged(): Promise<void>;
  /** Brings back what `reset` put aside. */
  bringBack(): void;
  /** Loss and metrics on the test split. */
  runTest(): Promise<void>;
  /** Another project took the place of the open one. */
  open(checkpoint: Checkpoint | undefined): void;
  /** The open document changed. */
  documentChanged(): void;
  dismissRecovered(): void;
}

const actionNames = [
  'train',
  'pause',
  'step',
  'stop',
  'restart',
  'reset',
  'settingsChanged',
  'bringBack',
  'runTest',
  'open',
  'documentChanged',
  'dismissRecovered',
] as const satisfies readonly (keyof RunActions)[];

export interface RunState extends RunActions {
  readonly status: RunStatus;
  readonly runId: string;
  readonly info: LoadInfo | undefined;
  /** Bytes of the data set while it is fetched. */
  readonly data: { readonly loadedBytes: number; readonly totalBytes: number } | undefined;
  /** Why the run failed. */
  readonly diagnostics: readonly Diagnostic[];
  /** The document is no longer the one that runs. */
  readonly stale: boolean;
  /** The trained values of now, as far as the page knows. */
  readonly checkpoint: Checkpoint | undefined;
  /** What `reset` put aside. */
  readonly putAside: Checkpoint | undefined;
  /** Epochs the loaded run ends at; 0 before the first. */
  readonly epochs: number;
  /** Set when a dead worker was replaced: the step the run went on from. */
  readonly recovered: { readonly step: number } | undefined;
  readonly test: EvaluationPoint | undefined;
  readonly testing: boolean;
}

type Awaitable<T> = T | Promise<T>;
type Goal = 'run' | 'step' | 'hold';
type Values = Omit<RunState, keyof RunActions>;

interface Loaded {
  readonly document: NetDocument;
  /** Epochs this run ends at, and those that were done when it was asked for. */
  readonly epochs: number;
  readonly base: number;
}

const blank = {
  status: 'idle',
  runId: '',
  info: undefined,
  data: undefined,
  diagnostics: [],
  stale: false,
  epochs: 0,
  recovered: undefined,
  test: undefined,
  testing: false,
} as const satisfies Partial<Values>;

/** Epoch edits while running are taken over when no other follows for this long, ms. */
const EPOCH_DELAY = 500;

const crashedTwice: Diagnostic = {
  code: 'engine.crashed',
  severity: 'error',
  message: 'The training engine stopped twice in a row; try a smaller model or batch.',
};

/** The life of a run over the trainer. What changes many times a second goes to `telemetry` instead of the store. */
export class Run implements RunActions {
  readonly telemetry = new Telemetry();
  readonly store: StoreApi<RunState>;
  private loaded: Loaded | undefined;
  private epochTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: RunDeps) {
    this.store = createStore<RunState>()(() => ({
      ...blank,
      checkpoint: undefined,
      putAside: undefined,
      ...(Object.fromEntries(actionNames.map((name) => [name, this[name].bind(this)])) as unknown as RunActions),
    }));
    deps.trainer.onEvents((events) => {
      for (const event of events) this.receive(event);
    });
    deps.trainer.onCrash(() => void this.recover());
  }

  train(): Promise<void> {
    return this.proceed('run');
  }

  step(): Promise<void> {
    return this.proceed('step');
  }

  async pause(): Promise<void> {
    if (this.state.status === 'running') await this.attempt(() => this.deps.trainer.pause());
  }

  async stop(): Promise<void> {
    if (this.state.status === 'loading') {
      this.loaded = undefined;
      this.set({ ...blank, runId: crypto.randomUUID(), status: this.state.checkpoint ? 'stopped' : 'idle' });
    } else if (!this.active) return;
    await this.attempt(() => this.deps.trainer.stop());
  }

  async restart(): Promise<void> {
    const goal = this.state.status === 'running' ? 'run' : 'hold';
    await this.begin(goal, this.weightsOfNow(), this.loaded?.base ?? 0);
  }

  async reset(): Promise<void> {
    const { checkpoint, putAside } = this.state;
    this.leave(undefined, checkpoint ?? putAside);
    this.deps.forget(this.deps.document());
  }

  async settingsChanged(): Promise<void> {
    if (this.active) await this.restart();
    else if (this.loaded) this.loaded = undefined;
  }

  bringBack(): void {
    const { putAside } = this.state;
    if (!putAside) return;
    this.leave(putAside, undefined);
    this.deps.save(this.deps.document(), putAside);
  }

  /** Readies the worker for the first run of the document of now. */
  warmUp(): void {
    if (this.loaded || this.state.status === 'loading') return;
    void this.attempt(() => this.deps.trainer.warmUp(this.request('', this.deps.document(), undefined)));
  }

  open(checkpoint: Checkpoint | undefined): void {
    this.leave(checkpoint, undefined);
  }

  async runTest(): Promise<void> {
    if (this.state.testing) return;
    if (!this.loaded) await this.begin('hold', this.state.checkpoint, 0);
    if (!this.loaded) return;
    this.set({ testing: true });
    const { runId } = this.state;
    const result = await this.attempt(() => this.deps.trainer.test());
    if (runId !== this.state.runId) return;
    this.set({ testing: false, ...(result?.ok ? { test: result.value } : {}) });
  }

  documentChanged(): void {
    if (!this.loaded) return;
    const stale = !sameRun(this.loaded.document, this.deps.document());
    if (stale !== this.state.stale) this.set({ stale });
    clearTimeout(this.epochTimer);
    this.epochTimer = setTimeout(() => void this.takeEpochs(), EPOCH_DELAY);
  }

  dismissRecovered(): void {
    this.set({ recovered: undefined });
  }

  private get state(): RunState {
    return this.store.getState();
  }

  private set(change: Partial<Values>): void {
    this.store.setState(change);
  }

  /** The worker holds a run that can go on. */
  private get active(): boolean {
    return ['ready', 'running', 'paused'].includes(this.state.status);
  }

  /** Epochs to end at, from `base` done ones. */
  private target(base: number): number {
    return base + this.deps.document().training.epochs;
  }

  /** Calls the worker. A call that a crash cuts off gives undefined: `recover` deals with it. */
  private async attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      console.warn(error);
      return undefined;
    }
  }

  private async weightsOfNow(): Promise<Checkpoint | undefined> {
    const fresh = this.active ? await this.attempt(() => this.deps.trainer.checkpoint()) : undefined;
    return fresh ?? this.state.checkpoint;
  }

  /** No run any more; the weights are these. */
  private leave(checkpoint: Checkpoint | undefined, putAside: Checkpoint | undefined): void {
    const wasBusy = this.active || this.state.status === 'loading';
    this.loaded = undefined;
    this.set({ ...blank, runId: crypto.randomUUID(), status: checkpoint ? 'stopped' : 'idle', checkpoint, putAside });
    if (checkpoint) this.telemetry.replace(checkpoint.history);
    else this.telemetry.clear();
    if (wasBusy) void this.attempt(() => this.deps.trainer.stop());
  }

  private async proceed(goal: 'run' | 'step'): Promise<void> {
    const { status, stale, checkpoint, info } = this.state;
    if (status === 'loading') return;
    const { trainer } = this.deps;
    const current =
      this.loaded && !stale && (this.target(this.loaded.base) === this.loaded.epochs || status === 'running');
    if (this.active && current) {
      await this.attempt(() => (goal === 'run' ? trainer.start() : trainer.step()));
      return;
    }
    const done = info && checkpoint ? Math.floor(checkpoint.step / info.stepsPerEpoch) : 0;
    await this.begin(goal, this.weightsOfNow(), status === 'finished' ? done : (this.loaded?.base ?? 0));
  }

  /** Loads the document of now with the given weights, then does what was asked for. */
  private async begin(
    goal: Goal,
    weights: Awaitable<Checkpoint | undefined>,
    base: number,
    recovered?: RunState['recovered'],
  ): Promise<void> {
    const document = this.deps.document();
    const epochs = this.target(base);
    const runId = crypto.randomUUID();
    this.set({ ...blank, runId, status: 'loading', putAside: undefined, recovered });
    const checkpoint = await weights;
    if (this.state.runId !== runId) return;
    if (!checkpoint) this.telemetry.clear();
    const result = await this.attempt(() =>
      this.deps.trainer.load(this.request(runId, withEpochs(document, epochs), checkpoint)),
    );
    if (!result || this.state.runId !== runId) return;
    if (!result.ok) {
      this.loaded = undefined;
      this.set({ status: 'failed', diagnostics: result.error, data: undefined });
      return;
    }
    this.loaded = { document, epochs, base };
    this.set({ info: result.value, data: undefined, epochs, stale: !sameRun(document, this.deps.document()) });
    const step = checkpoint ? await this.takeOver(runId) : 0;
    if (this.state.runId !== runId || this.state.status === 'stopped') return;
    const done = Math.floor(step / result.value.stepsPerEpoch);
    // Every epoch was done already: what is asked for is more of them.
    if (goal !== 'hold' && done >= epochs) await this.begin(goal, this.state.checkpoint, done, recovered);
    else if (goal === 'run') await this.attempt(() => this.deps.trainer.start());
    else if (goal === 'step') await this.attempt(() => this.deps.trainer.step());
  }

  private request(runId: string, document: NetDocument, checkpoint: Checkpoint | undefined): LoadRequest {
    const { provider, threads } = this.deps.settings();
    return { runId, document, provider, threads, dataUrl: this.deps.dataUrl, ...(checkpoint ? { checkpoint } : {}) };
  }

  /** Step count of a loaded run that was given weights; the curves follow where it is another than theirs. */
  private async takeOver(runId: string): Promise<number> {
    const checkpoint = await this.attempt(() => this.deps.trainer.checkpoint());
    if (!checkpoint || this.state.runId !== runId) return 0;
    const last = this.telemetry.train('loss')?.latest?.step ?? 0;
    if (last !== checkpoint.step) this.telemetry.replace(checkpoint.history);
    this.set({ checkpoint });
    return checkpoint.step;
  }

  private keep(checkpoint: Checkpoint | undefined): void {
    if (!checkpoint) return;
    this.set({ checkpoint });
    this.deps.save(this.loaded?.document ?? this.deps.document(), checkpoint);
  }

  private async recover(): Promise<void> {
    const { status, checkpoint, recovered } = this.state;
    const base = this.loaded?.base ?? 0;
    const busy = this.active || status === 'loading';
    this.loaded = undefined;
    if (!busy) return;
    if (status === 'loading' && recovered) {
      this.set({ status: 'failed', diagnostics: [crashedTwice], data: undefined });
      return;
    }
    if (checkpoint) this.telemetry.replace(checkpoint.history);
    const goal = status === 'running' || status === 'loading' ? 'run' : 'hold';
    await this.begin(goal, checkpoint, base, { step: checkpoint?.step ?? 0 });
  }

  private receive(event: TrainerEvent): void {
    if (event.runId !== this.state.runId) return;
    switch (event.type) {
      case 'status':
        this.statusChanged(event.status);
        break;
      case 'data':
        this.set({ data: { loadedBytes: event.loadedBytes, totalBytes: event.totalBytes } });
        break;
      case 'progress':
        this.telemetry.setProgress(event);
        break;
      case 'train':
        this.telemetry.addTrain(event.points);
        break;
      case 'validation':
        this.telemetry.addValidation(event.point);
        break;
      case 'test':
        this.set({ test: event.point });
        break;
      case 'checkpoint':
        this.keep(event.checkpoint);
        break;
      case 'failed':
        this.set({ diagnostics: event.diagnostics });
        break;
      default:
        event satisfies never;
    }
  }

  private statusChanged(status: RunStatus): void {
    if (status === this.state.status) return;
    this.set({ status });
    if (!['paused', 'stopped', 'finished', 'failed'].includes(status)) return;
    const { runId } = this.state;
    void this.attempt(() => this.deps.trainer.checkpoint()).then((checkpoint) => {
      if (this.state.runId === runId) this.keep(checkpoint);
    });
    if (status === 'finished') void this.runTest();
  }

  /** The number of epochs was edited while running: the run goes on to the new end. */
  private async takeEpochs(): Promise<void> {
    const { status, stale, runId } = this.state;
    if (!this.loaded || stale || status !== 'running' || this.target(this.loaded.base) === this.loaded.epochs) return;
    const { base } = this.loaded;
    const checkpoint = await this.weightsOfNow();
    if (this.state.runId === runId && this.state.status === 'running') await this.begin('run', checkpoint, base);
  }
}
