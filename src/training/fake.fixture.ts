import type { Program, ProgramInput, ProgramOutput, TrainProgram } from '../compiler/program';
import type { HostTensor } from '../core/tensor';
import type { LoadedDataset } from '../data/dataset';
import type { Executor, Feed, RuntimeTensor, Session } from '../runtime/executor';
import { SessionCache } from '../runtime/sessionCache';
import type { Programs } from './programs';
import { Trainer } from './trainer';
import type { TrainerOptions, TrainingSettings } from './trainerOptions';

/**
 * A model small enough to compute here: y = w * mean(x) + b + noise, squared error, SGD with momentum. What the runtime
 * would do is done in float32 by hand, so that tests see the trainer alone.
 */
interface Spec {
  readonly kind: 'train' | 'evaluate' | 'inspect';
  readonly batch: number;
  readonly steps: number;
}

export interface FakeOptions {
  /** Called before each training step done in the runtime: may return a value to put in place of the new weight. */
  readonly poison?: (step: number) => number | undefined;
  /** The K-step program computes slightly different numbers. */
  readonly unequal?: boolean;
  /** Advances the test's clock: ms of a call of so many steps. */
  readonly cost?: (steps: number) => number;
  readonly provider?: 'wasm' | 'webgpu';
}

export const layout = [
  { name: 'dense_1.weight', shape: [1], offset: 0 },
  { name: 'dense_2.bias', shape: [1], offset: 1 },
];
const f32 = Math.fround;
const vector = { dtype: 'float32', shape: [2] } as const;

function programOf({ kind, batch, steps }: Spec): TrainProgram {
  const lead = steps > 1 ? [steps] : [];
  const axis = kind === 'train' ? batch : 'B';
  const number = { dtype: 'float32', shape: lead } as const;
  const inputs: ProgramInput[] = [
    { role: 'parameters', name: 'p', type: vector },
    { role: 'data', name: 'x', column: 'x', use: 'input', type: { dtype: 'uint8', shape: [...lead, axis, 2] } },
    { role: 'data', name: 'y', column: 'y', use: 'target', type: { dtype: 'int32', shape: [...lead, axis] } },
  ];
  const outputs: ProgramOutput[] = [];
  if (kind === 'train') {
    const noise = { dtype: 'float32', shape: [...lead, axis] } as const;
    inputs.push(
      { role: 'state', name: 'v', state: 'velocity', type: vector },
      { role: 'step', name: 'step', type: { dtype: 'float32', shape: [] } },
      { role: 'learningRate', name: 'lr', phase: 0, type: number },
      { role: 'random', name: 'noise', key: 'noise_1', distribution: 'normal', type: noise },
    );
    outputs.push(
      { role: 'parameters', name: 'p2' },
      { role: 'state', name: 'v2', state: 'velocity' },
      { role: 'gradientNorm', name: 'norm' },
    );
  }
  if (kind === 'inspect') outputs.push({ role: 'activation', name: 'dense_1', nodeId: 'dense_1' });
  else
    outputs.push({ role: 'loss', name: 'loss', phase: 0 }, { role: 'metric', name: 'error', metric: 'absoluteError' });
  const init = { kind: 'constant', value: 0 } as const;
  return {
    kind: kind as 'train',
    graph: { inputs: [], nodes: [], outputs: [] },
    inputs,
    outputs,
    layout: layout.map((slot) => ({ ...slot, nodeIds: [], init, buffer: false })),
    batch,
    stepsPerCall: steps,
    optimizer: { type: 'sgd', states: [{ name: 'velocity', slots: layout }] },
  };
}

const encode = (spec: Spec): Uint8Array => new TextEncoder().encode(JSON.stringify(spec));

export const fakePrograms: Programs = {
  train: (batch, steps) => ({
    program: programOf({ kind: 'train', batch, steps }),
    model: encode({ kind: 'train', batch, steps }),
  }),
  evaluate: () => compiled({ kind: 'evaluate', batch: 0, steps: 1 }),
  inspect: () => compiled({ kind: 'inspect', batch: 0, steps: 1 }),
};

