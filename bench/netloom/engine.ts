import type { ProgramInput, TrainProgram } from '../../src/compiler/program';
import { repeatSteps } from '../../src/compiler/repeat';
import { allocate } from '../../src/core/dtype';
import { internal } from '../../src/core/errors';
import type { HostTensor } from '../../src/core/tensor';
import { encodeProgram } from '../../src/onnx/encode';
import type { Executor, Feed, RuntimeTensor, Session, Table } from '../../src/runtime/executor';
import { median } from '../../src/training/pace';
import { candidateStepsPerCall, worthwhile } from '../../src/training/stepsPerCall';
import {
  type Engine,
  type EngineOptions,
  FIRST_LOSSES,
  type Loaded,
  type MemoryUse,
  type Turn,
} from '../engines/engine';
import { adam, BATCHES, type Batch, type BenchModel, batchesOf, sizeOf, startOf } from '../models/model';
import { modelOf } from '../models/registry';
import { type CompiledModel, compileModel } from './compile';
import { matmulRate } from './matmul';

type AnyTensor = HostTensor | RuntimeTensor;

/** Parameters and optimizer vectors. */
interface State {
  parameters: AnyTensor;
  vectors: Map<string, AnyTensor>;
}

/** Single steps before the trial of several a call, and calls of the trial. */
const TRIAL_AFTER = 32;

/** Netloom's training steps on any executor. */
export class NetloomEngine implements Engine {
  private executor: Executor | undefined;
  private run: ModelRun | undefined;

  constructor(
    private readonly createExecutor: (options: EngineOptions) => Promise<Executor>,
    private readonly readMemory: () => Promise<MemoryUse>,
  ) {}

  async open(options: EngineOptions): Promise<string> {
    this.executor = await this.createExecutor(options);
    await matmulRate(this.executor, 8, 1);
    const { provider, threads } = this.executor;
    return `ONNX Runtime on ${provider}, ${threads} threads`;
  }

  async load(id: string): Promise<Loaded> {
    const executor = this.executor ?? internal('an engine that is not open');
    const model = modelOf(id);
    const start = startOf(model);
    const batches = batchesOf(model);
    const from = performance.now();
    const compiled = compileModel(model);
    this.run = await ModelRun.create(executor, { model, compiled, start, batches });
    const losses = await this.run.call();
    const compileMs = performance.now() - from;
    while (losses.length < FIRST_LOSSES) losses.push(...(await this.run.call()));
    const stepsPerCall = executor.provider === 'webgpu' ? 1 : await this.run.chooseStepsPerCall();
    const copied = executor.copied.bytes;
    const { length: steps } = await this.run.call();
    return {
      compileMs,
      losses,
      stepsPerCall,
      flops: compiled.flops,
      bytesPerStep: (executor.copied.bytes - copied) / steps,
    };
  }

  async steps(count: number): Promise<Turn> {
    const run = this.run ?? internal('no model');
    const turn: Turn = { times: [], losses: [] };
    while (turn.times.length < count) {
      const start = performance.now();
      const losses = await run.call();
      const ms = (performance.now() - start) / losses.length;
      for (const loss of losses) {
        turn.times.push(ms);
        turn.losses.push(loss);
      }
    }
    return turn;
  }

  memory(): Promise<MemoryUse> {
    return this.readMemory();
  }

  matmul(): Promise<number> {
    return matmulRate(this.executor ?? internal('an engine that is not open'), 512, 12);
  }
}

interface Given {
  readonly model: BenchModel;
  readonly compiled: CompiledModel;
  readonly start: ReadonlyMap<string, Float32Array>;
  readonly batches: readonly (readonly Batch[])[];
}

class ModelRun {
  private step = 0;
  private stepsPerCall = 1;
  /** Of this step's batch, where tables hold all batches one after another. */
  private rows = new Uint32Array();
  private readonly buffers = new Map<string, HostTensor['data']>();

  private constructor(
    private readonly executor: Executor,
    private readonly given: Given,
    private program: TrainProgram,
    private session: Session,
    private state: State,
    private readonly tables: ReadonlyMap<string, Table>,
  ) {}

  static async create(executor: Executor, given: Given): Promise<ModelRun> {
    const { program } = given.compiled;
    const session = await sessionOf(executor, program);
    return new ModelRun(executor, given, program, session, stateAt(given, program), await tablesOf(executor, given));
  }

  /** Takes K steps a call where that is faster, as the trainer does. */
  async chooseStepsPerCall(): Promise<number> {
    const single = await this.timed(TRIAL_AFTER);
    const k = Math.min(BATCHES, candidateStepsPerCall(single, 1000));
    if (k === 1) return 1;
    const { program, session } = this;
    this.program = repeatSteps(program, k);
    this.session = await sessionOf(this.executor, this.program);
    this.stepsPerCall = k;
    if ((await this.timed(TRIAL_AFTER)) < single * worthwhile) {
      await session.dispose();
      return k;
    }
    await this.session.dispose();
    Object.assign(this, { program, session });
    this.stepsPerCall = 1;
    return 1;
  }

