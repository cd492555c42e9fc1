import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Executor, RuntimeProvider } from './executor';
import { createOrtExecutor } from './ortExecutor';
import { watchedModule } from './ortWasm';

export interface NodeExecutorOptions {
  readonly provider: RuntimeProvider;
  /** 0: one a core, at most 8. */
  readonly threads: number;
}

/** The number of threads `0` stands for. */
export const defaultThreads = (): number => Math.min(availableParallelism(), 8);

/** onnxruntime-web's own files, the module by way of ours. */
function wasmPaths(): { mjs: string; wasm: string } {
  const { resolve } = createRequire(import.meta.url);
  const file = (name: string) => pathToFileURL(resolve(`onnxruntime-web/${name}`)).href;
  const module = watchedModule(file('ort-wasm-simd-threaded.mjs'));
  const mjs = `data:text/javascript,${encodeURIComponent(module)}`;
  return { mjs, wasm: file('ort-wasm-simd-threaded.wasm') };
}

/**
 * ONNX Runtime in Node: `wasm` is onnxruntime-web (its Node entry; the thread count holds for the whole process),
 * `cpu` and `webgpu` are onnxruntime-node. Rejects where the provider is not there.
 */
export async function createNodeExecutor(options: NodeExecutorOptions): Promise<Executor> {
  const threads = options.threads || defaultThreads();
  switch (options.provider) {
    case 'wasm': {
      const ort = await import('onnxruntime-web');
      ort.env.logLevel = 'error';
      ort.env.wasm.numThreads = threads;
      ort.env.wasm.wasmPaths = wasmPaths();
      return createOrtExecutor(ort, { provider: 'wasm', threads, gpuBuffers: false, resident: true });
    }
    case 'cpu':
    case 'webgpu': {
      const ort = await import('onnxruntime-node');
      ort.env.logLevel = 'error';
      return createOrtExecutor(ort, { provider: options.provider, threads, gpuBuffers: false });
    }
    default:
      return options.provider satisfies never;
  }
}