function compiled(spec: Spec): { program: Program; model: Uint8Array } {
  return { program: programOf(spec), model: encode(spec) };
}

class FakeTensor implements RuntimeTensor {
  disposed = false;
  constructor(
    readonly host: HostTensor,
    private readonly live: Set<FakeTensor>,
  ) {
    live.add(this);
  }
  get dims() {
    return this.host.dims;
  }
  async read() {
    if (this.disposed) throw new Error('read of a disposed tensor');
    return this.host;
  }
  dispose() {
    if (this.disposed) throw new Error('disposed twice');
    this.disposed = true;
    this.live.delete(this);
  }
}

/** Counts what it is asked to do. */
export class FakeRuntime {
  now = 0;
  created: Spec[] = [];
  /** Steps of each training call. */
  calls: number[] = [];
  batches: number[] = [];
  /** First pixel of every example trained on: it tells which one. */
  seen: number[] = [];
  readonly live = new Set<FakeTensor>();

  constructor(private readonly options: FakeOptions = {}) {}

  readonly clock = (): number => this.now;

  executor(): Executor {
    return {
      provider: this.options.provider ?? 'wasm',
      threads: 1,
      copied: { bytes: 0 },
      createSession: async (model) => this.session(JSON.parse(new TextDecoder().decode(model)) as Spec),
      dispose: async () => {},
    };
  }

  private session(spec: Spec): Session {
    this.created.push(spec);
    return {
      inputNames: [],
      outputNames: [],
      run: async (feeds) => {
        await Promise.resolve();
        return spec.kind === 'train' ? this.train(spec, feeds) : this.evaluate(spec, feeds);
      },
      dispose: async () => {},
    };
  }

  private async train(spec: Spec, feeds: Readonly<Record<string, Feed>>) {
    const { steps } = spec;
    this.now += this.options.cost?.(steps) ?? 20;
    this.calls.push(steps);
    const data = await read(feeds);
    const batch = (data.y?.length ?? 0) / steps;
    this.batches.push(batch);
    this.seen.push(...Array.from({ length: batch * steps }, (_, i) => data.x?.[2 * i] ?? 0));
    const first = data.step?.[0] ?? 0;
    let state = { p: data.p as Float32Array, v: data.v as Float32Array };
    const losses: number[] = [];
    const norms: number[] = [];
    for (let k = 0; k < steps; k++) {
      const part = (values: ArrayLike<number>, size: number) =>
        Array.from({ length: size }, (_, i) => values[k * size + i] ?? 0);
      const x = part(data.x ?? [], batch * 2);
      const result = step(state, x, part(data.y ?? [], batch), part(data.noise ?? [], batch), data.lr?.[k] ?? 0);
      const poisoned = this.options.poison?.(first + k + 1);
      if (poisoned !== undefined) result.p[1] = poisoned;
      if (this.options.unequal && steps > 1) result.p[0] = f32((result.p[0] ?? 0) * 1.0000002);
      state = { p: result.p, v: result.v };
      losses.push(result.loss);
      norms.push(poisoned === undefined ? result.norm : poisoned);
    }
    const lead = steps > 1 ? [steps] : [];
    return {
      p2: this.tensor([2], state.p),
      v2: this.tensor([2], state.v),
      loss: this.tensor(lead, Float32Array.from(losses)),
      error: this.tensor(
        lead,
        Float32Array.from(losses, (loss) => Math.sqrt(loss)),
      ),
      norm: this.tensor(lead, Float32Array.from(norms)),
    };
  }

  private async evaluate({ kind }: Spec, feeds: Readonly<Record<string, Feed>>) {
    const { p, x, y } = await read(feeds);
    const count = y?.length ?? 0;
    const outputs = Float32Array.from({ length: count }, (_, i) => predict(p, x ?? [], i));
    if (kind === 'inspect') return { dense_1: this.tensor([count, 1], outputs) };
    const sum = (of: (error: number) => number) =>
      this.tensor([], Float32Array.of(outputs.reduce((total, output, i) => total + of(output - (y?.[i] ?? 0)), 0)));
    return { loss: sum((error) => error * error), error: sum(Math.abs) };
  }

