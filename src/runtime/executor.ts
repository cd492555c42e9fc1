import type { Moves } from '../core/moves';
import type { HostTensor } from '../core/tensor';

export type RuntimeProvider = 'wasm' | 'webgpu' | 'cpu';

/** A tensor wherever the runtime keeps it (this thread's memory or a GPU buffer). Opaque; dispose when done. */
export interface RuntimeTensor {
  readonly dims: readonly number[];
  /** Copies it to this thread's memory. */
  read(): Promise<HostTensor>;
  dispose(): void;
}

/** Rows of numbers that the provider keeps where it computes: batches are put together there. */
export interface Table {
  /** What it occupies there. */
  readonly bytes: number;
  /** A feed that is put together when the run begins that takes it: what it is made of must not change before. */
  take(batch: Batch): TableRows;
  dispose(): void;
}

/** Rows one after another, as a tensor [...dims]. */
export interface Batch {
  readonly rows: Uint32Array;
  readonly dims: readonly number[];
  /** How each row, a picture [.., height, width], is moved on the way. */
  readonly moves?: Moves | undefined;
}

/** A batch still to be put together, good for one run of a session of the same executor. */
export interface TableRows extends Batch {
  readonly table: Table;
}

/** Numbers [rows, ...] in this thread's memory. */
export interface TableSource {
  readonly data: Uint8Array | Int32Array | Float32Array;
  /** Elements of a row. */
  readonly width: number;
}

/** How a provider keeps tables. */
export interface Tables {
  /** Most bytes that one table may have. */
  readonly limit: number;
  /** Copies the rows to where the provider computes; undefined where it has no memory left for them. */
  create(source: TableSource): Promise<Table | undefined>;
}

export type Feed = HostTensor | RuntimeTensor | TableRows;

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
  /**
   * Runs once. Feeds are host tensors, rows of tables, or tensors an earlier run of any session of the same executor kept. Runs
   * of one executor are serialised.
   */
  run(feeds: Readonly<Record<string, Feed>>): Promise<Record<string, RuntimeTensor>>;
  dispose(): Promise<void>;
}

/** The runtime as training sees it: ONNX bytes in, sessions out. */
export interface Executor {
  readonly provider: RuntimeProvider;
  readonly threads: number;
  /** Where the provider has a memory of its own that tables can lie in. */
  readonly tables?: Tables;
  /** What was copied between this thread's memory and the runtime's, in either direction, so far. */
  readonly copied: { readonly bytes: number };
  createSession(model: Uint8Array, options?: SessionOptions): Promise<Session>;
  dispose(): Promise<void>;
}
