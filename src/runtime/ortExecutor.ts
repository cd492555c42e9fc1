import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { isDtype } from '../core/dtype';
import { internal } from '../core/errors';
import type { HostTensor } from '../core/tensor';
import type { Executor, Feed, RuntimeProvider, RuntimeTensor, Session, SessionOptions, TableRows } from './executor';
import type { GpuTables } from './gpuTables';
import { asLost } from './lost';
import { ortWasm } from './ortWasm';
import { Queue } from './queue';
import { ResidentRun } from './residentSession';

/** What the builds of ONNX Runtime for JavaScript have in common (onnxruntime-web/wasm, /webgpu, onnxruntime-node). */
export type OrtModule = Pick<typeof import('onnxruntime-web'), 'InferenceSession' | 'Tensor' | 'env'>;

export interface OrtConfig {
  readonly provider: RuntimeProvider;
  readonly threads: number;
  /** Whether outputs may stay in GPU buffers between runs. */
  readonly gpuBuffers: boolean;
  /** WebGPU in a browser: the device to compute on. */
  readonly device?: GPUDevice;
  /** The module was made by `watchedModule`: kept outputs stay in its memory. */
  readonly resident?: boolean;
  /** Tables on that device. */
  readonly tables?: GpuTables;
  /** Ends what the executor was made with (a device), after its last session. */
  readonly onDispose?: () => void;
}

/** An executor over one build of ONNX Runtime. Creation and runs are serialised: parallel ones corrupt memory on WebGPU. */
export function createOrtExecutor(ort: OrtModule, config: OrtConfig): Executor {
  const queue = new Queue();
  const sessions = new Set<OrtSession>();
  const copied = { bytes: 0 };
  const { tables } = config;
  return {
    provider: config.provider,
    threads: config.threads,
    ...(tables ? { tables } : {}),
    copied,
    createSession: (model, options = {}) =>
      queue.add(async () => {
        const create = () => lostAware(() => ort.InferenceSession.create(model, sessionOptions(config, options)));
        const { session, resident } = config.resident
          ? await creations.add(async () => withMemory(await create(), options.keep ?? [], copied))
          : { session: await create(), resident: undefined };
        const onDispose = () => sessions.delete(made);
        const made = new OrtSession({ ort, session, resident, queue, copied, tables, onDispose });
        sessions.add(made);
        return made;
      }),
    async dispose() {
      try {
        for (const session of [...sessions]) await session.dispose();
      } finally {
        config.onDispose?.();
      }
    },
  };
}

/** One at a time in this thread: a session is told by being the last one made. */
const creations = new Queue();

function withMemory(
  session: InferenceSession,
  keep: readonly string[],
  copied: { bytes: number },
): Pick<SessionParts, 'session' | 'resident'> {
  const wasm = ortWasm();
  const { inputNames, outputNames } = session;
  const made = wasm && { handle: wasm.lastSession, inputNames, outputNames };
  return { session, resident: made && new ResidentRun(wasm, made, new Set(keep), copied) };
}

/**
 * Measured on a CNN training step (`npm run bench`): the memory arena and pattern are off by default in onnxruntime-web
 * and on in onnxruntime-node; denormals cost native kernels up to 100 cycles each and no accuracy.
 */
function sessionOptions(config: OrtConfig, options: SessionOptions): InferenceSession.SessionOptions {
  const keep = config.gpuBuffers ? (options.keep ?? []) : [];
  return {
    executionProviders: [executionProvider(config, options)],
    graphOptimizationLevel: options.asIs ? 'disabled' : 'all',
    executionMode: 'sequential',
    enableCpuMemArena: true,
    enableMemPattern: config.provider !== 'webgpu',
    logSeverityLevel: 3,
    ...(config.provider === 'wasm' ? {} : { intraOpNumThreads: config.threads, interOpNumThreads: 1 }),
    ...(keep.length > 0
      ? { preferredOutputLocation: Object.fromEntries(keep.map((name) => [name, 'gpu-buffer' as const])) }
      : {}),
    extra: { session: { set_denormal_as_zero: '1' } },
  };
}

function executionProvider(config: OrtConfig, options: SessionOptions): InferenceSession.ExecutionProviderConfig {
  switch (config.provider) {
    case 'wasm':
    case 'cpu':
      return config.provider;
    case 'webgpu':
      return {
        name: 'webgpu',
        ...(config.device ? { device: config.device } : {}),
        ...(options.forceCpuNodes?.length ? { forceCpuNodeNames: options.forceCpuNodes } : {}),
      };
    default:
      return config.provider satisfies never;
  }
}

