import type { Program, StateSpec, TrainProgram } from '../compiler/program';
import { internal } from '../core/errors';
import { finishMetric } from '../core/metrics';
import { batchesPerEpoch, epochOrder } from '../data/batches';
import { RuntimeLost } from '../runtime/lost';
import type { SessionCache } from '../runtime/sessionCache';
import { BoundProgram, type CallOutput, disposeState, type FedData, type ModelState, readFloats } from './boundProgram';
import type { StepPoint } from './events';
import { firstNonFinite, lastBadSlot, type NonFinite, NonFiniteError, slotError } from './nonFinite';
import { Pace } from './pace';
import type { Programs } from './programs';
import { candidateStepsPerCall, sameBits, worthwhile } from './stepsPerCall';

export interface StepperOptions {
  readonly programs: Programs;
  readonly sessions: SessionCache;
  readonly data: FedData;
  /** Places of the training examples in `data`. */
  readonly examples: Uint32Array;
  readonly seed: number;
  /** Examples a step takes. */
  readonly batchSize: number;
  /** Batches among them; where there are several, examples that do not fill a step are left out of the epoch. */
  readonly batches: number;
  learningRate(step: number, phase: number): number;
  readonly state: ModelState;
  /** Steps done. */
  readonly step: number;
  readonly clock: () => number;
}

type Emit = (points: readonly StepPoint[]) => void;

/** Single steps after which larger calls are tried. */
const trialsAfter = [8, 64, 256];

/** Does optimizer steps: batches in seeded order, the last smaller one too, several a call where that is faster. */
export class Stepper {
  readonly pace = new Pace();
  readonly stepsPerEpoch: number;
  private readonly fullBatches: number;
  private readonly lastBatch: number;
  private readonly programs = new Map<string, BoundProgram<TrainProgram>>();
  private order: { epoch: number; places: Uint32Array } | undefined;
  /** Steps a call; undefined until a trial was won. */
  private stepsPerCall: number | undefined;
  private readonly trials = [...trialsAfter];
  private singleSteps = 0;
  private currentState: ModelState;
  private done: number;

  private constructor(private readonly options: StepperOptions) {
    const { examples, batchSize, batches } = options;
    const whole = batches > 1;
    this.currentState = options.state;
    this.done = options.step;
    this.stepsPerEpoch = batchesPerEpoch(examples.length, batchSize, whole);
    this.fullBatches = Math.floor(examples.length / batchSize);
    this.lastBatch = whole ? 0 : examples.length % batchSize;
    if (options.sessions.executor.provider === 'webgpu') this.stepsPerCall = 1;
  }

