import type { Program, ProgramInput, ProgramOutput, RatioOf } from '../compiler/program';
import { type AnyTypedArray, allocate, type TypedArrayOf } from '../core/dtype';
import { internal } from '../core/errors';
import { Rng } from '../core/rng';
import type { TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import { gather } from '../data/batches';
import { type LoadedDataset, type NumberArray, numberColumn } from '../data/dataset';
import type { Feed, RuntimeTensor, Session } from '../runtime/executor';
import type { SessionCache } from '../runtime/sessionCache';
import type { Compiled } from './programs';
import type { ResidentColumns } from './residentColumns';

export type AnyTensor = HostTensor | RuntimeTensor;

/** What an optimizer changes. */
export interface ModelState {
  /** float32 [P]. */
  readonly parameters: AnyTensor;
  /** Optimizer vectors by name, float32 [P]. */
  readonly states: Readonly<Record<string, AnyTensor>>;
}

/** Examples, some of their columns also where the runtime computes. */
export interface FedData extends LoadedDataset {
  readonly resident?: ResidentColumns | undefined;
}

/** One call: which examples, and what else goes in. */
export interface CallInput {
  readonly state: ModelState;
  readonly data: FedData;
  /** Places of the examples: batch after batch where the program does several steps. */
  readonly examples: Uint32Array;
  /** Steps done before. */
  readonly step: number;
  readonly seed: number;
  /** Asked for by train programs alone. */
  learningRate?(step: number, phase: number): number;
}

export interface CallOutput {
  /** The new state where the program trains; a part it does not answer is missing. */
  readonly state: ModelState | undefined;
  /** Loss of the first phase, one number a step (mean over the batch) or one (sum over the batch). */
  readonly losses: readonly number[];
  /** The same for every phase, the first one too. */
  readonly phaseLosses: readonly (readonly number[])[];
  /** Numbers that each metric is made of (finishMetric), those of a step together. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** Evaluate: what is a sum of values over a sum of weights. */
  readonly ratios: readonly { readonly of: RatioOf; readonly value: number; readonly weight: number }[];
  readonly gradientNorms: readonly number[];
  /** Outputs with the roles `answer` and `activation`, by node. */
  readonly values: readonly { readonly nodeId: string; readonly name: string; readonly tensor: HostTensor }[];
}

/**
 * Nodes from which on a program is run as it is. 1,000 dense layers (10,000 nodes): ONNX Runtime loads them in 1.0 s instead of
 * 4.9 (processor time, natively) and takes as long for a step.
 */
export const LARGE_PROGRAM = 4000;

/** A session with the meaning of its ends: fills inputs and sorts outputs by role. Buffers are reused from call to call. */
export class BoundProgram<P extends Program> {
  private readonly buffers = new Map<string, AnyTypedArray>();

  private constructor(
    readonly program: P,
    private readonly session: Session,
  ) {}

  static async create<P extends Program>(sessions: SessionCache, compiled: Compiled<P>): Promise<BoundProgram<P>> {
    const keep = compiled.program.outputs.flatMap(({ role, name }) =>
      role === 'parameters' || role === 'state' ? [name] : [],
    );
    const asIs = compiled.program.graph.nodes.length > LARGE_PROGRAM;
    const session = await sessions.get(compiled.model, { keep, ...(asIs ? { asIs } : {}) });
    return new BoundProgram(compiled.program, session);
  }

  async run(input: CallInput, stepsPerCall = 1): Promise<CallOutput> {
    const feeds: Record<string, Feed> = {};
    for (const wanted of this.program.inputs) {
      switch (wanted.role) {
        case 'parameters':
          feeds[wanted.name] = input.state.parameters;
          break;
        case 'state':
          feeds[wanted.name] = input.state.states[wanted.state] ?? internal(`no optimizer state ${wanted.state}`);
          break;
        case 'step':
          feeds[wanted.name] = perStep(wanted.type, stepsPerCall, (k) => input.step + k);
          break;
        case 'learningRate':
          feeds[wanted.name] = perStep(
            wanted.type,
            stepsPerCall,
            (k) => input.learningRate?.(input.step + k, wanted.phase) ?? internal('no learning rate'),
          );
          break;
        case 'data':
          feeds[wanted.name] = rowsOf(wanted, input, stepsPerCall) ?? this.column(wanted, input, stepsPerCall);
          break;
        case 'random':
          feeds[wanted.name] = this.random(wanted, input, stepsPerCall);
          break;
        default:
          wanted satisfies never;
      }
    }
    return sortOutputs(this.program, await this.session.run(feeds));
  }

  /** The examples of a call as the program's inputs take them, targets left out, by name; copies. */
  examplesIn(input: CallInput): Record<string, HostTensor> {
    return Object.fromEntries(
      this.program.inputs.flatMap((wanted) => {
        if (wanted.role !== 'data' || wanted.use !== 'input') return [];
        const tensor = this.column(wanted, input, 1);
        return [[wanted.name, { ...tensor, data: tensor.data.slice() }]];
      }),
    );
  }

  /** A column of the examples as the program declares it: [B, ...] or [K, B, ...]. */
  private column(
    { name, column, type }: DataInput,
    { data, examples, seed, step }: CallInput,
    stepsPerCall: number,
  ): HostTensor {
    const dims = resolve(type, examples.length / stepsPerCall);
    const size = dims.reduce((a, b) => a * b, 1);
    const into = this.columnBuffer(name, type.dtype, size);
    gather(numberColumn(data, column), examples, into);
    if (data.augment && !(into instanceof BigInt64Array))
      data.augment(column, into, { seed, step, batch: examples.length / stepsPerCall });
    return { dtype: type.dtype, dims, data: into };
  }

  private columnBuffer(name: string, dtype: TensorType['dtype'], size: number): NumberArray | BigInt64Array {
    switch (dtype) {
      case 'uint8':
      case 'int32':
      case 'float32':
      case 'int64':
        return this.buffer<'uint8' | 'int32' | 'float32' | 'int64'>(name, dtype, size);
      default:
        return internal(`no column holds ${dtype}`);
    }
  }

  /** Numbers that depend on seed, key and step alone: a resumed run draws the same. */
  private random(
    wanted: { name: string; key: string; distribution: 'uniform' | 'normal'; type: TensorType },
    { examples, seed, step }: CallInput,
    stepsPerCall: number,
  ): HostTensor {
    const dims = resolve(wanted.type, examples.length / stepsPerCall);
    const size = dims.reduce((a, b) => a * b, 1);
    const data = this.buffer(wanted.name, 'float32', size);
    const each = size / stepsPerCall;
    for (let k = 0; k < stepsPerCall; k++) {
      const rng = Rng.of(seed, 'random', wanted.key, String(step + k));
      const part = data.subarray(k * each, (k + 1) * each);
      if (wanted.distribution === 'uniform') rng.fillUniform(part);
      else rng.fillNormal(part);
    }
    return { dtype: 'float32', dims, data };
  }

  /** A scratch array of exactly `length` elements, kept for the next call of the same size. */
  private buffer<D extends TensorType['dtype']>(name: string, dtype: D, length: number): TypedArrayOf<D>;
  private buffer(name: string, dtype: TensorType['dtype'], length: number): AnyTypedArray {
    const known = this.buffers.get(name);
    if (known?.length === length) return known;
    const made = allocate(dtype, length);
    this.buffers.set(name, made);
    return made;
  }
}

/** What a call answers, while it is read. */
interface Answers {
  parameters: AnyTensor | undefined;
  readonly states: Record<string, AnyTensor>;
  readonly losses: (readonly number[])[];
  readonly metrics: Record<string, readonly number[]>;
  readonly ratios: CallOutput['ratios'][number][];
  readonly gradientNorms: number[];
  readonly values: CallOutput['values'][number][];
}

/** The tensors of a call by the roles of the program's outputs; the new state is not read. */
async function sortOutputs({ outputs }: Program, tensors: Record<string, RuntimeTensor>): Promise<CallOutput> {
  const answers: Answers = {
    parameters: undefined,
    states: {},
    losses: [],
    metrics: {},
    ratios: [],
    gradientNorms: [],
    values: [],
  };
  for (const output of outputs)
    await takeIn(answers, output, tensors[output.name] ?? internal(`the runtime gave no output ${output.name}`));
  const { parameters, states, losses, ...rest } = answers;
  const [first = []] = losses;
  return { state: parameters && { parameters, states }, losses: first, phaseLosses: losses, ...rest };
}

async function takeIn(answers: Answers, output: ProgramOutput, tensor: RuntimeTensor): Promise<void> {
  switch (output.role) {
    case 'parameters':
      answers.parameters = tensor;
      break;
    case 'state':
      answers.states[output.state] = tensor;
      break;
    case 'loss':
      answers.losses[output.phase] = await numbers(tensor);
      break;
    case 'metric':
      answers.metrics[output.metric] = await numbers(tensor);
      break;
    case 'ratio': {
      const [value = 0, weight = 0] = await numbers(tensor);
      answers.ratios.push({ of: output.of, value, weight });
      break;
    }
    case 'gradientNorm':
      answers.gradientNorms.push(...(await numbers(tensor)));
      break;
    case 'answer':
    case 'activation':
      answers.values.push({ nodeId: output.nodeId, name: output.name, tensor: await tensor.read() });
      break;
    default:
      output satisfies never;
  }
}

type DataInput = Extract<ProgramInput, { role: 'data' }>;

/**
 * A column of the examples from where the runtime keeps it, moved there where the batch is; undefined where it does not, or where
 * batches are changed in other ways.
 */
function rowsOf(
  { column, type }: DataInput,
  { data, examples, seed, step }: CallInput,
  stepsPerCall: number,
): Feed | undefined {
  const { augment, resident } = data;
  const isMoved = augment?.moved.has(column);
  if (augment?.columns.has(column) && !isMoved) return undefined;
  const batch = examples.length / stepsPerCall;
  const dims = resolve(type, batch);
  const moves = () => (isMoved ? augment?.moves(column, examples.length, { seed, step, batch }) : undefined);
  return resident?.table(column, type.dtype)?.take({ rows: examples, dims, moves: moves() });
}

/** float32 [] (of the first step) or [K], as the type says. */
function perStep(type: TensorType, steps: number, value: (k: number) => number): HostTensor {
  const dims = type.shape.length === 0 ? [] : [steps];
  const data = Float32Array.from({ length: dims[0] ?? 1 }, (_, k) => value(k));
  return { dtype: 'float32', dims, data };
}

function resolve(type: TensorType, batch: number): number[] {
  return type.shape.map((dim) => (typeof dim === 'number' ? dim : batch));
}

async function numbers(tensor: RuntimeTensor): Promise<number[]> {
  const { data } = await tensor.read();
  return Array.from(data, Number);
}

/** Frees what a state holds on the device. */
export function disposeState(state: ModelState): void {
  for (const tensor of [state.parameters, ...Object.values(state.states)]) if ('dispose' in tensor) tensor.dispose();
}

/** The values in this thread's memory, float32 (shared with the tensor where it lies here already). */
export async function readFloats(tensor: AnyTensor): Promise<Float32Array> {
  const { data } = 'read' in tensor ? await tensor.read() : tensor;
  return data instanceof Float32Array ? data : internal('expected float32');
}
