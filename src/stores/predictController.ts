import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Diagnostic } from '../core/diagnostic';
import { fromNumbers, toNumbers } from '../core/dtype';
import { internal } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import type { HostTensor } from '../core/tensor';
import type { Checkpoint } from '../document/checkpoint';
import { columnName } from '../document/dataSources';
import type { NetDocument } from '../document/schema';
import type { ExportedModel, Prediction, PredictorInfo, Provider } from '../worker/protocol';

/** What a model is given, [n, ...], by the name of the column or of the noise. */
export type Feeds = Readonly<Record<string, HostTensor>>;
/** What it answers, by the names of its outputs. */
export type Outputs = Readonly<Record<string, HostTensor>>;
/** Feeds of each model that is asked, by its slot. */
export type Question = Readonly<Record<string, Feeds>>;
/** The documents that are exported, by slot; `main` is the open document, perhaps with more outputs. */
export type Parts = Readonly<Record<string, NetDocument>>;

type Outcome<T> = Promise<Result<T, readonly Diagnostic[]>>;

export interface PredictDeps {
  document(): NetDocument;
  checkpoint(): Checkpoint | undefined;
  exportModel(document: NetDocument, checkpoint: Checkpoint | undefined): Outcome<ExportedModel>;
  /** Opens the exported bytes in a runtime of their own. */
  open(slot: string, model: ExportedModel): Outcome<PredictorInfo>;
  /** Feeds by the names of the model's inputs. */
  run(slot: string, feeds: Feeds): Outcome<Prediction>;
}

export interface Answer {
  readonly question: Question;
  readonly outputs: Readonly<Record<string, Outputs>>;
  /** Time of the runs alone, milliseconds. */
  readonly ms: number;
}

export interface PredictState {
  /** `idle` until somebody asks the first question. */
  readonly status: 'idle' | 'preparing' | 'ready' | 'failed';
  readonly diagnostics: readonly Diagnostic[];
  readonly classes: readonly string[];
  /** What is open, by slot; a part that cannot be exported is not there. Changes with the weights. */
  readonly models: Readonly<Record<string, ExportedModel>>;
  readonly provider: Provider | undefined;
  /** Why that provider. */
  readonly reason: PredictorInfo['reason'] | undefined;
  /** Steps the exported weights were trained for. */
  readonly step: number;
  readonly answer: Answer | undefined;
  /** The newest question; undefined clears question and answer. */
  ask(question: Question | undefined): void;
  /** One run apart from the question, of the weights of now. */
  run(feeds: Feeds, slot?: string): Outcome<Outputs>;
  /** What is exported of a document: itself unless said otherwise. */
  derive(parts: (document: NetDocument) => Parts): void;
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
  models: {},
  provider: undefined,
  reason: undefined,
  step: 0,
  answer: undefined,
} as const satisfies Partial<PredictState>;

/** Questions to the exported files. One export and one run at a time; of what comes meanwhile only the newest counts. */
export class Predict {
  readonly store: StoreApi<PredictState>;
  private parts: (document: NetDocument) => Parts = (document) => ({ main: document });
  private exportedOf: { readonly document: NetDocument; readonly checkpoint: Checkpoint | undefined } | undefined;
  private exporting = false;
  private lastExport = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private question: Question | undefined;
  /** Of the project that is open: what belongs to one before is dropped. */
  private project = 0;
  private running = false;
  private waiting = false;
  /** The last question ended in an error, and with it what was open. */
  private unanswered = false;

  constructor(private readonly deps: PredictDeps) {
    this.store = createStore<PredictState>()(() => ({
      ...blank,
      ask: (question) => this.ask(question),
      run: (feeds, slot = 'main') => this.runNow(feeds, slot),
      derive: (parts) => {
        this.parts = parts;
      },
      prepare: () => this.prepare(),
      refresh: () => this.refresh(),
    }));
  }

  private ask(question: Question | undefined): void {
    this.question = question;
    if (!question) this.store.setState({ answer: undefined });
    else if (this.opened) {
      void this.answer();
      this.refresh();
    } else this.prepare();
  }