  /** Median ms a step over at least `count` steps, the first call left out. */
  private async timed(count: number): Promise<number> {
    await this.call();
    const times: number[] = [];
    while (times.length * this.stepsPerCall < count) {
      const start = performance.now();
      await this.call();
      times.push((performance.now() - start) / this.stepsPerCall);
    }
    return median(times);
  }

  /** One call; the loss of each step it did. */
  async call(): Promise<number[]> {
    const losses = new Array<number>(this.stepsPerCall).fill(0);
    const { batch } = this.given.model;
    const first = (this.step % BATCHES) * batch;
    this.rows = Uint32Array.from({ length: batch }, (_, i) => first + i);
    const outputs = await this.session.run(this.feeds());
    const old = this.state;
    this.state = { parameters: old.parameters, vectors: new Map(old.vectors) };
    for (const output of this.program.outputs) {
      const tensor = outputs[output.name] ?? internal(`no output ${output.name}`);
      if (output.role === 'parameters') this.state.parameters = tensor;
      else if (output.role === 'state') this.state.vectors.set(output.state, tensor);
      else if (output.role === 'loss')
        for (const [k, loss] of Array.from((await tensor.read()).data, Number).entries())
          losses[k] = (losses[k] ?? 0) + loss;
    }
    for (const tensor of [old.parameters, ...old.vectors.values()]) if ('dispose' in tensor) tensor.dispose();
    this.step += this.stepsPerCall;
    return losses;
  }

  private feeds(): Record<string, Feed> {
    return Object.fromEntries(this.program.inputs.map((input) => [input.name, this.feed(input)]));
  }

  private feed(input: ProgramInput): Feed {
    const dims = input.type.shape as number[];
    const numbers = (value: (k: number) => number): HostTensor => ({
      dtype: 'float32',
      dims,
      data: Float32Array.from({ length: sizeOf(dims) }, (_, k) => value(k)),
    });
    switch (input.role) {
      case 'parameters':
        return this.state.parameters;
      case 'state':
        return this.state.vectors.get(input.state) ?? internal(`no ${input.state}`);
      case 'step':
        return numbers(() => this.step);
      case 'learningRate':
        return numbers(() => adam.learningRate);
      case 'data':
        return this.column(input, dims);
      case 'random':
        return internal('the models take random numbers as data');
      default:
        return input satisfies never;
    }
  }

  /** The batch of this step, or those of this call in a row. */
  private column(input: ProgramInput, dims: number[]): Feed {
    const { dtype } = input.type;
    const table = this.tables.get(input.name);
    if (table) return table.take({ rows: this.rows, dims });
    const values = (k: number) =>
      this.given.batches[(this.step + k) % BATCHES]?.find(({ name }) => name === input.name)?.values ??
      internal(`no column ${input.name}`);
    if (this.stepsPerCall === 1) return { dtype, dims, data: values(0) };
    const data = this.buffers.get(input.name) ?? allocate(dtype, sizeOf(dims));
    this.buffers.set(input.name, data);
    for (let k = 0; k < this.stepsPerCall; k++) {
      const part = values(k);
      (data as Float32Array).set(part, k * part.length);
    }
    return { dtype, dims, data };
  }
}

function sessionOf(executor: Executor, program: TrainProgram): Promise<Session> {
  const keep = program.outputs.flatMap(({ role, name }) => (role === 'parameters' || role === 'state' ? [name] : []));
  const target = executor.provider === 'webgpu' ? 'webgpu' : 'cpu';
  return executor.createSession(encodeProgram(program, { target }), { keep });
}

/** The columns of the data on a GPU, all batches one after another. */
async function tablesOf({ tables }: Executor, { model, batches }: Given): Promise<Map<string, Table>> {
  const made = new Map<string, Table>();
  if (!tables) return made;
  for (const column of model.columns) {
    if ('isDrawn' in column && column.isDrawn) continue;
    const parts = batches.map((batch) => batch.find(({ name }) => name === column.name)?.values ?? []);
    const data =
      column.kind === 'classes'
        ? Int32Array.from(parts.flatMap((part) => [...part]))
        : Float32Array.from(parts.flatMap((part) => [...part]));
    const table = await tables.create({ data, width: sizeOf(column.shape) });
    if (table) made.set(column.name, table);
  }
  return made;
}

function stateAt({ start }: Given, program: TrainProgram): State {
  const length = program.layout.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const parameters = new Float32Array(length);
  for (const { name, offset } of program.layout) parameters.set(start.get(name) ?? internal(`no ${name}`), offset);
  const vector = (data: Float32Array): HostTensor => ({ dtype: 'float32', dims: [data.length], data });
  const vectors = program.optimizer.states.map(({ name, slots }) => {
    const size = slots.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return [name, vector(new Float32Array(size))] as const;
  });
  return { parameters: vector(parameters), vectors: new Map(vectors) };
}