interface SessionParts {
  readonly ort: OrtModule;
  readonly session: InferenceSession;
  /** Where kept outputs stay in the WebAssembly memory. */
  readonly resident: ResidentRun | undefined;
  readonly queue: Queue;
  readonly copied: { bytes: number };
  readonly tables: GpuTables | undefined;
  onDispose(): void;
}

class OrtSession implements Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  private disposed = false;

  constructor(private readonly parts: SessionParts) {
    this.inputNames = parts.session.inputNames;
    this.outputNames = parts.session.outputNames;
  }

  run(feeds: Readonly<Record<string, Feed>>): Promise<Record<string, RuntimeTensor>> {
    const { queue, session, copied, resident } = this.parts;
    return queue.add(async () => {
      if (this.disposed) internal('a run of a disposed session');
      if (resident) return lostAware(async () => resident.run(feeds));
      const inputs = this.inputsOf(feeds);
      for (const tensor of Object.values(inputs)) copied.bytes += bytesHere(tensor);
      const outputs = await lostAware(() => session.run(inputs));
      const results: Record<string, RuntimeTensor> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        copied.bytes += bytesHere(tensor);
        results[name] = new OrtTensor(tensor, copied);
      }
      return results;
    });
  }

  dispose(): Promise<void> {
    const { queue, session, resident, onDispose } = this.parts;
    return queue.add(async () => {
      if (this.disposed) return;
      this.disposed = true;
      onDispose();
      resident?.dispose();
      await session.release();
    });
  }

  /** Batches of tables are put together now: the runs before have taken theirs. */
  private inputsOf(feeds: Readonly<Record<string, Feed>>): Record<string, Tensor> {
    const inputs: Record<string, Tensor> = {};
    const rows: [name: string, TableRows][] = [];
    for (const [name, value] of Object.entries(feeds))
      if ('table' in value) rows.push([name, value]);
      else inputs[name] = this.toOrt(value);
    if (rows.length > 0) Object.assign(inputs, this.batchesOf(rows));
    return inputs;
  }

  private batchesOf(wanted: readonly (readonly [name: string, TableRows])[]): Record<string, Tensor> {
    const { ort, tables = internal('this runtime keeps no tables'), copied } = this.parts;
    const { tensors, bytes } = tables.gather(wanted.map(([, rows]) => rows));
    copied.bytes += bytes;
    return Object.fromEntries(
      tensors.map(({ buffer, dtype, dims }, i) => {
        const [name] = wanted[i] ?? internal('a batch that nobody asked for');
        return [name, ort.Tensor.fromGpuBuffer(buffer, { dataType: dtype, dims })];
      }),
    );
  }

  private toOrt(value: HostTensor | RuntimeTensor): Tensor {
    if (value instanceof OrtTensor) return value.tensor;
    if (!('dtype' in value)) return internal('expected a tensor of this runtime');
    return new this.parts.ort.Tensor(value.dtype, value.data, value.dims);
  }
}

/** What of a tensor lies in this thread's memory. */
function bytesHere(tensor: Tensor): number {
  // a tensor elsewhere throws when asked for its data
  if (tensor.location === 'gpu-buffer') return 0;
  return ArrayBuffer.isView(tensor.data) ? tensor.data.byteLength : 0;
}

class OrtTensor implements RuntimeTensor {
  readonly dims: readonly number[];

  constructor(
    readonly tensor: Tensor,
    private readonly copied: { bytes: number },
  ) {
    this.dims = tensor.dims;
  }

  async read(): Promise<HostTensor> {
    const { type, dims } = this.tensor;
    if (!isDtype(type)) return internal(`no element type for an output of ${type}`);
    const isFar = this.tensor.location === 'gpu-buffer';
    const data = await lostAware(() => this.tensor.getData());
    if (!ArrayBuffer.isView(data)) return internal(`unexpected ${type} tensor of strings`);
    if (isFar) this.copied.bytes += data.byteLength;
    return { dtype: type, dims, data: type === 'float16' ? halfBits(data) : data };
  }

  dispose(): void {
    if (this.tensor.location === 'gpu-buffer') this.tensor.dispose();
  }
}

/** ONNX Runtime gives halves as Float16Array where the engine has it. */
function halfBits({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

async function lostAware<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw asLost(error);
  }
}
