import type { HostTensor } from '../core/tensor';

export type RuntimeProvider = 'wasm' | 'webgpu' | 'cpu';

/** A tensor wherever the runtime keeps it (this thread's memory or a GPU buffer). Opaque; dispose when done. */
export interface RuntimeTensor {
  readonly dims: readonly number[];
  /** Copies it to this thread's memory. */
  read(): Promise<HostTensor>;
  dispose(): void;
}

export interface SessionOptions {
  /** Outputs that stay where the provider computes them, to be fed to the next run. All others can be read at once. */
  readonly keep?: readonly string[];
  /** Run the model as it is: the time the runtime takes to improve a model grows with the square of its nodes. */
  readonly asIs?: boolean;
  /** Nodes the WebGPU provider must leave to the CPU. */
  readonly forceCpuNodes?: readonly string[];
}

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs once. Feeds are host tensors or tensors an earlier run of any session of the same executor kept. Runs of one executor are serialised. */
  run(feeds: Readonly<Record<string, HostTensor | RuntimeTensor>>): Promise<Record<string, RuntimeTensor>>;
  dispose(): Promise<void>;
}

/** The runtime as training sees it: ONNX bytes in, sessions out. */
export interface Executor {
  readonly provider: RuntimeProvider;
  readonly threads: number;
  createSession(model: Uint8Array, options?: SessionOptions): Promise<Session>;
  dispose(): Promise<void>;
}
