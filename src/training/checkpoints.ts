import type { StateSpec } from '../compiler/program';
import { internal } from '../core/errors';
import type { Checkpoint, TrainingHistory } from '../document/checkpoint';
import type { Queue } from '../runtime/queue';
import type { AnyTensor } from './boundProgram';
import type { BestKeeper } from './earlyStopping';
import type { History } from './history';
import { firstNonFinite, lastBadSlot, slotError } from './nonFinite';
import type { Snapshot } from './readings';
import { copyState, type Stepper } from './stepper';
import { stateOf, type TrainerOptions, vectorOf } from './trainerOptions';

export interface CheckpointsOptions {
  readonly run: Pick<TrainerOptions, 'start' | 'data' | 'onEvent'>;
  readonly stepper: Stepper;
  readonly history: History;
  readonly keeper: BestKeeper;
  /** Steps take turns in it. */
  readonly exclusive: Queue;
  readonly clock: () => number;
}

/** Time between two checkpoints within an epoch, ms. */
const longestGap = 8000;

/** The state of a run as checkpoints: read from the device, sent, gone back to. */
export class Checkpoints {
  /** The last that was sent: it holds numbers only. */
  private good: Checkpoint | undefined;
  private publishedAt: number;

  constructor(private readonly options: CheckpointsOptions) {
    this.publishedAt = options.clock();
  }

  /** The last one was published long enough ago. */
  get isDue(): boolean {
    return this.options.clock() - this.publishedAt > longestGap;
  }

  /** Between two steps. */
  snapshot(): Promise<Snapshot & { readonly history: TrainingHistory }> {
    const { exclusive, stepper, history } = this.options;
    return exclusive.add(async () => ({
      state: await copyState(stepper.state),
      step: stepper.step,
      history: history.snapshot(),
    }));
  }

  /** Everything needed to go on, read from the device now. */
  async read(): Promise<Checkpoint> {
    const { run, keeper } = this.options;
    const { state, step, history } = await this.snapshot();
    const { layout, optimizer } = run.start;
    const states = Object.entries(state.states).map(([name, tensor]) => [name, floatsOf(tensor)] as const);
    return {
      layout,
      parameters: floatsOf(state.parameters),
      optimizer: { type: optimizer.type, state: Object.fromEntries(states) },
      step,
      history,
      ...(keeper.best ? { best: keeper.best } : {}),
      ...(run.data.statistics ? { statistics: run.data.statistics } : {}),
    };
  }

  /** Sends a checkpoint, which must hold numbers only. Rejects with `NonFiniteError` where it does not. */
  async publish(): Promise<void> {
    const { run, stepper, clock } = this.options;
    const checkpoint = await this.read();
    this.publishedAt = clock();
    expectNumbers(checkpoint, stepper.optimizerStates);
    this.good = checkpoint;
    run.onEvent({ type: 'checkpoint', checkpoint });
  }

  /** Goes back to the last state that was all numbers, where this one is not. */
  async leaveBroken(): Promise<void> {
    const { run, stepper, history, exclusive } = this.options;
    const { parameters, optimizer } = await this.read();
    if (![parameters, ...Object.values(optimizer.state)].some(firstNonFinite)) return;
    const last = this.good ?? run.start;
    await exclusive.add(async () => stepper.reset(stateOf(last), last.step));
    history.rewind(last.step);
  }

  /** Takes the parameters of the best epoch, where the training program says so. */
  async restoreBest(): Promise<void> {
    const { keeper, stepper, exclusive } = this.options;
    const best = keeper.restored;
    const { step } = stepper;
    if (!best || best.step === step) return;
    await exclusive.add(async () => {
      const { states } = await copyState(stepper.state);
      stepper.reset({ parameters: vectorOf(best.parameters), states }, step);
    });
    await this.publish();
  }
}

/** Throws `NonFiniteError` with the parameter that a value which is no number belongs to. */
function expectNumbers({ layout, parameters, optimizer, step }: Checkpoint, states: readonly StateSpec[]): void {
  const bad = lastBadSlot(layout, parameters);
  if (bad) throw slotError('parameter', bad, step);
  for (const { name, slots } of states) {
    const found = lastBadSlot(slots, optimizer.state[name] ?? internal(`no optimizer state ${name}`));
    if (found) throw slotError('optimizer', found, step);
  }
}

function floatsOf(tensor: AnyTensor): Float32Array {
  return 'data' in tensor && tensor.data instanceof Float32Array ? tensor.data : internal('expected float32');
}
