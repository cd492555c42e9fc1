import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Diagnostic } from '../core/diagnostic';
import { ok, type Result } from '../core/result';
import type { HostTensor } from '../core/tensor';
import type { Checkpoint } from '../document/checkpoint';
import type { NetDocument } from '../document/schema';
import type { ExportedModel, PredictorInfo, Provider } from '../worker/protocol';

export interface Predicted {
  /** The model's answer for the one example it was given. */
  readonly output: HostTensor;
  /** Time of the run alone, milliseconds. */
  readonly ms: number;
  readonly provider: Provider;
}

type Outcome<T> = Promise<Result<T, readonly Diagnostic[]>>;

export interface PredictDeps {
  document(): NetDocument;
  checkpoint(): Checkpoint | undefined;
  exportModel(document: NetDocument, checkpoint: Checkpoint | undefined): Outcome<ExportedModel>;
  /** Opens the exported bytes in a runtime of their own. */
  open(model: ExportedModel): Outcome<PredictorInfo>;
  run(model: ExportedModel, input: HostTensor): Outcome<Predicted>;
}

export interface Answer {
  readonly values: Float32Array;
  readonly ms: number;
}

export interface PredictState {
  /** `idle` until somebody asks the first question. */
  readonly status: 'idle' | 'preparing' | 'ready' | 'failed';
  readonly diagnostics: readonly Diagnostic[];
  readonly classes: readonly string[];
  readonly provider: Provider | undefined;
  /** Why that provider. */
  readonly reason: PredictorInfo['reason'] | undefined;
  /** Steps the exported weights were trained for. */
  readonly step: number;
  readonly answer: Answer | undefined;
  /** The newest question; undefined clears question and answer. */
  ask(input: HostTensor | undefined): void;
  /** Gets the runtime ready before the first question. */
  prepare(): void;
  /** Weights or document changed: exports again when due, if there is a question. */
  refresh(): void;
}

/** Exports while training are at least this far apart, milliseconds. */
const EXPORT_INTERVAL = 2_000;

const blank = {
  status: 'idle',
  diagnostics: [],
  classes: [],
  provider: undefined,
  reason: undefined,
  step: 0,
  answer: undefined,
} as const satisfies Partial<PredictState>;

/** Questions to the exported file. One export and one run at a time; of what comes meanwhile only the newest counts. */
export class Predict {
  readonly store: StoreApi<PredictState>;
  private model: ExportedModel | undefined;
  private exportedOf: { readonly document: NetDocument; readonly checkpoint: Checkpoint | undefined } | undefined;
  private exporting = false;
  private lastExport = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private question: HostTensor | undefined;
  private running = false;
  private waiting = false;

  constructor(private readonly deps: PredictDeps) {
    this.store = createStore<PredictState>()(() => ({
      ...blank,
      ask: (input) => this.ask(input),
      prepare: () => this.prepare(),
      refresh: () => this.refresh(),
    }));
  }

  private ask(input: HostTensor | undefined): void {
    this.question = input;
    if (!input) this.store.setState({ answer: undefined });
    else if (this.model) {
      void this.answer();
      this.refresh();
    } else this.prepare();
  }

  private prepare(): void {
    if (!this.current) void this.exportNow();
  }

  /** Weights or document changed. While there is no question, nobody waits for them. */
  refresh(): void {
    if (!this.question || this.current || this.timer !== undefined) return;
    const wait = Math.max(0, this.lastExport + EXPORT_INTERVAL - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.exportNow();
    }, wait);
  }

  /** What was exported last is what is open now. */
  private get current(): boolean {
    const last = this.exportedOf;
    return last !== undefined && last.document === this.deps.document() && last.checkpoint === this.deps.checkpoint();
  }

  private async exportNow(): Promise<void> {
    if (this.exporting) return;
    this.exporting = true;
    const document = this.deps.document();
    const checkpoint = this.deps.checkpoint();
    if (!this.model) this.store.setState({ status: 'preparing' });
    await this.guarded(async () => {
      const result = await this.deps.exportModel(document, checkpoint);
      return result.ok ? this.use(result.value, checkpoint?.step ?? 0) : result;
    });
    this.exportedOf = { document, checkpoint };
    this.lastExport = performance.now();
    this.exporting = false;
    this.refresh();
  }

  private async use(model: ExportedModel, step: number): Outcome<unknown> {
    const opened = await this.deps.open(model);
    if (!opened.ok) return opened;
    this.model = model;
    const { provider, reason } = opened.value;
    this.store.setState({ status: 'ready', diagnostics: [], classes: model.classes, provider, reason, step });
    await this.answer();
    return opened;
  }

  private async answer(): Promise<void> {
    if (this.running) {
      this.waiting = true;
      return;
    }
    this.running = true;
    do {
      this.waiting = false;
      await this.guarded(() => this.runOnce());
    } while (this.waiting);
    this.running = false;
  }

  private async runOnce(): Outcome<unknown> {
    const { model, question } = this;
    if (!model || !question) return ok(undefined);
    const result = await this.deps.run(model, question);
    if (!result.ok || !this.question) return result;
    const { output, ms, provider } = result.value;
    this.store.setState({ answer: { values: Float32Array.from(output.data, Number), ms }, provider });
    return result;
  }

  /** What fails or throws ends in `failed`, with the reason; the next change of weights or document tries again. */
  private async guarded(task: () => Outcome<unknown>): Promise<void> {
    try {
      const result = await task();
      if (!result.ok) this.fail(result.error);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the model does not run: ${reason}`;
      this.fail([{ code: 'predict.failed', severity: 'error', message, details: { reason } }]);
    }
  }

  private fail(diagnostics: readonly Diagnostic[]): void {
    this.model = undefined;
    this.store.setState({ status: 'failed', diagnostics, answer: undefined });
  }
}
