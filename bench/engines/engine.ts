/** What an engine says about a model it has loaded and stepped once. */
export interface Loaded {
  /** From the model's definition to the end of the first step, ms. */
  readonly compileMs: number;
  /** Loss of the first steps, summed over the phases: alike for engines that train the same model on the same data. */
  readonly losses: readonly number[];
  /** Steps it does in one call. */
  readonly stepsPerCall: number;
  /** Bytes copied into and out of the runtime for one step, where that is known. */
  readonly bytesPerStep?: number;
  /** Floating-point operations of the step's products, where that is known. */
  readonly flops?: number;
}

export interface Turn {
  /** Milliseconds a step. */
  readonly times: number[];
  /** Loss of each step, summed over the phases. */
  readonly losses: number[];
}

export interface MemoryUse {
  /** Resident set of the process, or the size of the WebAssembly memories of a worker. */
  readonly bytes: number;
  /** JavaScript objects, where they are counted apart. */
  readonly heapBytes?: number;
}

/** Losses an engine tells of its first steps. */
export const FIRST_LOSSES = 4;

/** An engine in a place of its own: a worker or a process. Rejections carry the engine's own words. */
export interface Engine {
  /** Gets library and runtime ready for anything; says which they are. */
  open(options: EngineOptions): Promise<string>;
  /** Compiles a model and does the first step from its start. */
  load(model: string): Promise<Loaded>;
  /** Goes on training; a call may do more steps than asked for. */
  steps(count: number): Promise<Turn>;
  memory(): Promise<MemoryUse>;
  /** GFLOP/s of one 512x512x512 product, where the engine is an ONNX Runtime. */
  matmul?(): Promise<number>;
}

export interface EngineOptions {
  readonly threads: number;
  readonly backend: string;
}