  static async create(options: StepperOptions): Promise<Stepper> {
    if (options.examples.length === 0) internal('training without examples');
    const stepper = new Stepper(options);
    await stepper.program(Math.min(options.batchSize, options.examples.length), 1);
    return stepper;
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  get state(): ModelState {
    return this.currentState;
  }

  /** The vectors of the state that the optimizer keeps. */
  get optimizerStates(): readonly StateSpec[] {
    return this.anyProgram.optimizer.states;
  }

  /** They differ in batch and steps a call alone. */
  private get anyProgram(): TrainProgram {
    const [first] = this.programs.values();
    return first?.program ?? internal('a stepper without a program');
  }

  /** Takes another state, as after a step that failed. */
  reset(state: ModelState, step: number): void {
    disposeState(this.currentState);
    this.currentState = state;
    this.done = step;
  }

  /**
   * Does some steps, at most `limit`, and hands over their points as they are done. Rejects with `NonFiniteError` at a
   * step that fails; those before it are done and told.
   */
  async advance(limit: number, emit: Emit): Promise<void> {
    const place = this.done % this.stepsPerEpoch;
    const full = this.fullBatches - place;
    if (full <= 0) return this.timed(1, this.lastBatch, emit);
    const trial = this.trialSize(full, limit);
    if (trial > 1) return this.tryBatching(trial, emit);
    const count = this.stepsPerCall ?? 1;
    return this.timed(full >= count && limit >= count ? count : 1, this.options.batchSize, emit);
  }

  /** Steps a call to try now, 1 for no trial. A runtime that still warms up is slow, so the question is asked again. */
  private trialSize(full: number, limit: number): number {
    const due = this.trials[0];
    if (this.stepsPerCall !== undefined || due === undefined || this.singleSteps < due) return 1;
    const count = candidateStepsPerCall(this.pace.msPerStep, this.fullBatches);
    if (count > Math.min(full, limit)) return 1;
    this.trials.shift();
    return count;
  }

  private async timed(count: number, batch: number, emit: Emit): Promise<void> {
    const program = await this.program(batch, count);
    const start = this.options.clock();
    const output = await this.call(program, this.currentState, this.done, count);
    this.pace.add(this.options.clock() - start, count);
    if (count === 1) this.singleSteps++;
    return this.adopt(output, count, batch, emit);
  }

  private async adopt(output: CallOutput, count: number, batch: number, emit: Emit): Promise<void> {
    const bad = firstNonFinite(output.phaseLosses.flat()) ?? firstNonFinite(output.gradientNorms);
    if (bad && count > 1) return this.replay(output, count, batch, emit);
    if (bad) throw await this.explain(output, batch);
    const before = this.currentState;
    this.currentState = output.state ?? internal('a training step without a new state');
    if (before !== this.currentState) disposeState(before);
    const points = pointsOf(output, this.done);
    this.done += count;
    emit(points);
  }

  /** Repeats a failed call step by step, to end at the last good one. */
  private async replay(output: CallOutput, count: number, batch: number, emit: Emit): Promise<void> {
    if (output.state) disposeState(output.state);
    for (let k = 0; k < count; k++) await this.timed(1, batch, emit);
  }

  /**
   * Does `count` steps one by one and the same ones in one call: takes the larger call for the rest of the run if it is
   * faster and its result equal to the last bit, so that the choice never shows in the numbers.
   */
  private async tryBatching(count: number, emit: Emit): Promise<void> {
    const { clock, batchSize } = this.options;
    const from = this.done;
    const before = await copyState(this.currentState);
    let start = clock();
    for (let k = 0; k < count; k++) await this.timed(1, batchSize, emit);
    const single = clock() - start;
    const program = await this.program(batchSize, count);
    const first = await this.call(program, before, from, count);
    if (first.state) disposeState(first.state);
    start = clock();
    const output = await this.call(program, before, from, count);
    const batched = clock() - start;
    if (batched < single * worthwhile && output.state && (await sameState(output.state, this.currentState))) {
      this.stepsPerCall = count;
      this.pace.restart(batched / count);
    }
    if (output.state) disposeState(output.state);
  }

  /** Names what failed in a call of one step; the state before it stays. */
  private async explain(output: CallOutput, batch: number): Promise<NonFiniteError> {
    const step = this.done + 1;
    const { layout } = this.anyProgram;
    const loss = firstNonFinite(output.phaseLosses.flat());
    const norm = firstNonFinite(output.gradientNorms)?.actual ?? Number.NaN;
    const after = output.state && (await readFloats(output.state.parameters));
    if (output.state) disposeState(output.state);
    if (loss) {
      const input = lastBadSlot(layout, await readFloats(this.currentState.parameters));
      if (input) return slotError('parameter', input, this.done);
      return new NonFiniteError(await this.firstActivation(batch, loss.actual, step));
    }
    const updated = after && lastBadSlot(layout, after);
    return updated
      ? slotError('gradient', updated, step)
      : new NonFiniteError({ value: 'gradient', actual: norm, step });
  }

  /** The first node, going forward, whose output is no number for the batch whose loss is none. */
  private async firstActivation(batch: number, actual: number, step: number): Promise<Omit<NonFinite, 'kept'>> {
    try {
      const inspect: BoundProgram<Program> = await BoundProgram.create(
        this.options.sessions,
        this.options.programs.inspect(),
      );
      const { values } = await inspect.run(this.input(this.currentState, this.done, this.places(this.done, batch)));
      for (const { nodeId, tensor } of values) {
        const bad = firstNonFinite(Array.from(tensor.data, Number));
        if (bad) return { value: 'activation', actual: bad.actual, step, name: nodeId, nodeId };
      }
    } catch (error) {
      if (error instanceof RuntimeLost) throw error;
    }
    return { value: 'loss', actual, step };
  }

  private call(
    program: BoundProgram<TrainProgram>,
    state: ModelState,
    step: number,
    count: number,
  ): Promise<CallOutput> {
    return program.run(this.input(state, step, this.places(step, count * program.program.batch)), count);
  }

  private input(state: ModelState, step: number, examples: Uint32Array) {
    const { data, seed, learningRate } = this.options;
    return { state, data, examples, step, seed, learningRate };
  }

  /** The `count` examples from the place of `step` in its epoch on. */
  private places(step: number, count: number): Uint32Array {
    const { examples, seed, batchSize } = this.options;
    const epoch = Math.floor(step / this.stepsPerEpoch);
    if (this.order?.epoch !== epoch) this.order = { epoch, places: epochOrder(examples, seed, epoch) };
    const start = (step % this.stepsPerEpoch) * batchSize;
    return this.order.places.subarray(start, start + count);
  }

  private async program(batch: number, count: number): Promise<BoundProgram<TrainProgram>> {
    const key = `${batch} ${count}`;
    const known = this.programs.get(key);
    if (known) return known;
    const made = await BoundProgram.create(this.options.sessions, this.options.programs.train(batch, count));
    this.programs.set(key, made);
    return made;
  }
}

function pointsOf({ losses, phaseLosses, metrics }: CallOutput, before: number): StepPoint[] {
  const several = phaseLosses.length > 1;
  return losses.map((loss, k) => ({
    step: before + k + 1,
    loss,
    ...(several ? { losses: phaseLosses.map((values) => values[k] ?? Number.NaN) } : {}),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, values]) => {
        const width = values.length / losses.length;
        return [name, finishMetric(name, values.slice(k * width, (k + 1) * width))];
      }),
    ),
  }));
}

async function vectors(state: ModelState): Promise<Record<string, Float32Array>> {
  const out: Record<string, Float32Array> = { parameters: await readFloats(state.parameters) };
  for (const [name, tensor] of Object.entries(state.states)) out[`state ${name}`] = await readFloats(tensor);
  return out;
}

async function sameState(a: ModelState, b: ModelState): Promise<boolean> {
  const right = await vectors(b);
  return Object.entries(await vectors(a)).every(([name, left]) =>
    sameBits(left, right[name] ?? internal(`no ${name}`)),
  );
}

/** In this thread's memory, independent of the device. */
export async function copyState(state: ModelState): Promise<ModelState> {
  const host = async (tensor: ModelState['parameters']) => {
    const data = (await readFloats(tensor)).slice();
    return { dtype: 'float32', dims: [data.length], data } as const;
  };
  const states: Record<string, Awaited<ReturnType<typeof host>>> = {};
  for (const [name, tensor] of Object.entries(state.states)) states[name] = await host(tensor);
  return { parameters: await host(state.parameters), states };
}
