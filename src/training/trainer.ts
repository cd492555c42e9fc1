import type { Program, ProgramInput } from '../compiler/program';
import type { Checkpoint } from '../document/checkpoint';
import { Queue } from '../runtime/queue';
import { BoundProgram, disposeState, type FedData } from './boundProgram';
import { Checkpoints } from './checkpoints';
import { BestKeeper, lossOf } from './earlyStopping';
import { evaluateSplit, type Scores } from './evaluate';
import type { SplitPoint } from './events';
import { Gate, Stopped } from './gate';
import { History } from './history';
import { yieldToHost } from './host';
import { firstNonFinite, NonFiniteError, nonFiniteDiagnostic } from './nonFinite';
import { type AnsweredCase, type NodeValue, Readings } from './readings';
import { type BatchPlace, ResidentColumns } from './residentColumns';
import { Stepper } from './stepper';
import { stateOf, type TrainerOptions } from './trainerOptions';

/** Longest time between two turns of the event loop, ms: what a pause may wait beyond the call in progress. */
const longestTurn = 8;

/** One run of a document: its life, its epochs, its checkpoints. */
export class Trainer {
  private readonly gate = new Gate();
  /** Steps, reads and resets of the state take turns: outside this thread's memory a step frees what the one before it left. */
  private readonly exclusive = new Queue();
  private readonly history: History;
  private readonly readings: Readings;
  private readonly keeper: BestKeeper;
  private readonly checkpoints: Checkpoints;
  private readonly clock: () => number;
  private running: Promise<void> | undefined;
  private ended = false;
  private lastTurn: number;
  private evaluationMs = 0;
  private validatedAt: number;

  private constructor(
    private readonly options: TrainerOptions,
    private readonly stepper: Stepper,
    private readonly evaluator: BoundProgram<Program>,
    private readonly fed: FedData,
  ) {
    this.clock = options.clock ?? (() => performance.now());
    this.lastTurn = this.clock();
    this.history = new History(options.start.history);
    this.readings = new Readings(options, evaluator);
    const { history, best } = options.start;
    this.keeper = new BestKeeper(options.settings.earlyStopping, history.validation, best);
    this.checkpoints = new Checkpoints({
      run: options,
      stepper,
      history: this.history,
      keeper: this.keeper,
      exclusive: this.exclusive,
      clock: this.clock,
    });
    this.validatedAt = history.validation.at(-1)?.step ?? 0;
  }

  /** Creates the sessions. Rejects where the runtime cannot. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { sessions, data } = options;
    const resident = await ResidentColumns.create(sessions.executor, data.train, readBy(options), data.augment);
    try {
      return await Trainer.over(options, { ...data.train, resident });
    } catch (error) {
      resident?.dispose();
      throw error;
    }
  }

  private static async over(options: TrainerOptions, fed: FedData): Promise<Trainer> {
    const { programs, sessions, data, settings, start } = options;
    let trainer: Trainer | undefined;
    const stepper = await Stepper.create({
      programs,
      sessions,
      data: { ...fed, augment: data.augment },
      examples: data.split.train,
      seed: settings.seed,
      batchSize: settings.batchSize,
      batches: settings.batches ?? 1,
      learningRate: (step, phase) => trainer?.learningRateAt(step, phase) ?? 0,
      state: stateOf(start),
      step: start.step,
      clock: options.clock ?? (() => performance.now()),
    });
    trainer = new Trainer(options, stepper, await BoundProgram.create(sessions, programs.evaluate()), fed);
    options.onEvent({ type: 'status', status: 'ready' });
    return trainer;
  }

  /** Where batches are put together; undefined where the runtime shares this thread's memory. */
  get batchPlace(): BatchPlace | undefined {
    return this.fed.resident?.place;
  }

  get stepsDone(): number {
    return this.stepper.step;
  }

  get stepsPerEpoch(): number {
    return this.stepper.stepsPerEpoch;
  }

  /** Steps of the whole run. */
  get steps(): number {
    const { epochs, steps } = this.options.settings;
    return steps ?? epochs * this.stepper.stepsPerEpoch;
  }