  private tensor(dims: number[], data: Float32Array): RuntimeTensor {
    return new FakeTensor({ dtype: 'float32', dims, data }, this.live);
  }
}

type Numbers = Record<string, Exclude<HostTensor['data'], BigInt64Array | BigUint64Array> | undefined>;

async function read(feeds: Readonly<Record<string, Feed>>): Promise<Numbers> {
  const out: Numbers = {};
  for (const [name, value] of Object.entries(feeds)) {
    if ('table' in value) throw new Error(`${name}: this runtime keeps no tables`);
    const { data, dims } = 'read' in value ? await value.read() : value;
    const size = dims.reduce((a, b) => a * b, 1);
    if (data.length !== size) throw new Error(`${name}: ${data.length} values for [${dims.join(', ')}]`);
    // The runtime copies what it is fed.
    if (!(data instanceof BigInt64Array) && !(data instanceof BigUint64Array)) out[name] = data.slice();
  }
  return out;
}

const predict = (p: ArrayLike<number> | undefined, x: ArrayLike<number>, i: number): number =>
  f32(f32((p?.[0] ?? 0) * (((x[2 * i] ?? 0) + (x[2 * i + 1] ?? 0)) / 510)) + (p?.[1] ?? 0));

function step({ p, v }: { p: Float32Array; v: Float32Array }, x: number[], y: number[], noise: number[], lr: number) {
  const gradient = [0, 0];
  let loss = 0;
  for (const [i, target] of y.entries()) {
    const error = predict(p, x, i) + 0.01 * (noise[i] ?? 0) - target;
    loss += (error * error) / y.length;
    gradient[0] = (gradient[0] ?? 0) + (2 * error * ((x[2 * i] ?? 0) + (x[2 * i + 1] ?? 0))) / 510 / y.length;
    gradient[1] = (gradient[1] ?? 0) + (2 * error) / y.length;
  }
  const velocity = v.map((old, i) => f32(0.9 * old + (gradient[i] ?? 0)));
  return { p: p.map((old, i) => f32(old - lr * (velocity[i] ?? 0))), v: velocity, loss, norm: Math.hypot(...gradient) };
}

/** 22 examples of two pixels; the label is 1 where the first is bright. */
export const fakeData: LoadedDataset = {
  count: 22,
  columns: [
    {
      spec: { name: 'x', kind: 'features', dtype: 'uint8', shape: [2] },
      data: Uint8Array.from({ length: 44 }, (_, i) => (i * 37) % 256),
    },
    {
      spec: { name: 'y', kind: 'class', dtype: 'int32', shape: [], target: true, classes: ['dark', 'bright'] },
      data: Int32Array.from({ length: 22 }, (_, i) => ((2 * i * 37) % 256 > 127 ? 1 : 0)),
    },
  ],
};

export interface FakeRun extends Partial<Pick<TrainerOptions, 'start' | 'onEvent' | 'onCrash'>> {
  readonly settings?: Partial<TrainingSettings>;
}

/** A trainer over the fake runtime: 18 examples to train on in batches of 4 (so 5 steps an epoch), 4 to validate. */
export function fakeTrainer(runtime: FakeRuntime, run: FakeRun = {}): Promise<Trainer> {
  const places = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return Trainer.create({
    programs: fakePrograms,
    sessions: new SessionCache(runtime.executor()),
    data: {
      train: fakeData,
      split: { train: places(0, 18), validation: places(18, 22) },
      loadTest: async () => fakeData,
    },
    settings: { seed: 7, batchSize: 4, epochs: 4, learningRate: () => 0.05, evaluationBatch: 3, ...run.settings },
    start: run.start ?? {
      layout,
      parameters: Float32Array.of(0.5, 0),
      optimizer: { type: 'sgd', state: { velocity: new Float32Array(2) } },
      step: 0,
      history: { train: [], validation: [] },
    },
    onEvent: run.onEvent ?? (() => {}),
    ...(run.onCrash ? { onCrash: run.onCrash } : {}),
    clock: runtime.clock,
  });
}