  private prepare(): void {
    if (!this.current || this.unanswered) void this.exportNow();
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

  /** Another project was opened: nothing of the one before is asked any more, and its question is not one for the new model. */
  reset(): void {
    this.project++;
    this.exportedOf = undefined;
    this.lastExport = Number.NEGATIVE_INFINITY;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.question = undefined;
    this.store.setState(blank);
  }

  private get opened(): boolean {
    return this.store.getState().models.main !== undefined;
  }

  /** What was exported last is what is open now. */
  private get current(): boolean {
    const last = this.exportedOf;
    return last !== undefined && last.document === this.deps.document() && last.checkpoint === this.deps.checkpoint();
  }

  private async exportNow(): Promise<void> {
    if (this.exporting) return;
    this.exporting = true;
    this.unanswered = false;
    const document = this.deps.document();
    const checkpoint = this.deps.checkpoint();
    const { project } = this;
    if (!this.opened) this.store.setState({ status: 'preparing' });
    await this.guarded(() => this.openParts(this.parts(document), checkpoint));
    this.exporting = false;
    if (project !== this.project) {
      if (this.question) void this.exportNow();
      return;
    }
    this.exportedOf = { document, checkpoint };
    this.lastExport = performance.now();
    this.refresh();
  }

  /** Exports and opens every part; only `main` has to succeed. */
  private async openParts({ main, ...others }: Parts, checkpoint: Checkpoint | undefined): Outcome<unknown> {
    const { project } = this;
    const first = await this.openPart('main', main ?? internal('no document to export'), checkpoint);
    if (!first.ok) return first;
    const models: Record<string, ExportedModel> = { main: first.value.model };
    for (const [slot, document] of Object.entries(others)) {
      const part = await this.openPart(slot, document, checkpoint);
      if (part.ok) models[slot] = part.value.model;
    }
    if (project !== this.project) return first;
    const { provider, reason } = first.value.info;
    const { classes } = first.value.model;
    const step = checkpoint?.step ?? 0;
    this.store.setState({ status: 'ready', diagnostics: [], classes, models, provider, reason, step });
    await this.answer();
    return first;
  }

  private async openPart(
    slot: string,
    document: NetDocument,
    checkpoint: Checkpoint | undefined,
  ): Outcome<{ readonly model: ExportedModel; readonly info: PredictorInfo }> {
    const exported = await this.deps.exportModel(document, checkpoint);
    if (!exported.ok) return exported;
    const opened = await this.deps.open(slot, exported.value);
    return opened.ok ? ok({ model: exported.value, info: opened.value }) : opened;
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
      this.unanswered = !this.opened;
    } while (this.waiting);
    this.running = false;
  }

  private async runOnce(): Outcome<unknown> {
    const { question, project } = this;
    const { models } = this.store.getState();
    if (!models.main || !question || !takes(models, question)) return ok(undefined);
    const outputs: Record<string, Outputs> = {};
    let ms = 0;
    for (const [slot, feeds] of Object.entries(question)) {
      const model = models[slot];
      if (!model) continue;
      const result = await this.deps.run(slot, feedsFor(model, feeds));
      if (project !== this.project) return ok(undefined);
      if (!result.ok) return result;
      outputs[slot] = result.value.outputs;
      ms += result.value.milliseconds;
      this.store.setState({ provider: result.value.provider });
    }
    if (this.question) this.store.setState({ answer: { question, outputs, ms } });
    return ok(undefined);
  }

  private async runNow(feeds: Feeds, slot: string): Outcome<Outputs> {
    const model = this.store.getState().models[slot];
    if (!model) return err([failed('no model is open')]);
    try {
      const result = await this.deps.run(slot, feedsFor(model, feeds));
      return result.ok ? ok(result.value.outputs) : result;
    } catch (error) {
      return err([failed(reasonOf(error))]);
    }
  }

  /** What fails or throws ends in `failed`, with the reason; the next change of weights or document tries again, and after a run the next question. */
  private async guarded(task: () => Outcome<unknown>): Promise<void> {
    try {
      const result = await task();
      if (!result.ok) this.fail(result.error);
    } catch (error) {
      this.fail([failed(reasonOf(error))]);
    }
  }

  private fail(diagnostics: readonly Diagnostic[]): void {
    this.store.setState({ status: 'failed', diagnostics, models: {}, answer: undefined });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const failed = (reason: string): Diagnostic => ({
  code: 'predict.failed',
  severity: 'error',
  message: `the model does not run: ${reason}`,
  details: { reason },
});

/** Whether the models are of the document that the question is about: one that was just edited is exported first. */
const takes = (models: Readonly<Record<string, ExportedModel>>, question: Question): boolean =>
  Object.entries(question).every(([slot, feeds]) =>
    (models[slot]?.inputs ?? []).every((input) => givenTo(input, feeds) !== undefined),
  );

/** What is fed to an input; a second data node that gives a column as the first one does, in its shape, is fed as that is. */
function givenTo({ name, column, type }: ExportedModel['inputs'][number], feeds: Feeds): HostTensor | undefined {
  const own = feeds[column] ?? feeds[name];
  if (own) return own;
  const alike = feeds[columnName(column)];
  const fits =
    type.shape.length === alike?.dims.length && type.shape.every((size, i) => i === 0 || size === alike.dims[i]);
  return fits ? alike : undefined;
}

/** Feeds by the names of the model's inputs, in their element types. Throws where a column is missing. */
function feedsFor(model: ExportedModel, feeds: Feeds): Feeds {
  return Object.fromEntries(
    model.inputs.map((input) => {
      const { name, type } = input;
      const given = givenTo(input, feeds) ?? internal(`nothing is fed to ${name}`);
      const { dtype } = type;
      return [name, given.dtype === dtype ? given : { ...given, dtype, data: fromNumbers(dtype, toNumbers(given)) }];
    }),
  );
}
