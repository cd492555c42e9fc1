import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { isDtype } from '../core/dtype';
import { internal } from '../core/errors';
import type { HostTensor } from '../core/tensor';
import type { Executor, RuntimeProvider, RuntimeTensor, Session, SessionOptions } from './executor';
import { asLost } from './lost';
import { Queue } from './queue';

/** What the builds of ONNX Runtime for JavaScript have in common (onnxruntime-web/wasm, /webgpu, onnxruntime-node). */
export type OrtModule = Pick<typeof import('onnxruntime-web'), 'InferenceSession' | 'Tensor' | 'env'>;

export interface OrtConfig {
  readonly provider: RuntimeProvider;
  readonly threads: number;
  /** Whether outputs may stay in GPU buffers between runs. */
  readonly gpuBuffers: boolean;
  /** WebGPU in a browser: the device to compute on. */
  readonly device?: GPUDevice;
  /** Ends what the executor was made with (a device), after its last session. */
  readonly onDispose?: () => void;
}

/** An executor over one build of ONNX Runtime. Creation and runs are serialised: parallel ones corrupt memory on WebGPU. */
export function createOrtExecutor(ort: OrtModule, config: OrtConfig): Executor {
  const queue = new Queue();
  const sessions = new Set<OrtSession>();
  return {
    provider: config.provider,
    threads: config.threads,
    createSession: (model, options = {}) =>
      queue.add(async () => {
        const session = await lostAware(() => ort.InferenceSession.create(model, sessionOptions(config, options)));
        const made = new OrtSession(ort, session, queue, () => sessions.delete(made));
        sessions.add(made);
        return made;
      }),
    async dispose() {
      for (const session of [...sessions]) await session.dispose();
      config.onDispose?.();
    },
  };
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

class OrtSession implements Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  private disposed = false;

  constructor(
    private readonly ort: OrtModule,
    private readonly session: InferenceSession,
    private readonly queue: Queue,
    private readonly onDispose: () => void,
  ) {
    this.inputNames = session.inputNames;
    this.outputNames = session.outputNames;
  }

  run(feeds: Readonly<Record<string, HostTensor | RuntimeTensor>>): Promise<Record<string, RuntimeTensor>> {
    return this.queue.add(async () => {
      if (this.disposed) internal('a run of a disposed session');
      const inputs: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(feeds)) inputs[name] = this.toOrt(value);
      const outputs = await lostAware(() => this.session.run(inputs));
      const results: Record<string, RuntimeTensor> = {};
      for (const [name, tensor] of Object.entries(outputs)) results[name] = new OrtTensor(tensor);
      return results;
    });
  }

  dispose(): Promise<void> {
    return this.queue.add(async () => {
      if (this.disposed) return;
      this.disposed = true;
      this.onDispose();
      await this.session.release();
    });
  }

  private toOrt(value: HostTensor | RuntimeTensor): Tensor {
    if (value instanceof OrtTensor) return value.tensor;
    if (!('dtype' in value)) return internal('expected a tensor of this runtime');
    return new this.ort.Tensor(value.dtype, value.data, value.dims);
  }
}

class OrtTensor implements RuntimeTensor {
  readonly dims: readonly number[];

  constructor(readonly tensor: Tensor) {
    this.dims = tensor.dims;
  }

  async read(): Promise<HostTensor> {
    const { type, dims } = this.tensor;
    if (!isDtype(type)) return internal(`no element type for an output of ${type}`);
    const data = await lostAware(() => this.tensor.getData());
    if (!ArrayBuffer.isView(data)) return internal(`unexpected ${type} tensor of strings`);
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