  /** Median over all steps of this trainer, ms. */
  get msPerStep(): number {
    return this.stepper.pace.medianOfAll;
  }

  /** Resolves when the run has ended; rejects where the runtime died or something of ours broke. */
  get done(): Promise<void> {
    return this.running ?? Promise.resolve();
  }

  /** Runs on until the last step, or until paused or stopped. */
  start(): void {
    if (this.ended) return;
    this.options.onEvent({ type: 'status', status: 'running' });
    this.gate.open();
    this.launch();
  }

  /** Resolves when the call in progress has ended. */
  async pause(): Promise<void> {
    if (this.ended || !this.running) return;
    this.gate.close();
    await this.gate.waitHeld();
    if (this.ended) return;
    this.options.onEvent({ type: 'status', status: 'paused' });
    this.options.onEvent({ type: 'checkpoint', checkpoint: await this.checkpoint() });
  }

  /** One optimizer step, then paused. */
  async step(): Promise<void> {
    if (this.ended) return;
    if (this.running) {
      this.gate.close();
      await this.gate.waitHeld();
      if (this.ended) return;
    }
    this.gate.allow(1);
    this.launch();
    await this.gate.waitHeld();
    if (!this.ended) this.options.onEvent({ type: 'status', status: 'paused' });
  }

  /** Ends the run; the parameters stay for `test`, `inspect` and `checkpoint`. */
  async stop(): Promise<void> {
    if (this.ended) return;
    this.gate.stop();
    await this.running?.catch(() => undefined);
    await this.end('stopped');
  }

  /** Loss and metrics over the official test split. */
  async test(): Promise<SplitPoint> {
    const snapshot = await this.checkpoints.snapshot();
    const scores = await this.readings.test(snapshot);
    const point = { ...scores, step: snapshot.step, epoch: this.epochOf(snapshot.step) };
    this.options.onEvent({ type: 'test', point });
    return point;
  }

  /** What every node computes for one training example. */
  async inspect(example: number): Promise<readonly NodeValue[]> {
    return this.readings.inspect(await this.checkpoints.snapshot(), example);
  }

  /** The first `count` test examples as they go into the evaluate program, one at a time, and what it answers. */
  async answers(count: number): Promise<readonly AnsweredCase[]> {
    return this.readings.answers(await this.checkpoints.snapshot(), count);
  }

  /** Everything needed to go on, read from the device now. */
  checkpoint(): Promise<Checkpoint> {
    return this.checkpoints.read();
  }

  /** Ends the run and frees what it holds on the device. */
  async dispose(): Promise<void> {
    this.ended = true;
    this.gate.stop();
    await this.running?.catch(() => undefined);
    await this.exclusive.add(async () => {
      disposeState(this.stepper.state);
      this.fed.resident?.dispose();
    });
  }

  private launch(): void {
    if (this.running) return;
    const run = this.run().catch((error: unknown) => {
      this.ended = true;
      throw error;
    });
    // who waits at the gate goes on once it is known that the run has ended
    this.running = run.finally(() => this.gate.leave());
    this.running.catch((error: unknown) => this.options.onCrash?.(error));
  }

  private async run(): Promise<void> {
    try {
      await this.finishEpochIfDue();
      while (this.stepper.step < this.steps && !this.keeper.exhausted) {
        await this.turn();
        await this.gate.pass();
        await this.doCall();
      }
      await this.checkpoints.restoreBest();
      await this.end('finished');
    } catch (error) {
      if (error instanceof Stopped) return;
      if (!(error instanceof NonFiniteError)) throw error;
      await this.fail(error);
    }
  }

  private async doCall(): Promise<void> {
    const { step, stepsPerEpoch } = this.stepper;
    const toEpochEnd = stepsPerEpoch - (step % stepsPerEpoch);
    const limit = Math.min(this.gate.allowance, this.steps - step, toEpochEnd);
    await this.exclusive.add(() =>
      this.stepper.advance(limit, (points) => {
        this.history.addTrain(points);
        this.options.onEvent({ type: 'train', points });
      }),
    );
    this.report();
    await this.finishEpochIfDue();
    if (this.checkpoints.isDue) await this.checkpoints.publish();
    this.gate.spend(this.stepper.step - step);
  }

