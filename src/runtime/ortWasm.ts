/**
 * What of ONNX Runtime's WebAssembly module is called without its JavaScript (onnxruntime-web 1.30, lib/wasm/wasm-types.ts),
 * so that tensors can stay in its memory between runs: addresses are numbers, an error is a result other than 0.
 */
export interface OrtWasm {
  readonly PTR_SIZE: number;
  /** The memory; current after `getValue`, as another thread may have made it grow. */
  readonly HEAPU8: Uint8Array;
  stackSave(): number;
  stackRestore(stack: number): void;
  stackAlloc(bytes: number): number;
  getValue(address: number, type: '*' | 'i32'): number;
  setValue(address: number, value: number, type: '*' | 'i32'): void;
  UTF8ToString(address: number): string;
  stringToUTF8(text: string, address: number, limit: number): void;
  lengthBytesUTF8(text: string): number;
  _malloc(bytes: number): number;
  _free(address: number): void;
  _OrtFree(address: number): number;
  /** The session made last; `watchedModule` notes it. */
  readonly lastSession: number;
  _OrtCreateTensor(type: number, data: number, bytes: number, dims: number, rank: number, location: number): number;
  /** Writes element type, address of the data, address of the sizes (to be freed) and their number. */
  _OrtGetTensorData(tensor: number, type: number, data: number, dims: number, rank: number): number;
  _OrtReleaseTensor(tensor: number): number;
  _OrtRun(
    session: number,
    inputNames: number,
    inputs: number,
    inputCount: number,
    outputNames: number,
    outputCount: number,
    outputs: number,
    options: number,
  ): number;
  _OrtGetLastError(code: number, message: number): number;
}

const key = 'netloom:onnxruntime';

const functions = [
  'stackSave',
  'stackRestore',
  'stackAlloc',
  'getValue',
  'setValue',
  'UTF8ToString',
  'stringToUTF8',
  'lengthBytesUTF8',
  '_malloc',
  '_free',
  '_OrtFree',
  '_OrtCreateTensor',
  '_OrtGetTensorData',
  '_OrtReleaseTensor',
  '_OrtRun',
  '_OrtGetLastError',
] as const satisfies readonly (keyof OrtWasm)[];

/** A JavaScript module that makes ONNX Runtime's as the one at `mjs` does, and leaves it where `ortWasm` finds it. */
export function watchedModule(mjs: string): string {
  return [
    `import make from ${JSON.stringify(mjs)};`,
    'export default async (config) => {',
    '  const module = await make(config);',
    '  const create = module._OrtCreateSession;',
    '  module._OrtCreateSession = (...model) => (module.lastSession = create(...model));',
    `  return (globalThis[${JSON.stringify(key)}] = module);`,
    '};',
  ].join('\n');
}

/** The module of this thread once a session has been made; undefined where it is not what we know. */
export function ortWasm(): OrtWasm | undefined {
  const made: unknown = Reflect.get(globalThis, key);
  return isOrtWasm(made) ? made : undefined;
}

function isOrtWasm(made: unknown): made is OrtWasm {
  if (typeof made !== 'object' || made === null) return false;
  const member = (name: string): unknown => Reflect.get(made, name);
  return (
    member('PTR_SIZE') === 4 &&
    typeof member('lastSession') === 'number' &&
    member('HEAPU8') instanceof Uint8Array &&
    functions.every((name) => typeof member(name) === 'function')
  );
}
