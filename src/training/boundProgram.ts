import type { Program } from '../compiler/program';
import { type AnyTypedArray, allocate, type TypedArrayOf } from '../core/dtype';
import { internal } from '../core/errors';
import { Rng } from '../core/rng';
import type { TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import { type Batch, gatherBatch } from '../data/batches';
import type { LoadedDataset } from '../data/dataset';
import type { RuntimeTensor, Session } from '../runtime/executor';
import type { SessionCache } from '../runtime/sessionCache';
import type { Compiled } from './programs';

export type AnyTensor = HostTensor | RuntimeTensor;

/** What an optimizer changes. */
export interface ModelState {
  /** float32 [P]. */
  readonly parameters: AnyTensor;
  /** Optimizer vectors by name, float32 [P]. */
  readonly states: Readonly<Record<string, AnyTensor>>;
}

/** One call: which examples, and what else goes in. */
export interface CallInput {
  readonly state: ModelState;
  readonly data: LoadedDataset;
  /** Places of the examples: batch after batch where the program does several steps. */
  readonly examples: Uint32Array;
  /** Steps done before. */
  readonly step: number;
  readonly seed: number;
  /** Asked for by train programs alone. */
  learningRate?(step: number): number;
}

export interface CallOutput {
  /** The new state where the program trains; a part it does not answer is missing. */
  readonly state: ModelState | undefined;
  /** Sum over the loss nodes, one number a step (mean over the batch) or one (sum over the batch). */
  readonly losses: readonly number[];
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  readonly gradientNorms: readonly number[];
  /** Outputs with the roles `answer` and `activation`, by node. */
  readonly values: readonly { readonly nodeId: string; readonly name: string; readonly tensor: HostTensor }[];
}

/** A session with the meaning of its ends: fills inputs and sorts outputs by role. Buffers are reused from call to call. */
export class BoundProgram<P extends Program> {
  private readonly buffers = new Map<string, AnyTypedArray>();
  private batch: Batch = { x: new Uint8Array(0), y: new Int32Array(0) };

  private constructor(
    readonly program: P,
    private readonly session: Session,
  ) {}

  static async create<P extends Program>(sessions: SessionCache, compiled: Compiled<P>): Promise<BoundProgram<P>> {
    const keep = compiled.program.outputs.flatMap(({ role, name }) =>
      role === 'parameters' || role === 'state' ? [name] : [],
    );
    return new BoundProgram(compiled.program, await sessions.get(compiled.model, { keep }));
  }

  async run(input: CallInput, stepsPerCall = 1): Promise<CallOutput> {
    const gathered = this.gather(input.data, input.examples);
    const feeds: Record<string, AnyTensor> = {};
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
            (k) => input.learningRate?.(input.step + k) ?? internal('no learning rate'),
          );
          break;
        case 'data':
          feeds[wanted.name] = this.column(wanted.name, wanted.type, gathered[wanted.column], input, stepsPerCall);
          break;
        case 'random':
          feeds[wanted.name] = this.random(wanted, input, stepsPerCall);
          break;
        default:
          wanted satisfies never;
      }
    }
    return this.sort(await this.session.run(feeds));
  }

  /** The examples of a call as the program's x inputs take them, by name; copies. */
  examplesIn(input: CallInput): Record<string, HostTensor> {
    const { x } = this.gather(input.data, input.examples);
    return Object.fromEntries(
      this.program.inputs.flatMap((wanted) =>
        wanted.role === 'data' && wanted.column === 'x'
          ? [[wanted.name, this.column(wanted.name, wanted.type, x.slice(), input, 1)]]
          : [],
      ),
    );
  }

  private gather(data: LoadedDataset, examples: Uint32Array): Batch {
    const size = data.shape.reduce((a, b) => a * b, 1);
    if (this.batch.y.length < examples.length) {
      this.batch = { x: new Uint8Array(examples.length * size), y: new Int32Array(examples.length) };
    }
    gatherBatch(data, examples, this.batch);
    return { x: this.batch.x.subarray(0, examples.length * size), y: this.batch.y.subarray(0, examples.length) };
  }

  /** The examples as the program declares them: [B, ...] or [K, B, ...]. */
  private column(
    name: string,
    type: TensorType,
    values: Uint8Array | Int32Array,
    { examples }: CallInput,
    stepsPerCall: number,
  ): HostTensor {
    const dims = resolve(type, examples.length / stepsPerCall);
    return { dtype: type.dtype, dims, data: this.convert(name, type.dtype, values) };
  }

  private convert(name: string, dtype: TensorType['dtype'], values: Uint8Array | Int32Array): AnyTypedArray {
    if ((dtype === 'uint8' && values instanceof Uint8Array) || (dtype === 'int32' && values instanceof Int32Array)) {
      return values;
    }
    const out = this.buffer(name, dtype, values.length);
    if (out instanceof BigInt64Array || out instanceof BigUint64Array)
      for (let i = 0; i < values.length; i++) out[i] = BigInt(values[i] ?? 0);
    else out.set(values);
    return out;
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

  private async sort(outputs: Record<string, RuntimeTensor>): Promise<CallOutput> {
    let parameters: AnyTensor | undefined;
    const states: Record<string, AnyTensor> = {};
    const losses: number[] = [];
    const metrics: Record<string, number[]> = {};
    let gradientNorms: number[] = [];
    const values: { nodeId: string; name: string; tensor: HostTensor }[] = [];
    for (const output of this.program.outputs) {
      const tensor = outputs[output.name] ?? internal(`the runtime gave no output ${output.name}`);
      switch (output.role) {
        case 'parameters':
          parameters = tensor;
          break;
        case 'state':
          states[output.state] = tensor;
          break;
        case 'loss':
          for (const [k, value] of (await numbers(tensor)).entries()) losses[k] = (losses[k] ?? 0) + value;
          break;
        case 'metric':
          metrics[output.metric] = await numbers(tensor);
          break;
        case 'gradientNorm':
          gradientNorms = await numbers(tensor);
          break;
        case 'answer':
        case 'activation':
          values.push({ nodeId: output.nodeId, name: output.name, tensor: await tensor.read() });
          break;
        default:
          output satisfies never;
      }
    }
    return { state: parameters && { parameters, states }, losses, metrics, gradientNorms, values };
  }
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