  private async finishEpochIfDue(): Promise<void> {
    const { step, stepsPerEpoch } = this.stepper;
    const due = step > 0 && (step % stepsPerEpoch === 0 || step === this.steps);
    if (!due || this.validatedAt === step) return;
    this.validatedAt = step;
    if (this.options.data.split.validation.length > 0) await this.validate(step);
    await this.checkpoints.publish();
  }

  private async validate(step: number): Promise<void> {
    const { data, settings } = this.options;
    const start = this.clock();
    const between = async () => {
      await this.turn();
      await this.gate.pass();
    };
    const { validation } = data.split;
    const { evaluationBatch } = settings;
    const scores = await evaluateSplit(
      this.evaluator,
      this.stepper.state,
      this.fed,
      validation,
      evaluationBatch,
      between,
    );
    this.evaluationMs = this.clock() - start;
    this.checkScores(scores, step);
    const point = { ...scores, step, epoch: this.epochOf(step) };
    this.history.addValidation(point);
    await this.keeper.offer(point, async () => (await this.checkpoint()).parameters);
    this.options.onEvent({ type: 'validation', point });
  }

  private checkScores({ loss, losses = [loss] }: Scores, step: number): void {
    const bad = firstNonFinite(losses);
    if (bad) throw new NonFiniteError({ value: 'validationLoss', actual: bad.actual, step });
  }

  private learningRateAt(step: number, phase: number): number {
    const { validation } = this.history.snapshot();
    const { stepsPerEpoch } = this.stepper;
    const validationLosses = validation.map((point) => lossOf(point, phase));
    return this.options.settings.learningRate({ step, steps: this.steps, stepsPerEpoch, validationLosses }, phase);
  }

  /** Keeps the last parameters that are numbers, and says what went wrong. */
  private async fail({ found }: NonFiniteError): Promise<void> {
    await this.checkpoints.leaveBroken();
    const kept = this.stepper.step;
    const diagnostic = nonFiniteDiagnostic({ ...found, kept });
    this.options.onEvent({ type: 'failed', diagnostics: [diagnostic] });
    await this.end('failed');
  }

  private async end(status: 'stopped' | 'finished' | 'failed'): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    if (status !== 'finished') this.options.onEvent({ type: 'checkpoint', checkpoint: await this.checkpoint() });
    this.options.onEvent({ type: 'status', status });
  }

  private report(): void {
    const { step, stepsPerEpoch, pace } = this.stepper;
    const epochs = Math.ceil(this.steps / stepsPerEpoch);
    const evaluations = epochs - Math.floor(step / stepsPerEpoch);
    const msLeft = (this.steps - step) * pace.msPerStep + evaluations * this.evaluationMs;
    this.options.onEvent({
      type: 'progress',
      epoch: this.epochOf(step),
      epochs,
      epochStep: step - (this.epochOf(step) - 1) * stepsPerEpoch,
      epochSteps: stepsPerEpoch,
      step,
      steps: this.steps,
      msPerStep: pace.msPerStep,
      secondsLeft: msLeft / 1000,
    });
  }

  /** Epochs begun when `step` steps are done, from 1. */
  private epochOf(step: number): number {
    return Math.max(1, Math.ceil(step / this.stepper.stepsPerEpoch));
  }

  private async turn(): Promise<void> {
    if (this.clock() - this.lastTurn < longestTurn) return;
    await yieldToHost();
    this.lastTurn = this.clock();
  }
}

/** What the run's programs read. */
function readBy({ programs, data, settings }: TrainerOptions): readonly ProgramInput[] {
  const { program } = programs.train(Math.min(settings.batchSize, data.split.train.length), 1);
  return [...program.inputs, ...programs.evaluate().program.inputs];
}
