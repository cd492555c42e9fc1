import { examplesAStep } from '../../document/phases';
import type { Executor } from '../../runtime/executor';
import { RuntimeLost } from '../../runtime/lost';
import { Queue } from '../../runtime/queue';
import { SessionCache } from '../../runtime/sessionCache';
import { BoundProgram, disposeState } from '../../training/boundProgram';
import { median } from '../../training/pace';
import { ResidentColumns } from '../../training/residentColumns';
import { stateOf } from '../../training/trainerOptions';
import type { LoadInfo, ProviderChoice } from '../protocol';
import type { Prepared } from './prepare';
import { startOf } from './start';

/** How this thread gets its runtimes; the browser's in the worker, fakes in tests. */
export interface RuntimeSource {
  wasm(threads: number): Promise<Executor>;
  /** The GPU, or undefined where there is no adapter. `create` rejects where it cannot be used. */
  gpu(): Promise<{ readonly software: boolean; create(threads: number): Promise<Executor> } | undefined>;
}

export interface ChosenRuntime {
  readonly sessions: SessionCache;
  readonly reason: LoadInfo['reason'];
  readonly measured?: LoadInfo['measured'];
}

/** Steps of each provider that the comparison takes. */
const rounds = 7;
const warmUps = 2;

/** Gives the runtime for a choice; executors live as long as the thread, so a second load finds its sessions again. */
export class Runtimes {
  private wasmSessions: Promise<SessionCache> | undefined;
  private gpuSessions: Promise<SessionCache> | undefined;
  /** A GPU that fails is given back: nobody else may be trying it just then. */
  private readonly exclusive = new Queue();

  constructor(private readonly source: RuntimeSource) {}

  /**
   * `webgpu` and `auto` fall back to WASM where the GPU is missing (`noAdapter`) or fails (`unsupported`). `auto` leaves a GPU that the
   * CPU imitates alone (`softwareGpu`): it is 50 times slower than WASM and takes seconds to start.
   */
  choose(choice: ProviderChoice, threads: number, prepared: Prepared): Promise<ChosenRuntime> {
    return this.exclusive.add(() => this.tryOut(choice, threads, prepared));
  }

  private async tryOut(choice: ProviderChoice, threads: number, prepared: Prepared): Promise<ChosenRuntime> {
    const wasm = () => this.wasm(threads);
    if (choice === 'wasm') return { sessions: await wasm(), reason: 'chosen' };
    const gpu = await this.source.gpu();
    if (!gpu) return { sessions: await wasm(), reason: 'noAdapter' };
    if (choice === 'auto' && gpu.software) return { sessions: await wasm(), reason: 'softwareGpu' };
    try {
      this.gpuSessions ??= gpu.create(threads).then((executor) => new SessionCache(executor));
      const sessions = await this.gpuSessions;
      const gpuTime = await stepTime(sessions, prepared, choice === 'webgpu' ? 0 : rounds);
      if (choice === 'webgpu') return { sessions, reason: 'chosen' };
      const cpu = await wasm();
      const measured = { webgpu: gpuTime, wasm: await stepTime(cpu, prepared, rounds) };
      return { sessions: measured.webgpu < measured.wasm ? sessions : cpu, reason: 'measured', measured };
    } catch (error) {
      if (error instanceof RuntimeLost && error.reason !== 'device') throw error;
      await this.giveGpuBack();
      return { sessions: await wasm(), reason: 'unsupported' };
    }
  }

  /** Makes the runtime and the sessions of a document, and runs its training step: the first ones compile and are slow. */
  async warmUp(choice: ProviderChoice, threads: number, prepared: Prepared): Promise<void> {
    const { sessions } = await this.choose(choice, threads, prepared);
    await stepTime(sessions, prepared, 0);
  }

  /** What fails to end ends with the thread. */
  private async giveGpuBack(): Promise<void> {
    const failed = this.gpuSessions;
    this.gpuSessions = undefined;
    await failed?.then((sessions) => sessions.dispose()).catch(() => undefined);
  }

  /** Asks the source again after a failure. */
  private async wasm(threads: number): Promise<SessionCache> {
    this.wasmSessions ??= this.source.wasm(threads).then((executor) => new SessionCache(executor));
    try {
      return await this.wasmSessions;
    } catch (error) {
      this.wasmSessions = undefined;
      throw error;
    }
  }
}

/** Median ms of `count` training steps on the document's own first examples after two to warm up; nothing of it is kept. */
async function stepTime(sessions: SessionCache, prepared: Prepared, count: number): Promise<number> {
  const { document, compiled, data } = prepared;
  const target = sessions.executor.provider === 'webgpu' ? 'webgpu' : 'cpu';
  const batch = examplesAStep(document.training, data.split.train.length);
  const program = await BoundProgram.create(sessions, compiled.programs(target).train(batch, 1));
  const { executor } = sessions;
  const resident = await ResidentColumns.create(executor, data.train, program.program.inputs, data.augment);
  const fed = { ...data.train, augment: data.augment, resident };
  const fixed = { data: fed, examples: data.split.train.subarray(0, batch), seed: 0, learningRate: () => 0 };
  let state = stateOf(startOf(compiled.train, document.training.seed, undefined));
  const times: number[] = [];
  try {
    for (let step = 0; step < count + warmUps; step++) {
      const before = performance.now();
      const output = await program.run({ ...fixed, state, step });
      if (step >= warmUps) times.push(performance.now() - before);
      disposeState(state);
      if (output.state) state = output.state;
    }
  } finally {
    resident?.dispose();
  }
  disposeState(state);
  return median(times);
}
