import asyncifyMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import threadedMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import threadedWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { requestDevice } from './adapter';
import type { Executor } from './executor';
import { GpuTables } from './gpuTables';
import { RuntimeLost } from './lost';
import { createOrtExecutor, type OrtModule } from './ortExecutor';
import { watchedModule } from './ortWasm';

/** The number of threads `0` stands for. */
export function webThreads(threads: number): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return threads || Math.min(navigator.hardwareConcurrency || 1, 8);
}

let watched: string | undefined;

/**
 * onnxruntime-web on the CPU: WASM with SIMD and threads, fetched when first asked for. The thread count of the first
 * executor holds for the life of the worker. For use in a worker: a run occupies its thread.
 */
export async function createWasmExecutor(threads: number): Promise<Executor> {
  const ort = await import('onnxruntime-web/wasm');
  watched ??= URL.createObjectURL(
    new Blob([watchedModule(new URL(threadedMjs, location.href).href)], { type: 'text/javascript' }),
  );
  const count = configure(ort, threads, { mjs: watched, wasm: threadedWasm });
  return createOrtExecutor(ort, { provider: 'wasm', threads: count, gpuBuffers: false, resident: true });
}

/**
 * onnxruntime-web on WebGPU, on a device of its own. `onLost` tells when that device is gone: its sessions may then
 * never answer. Rejects where the device cannot be had.
 */
export async function createWebgpuExecutor(
  adapter: GPUAdapter,
  threads: number,
  onLost: (error: RuntimeLost) => void,
): Promise<Executor> {
  const [ort, device] = await Promise.all([import('onnxruntime-web/webgpu'), requestDevice(adapter)]);
  const count = configure(ort, threads, { mjs: asyncifyMjs, wasm: asyncifyWasm });
  let disposed = false;
  void device.lost.then(({ message }) => {
    if (!disposed) onLost(new RuntimeLost('device', message));
  });
  return createOrtExecutor(ort, {
    provider: 'webgpu',
    threads: count,
    gpuBuffers: true,
    device,
    tables: new GpuTables(device),
    onDispose() {
      disposed = true;
      device.destroy();
    },
  });
}

function configure(ort: OrtModule, threads: number, wasmPaths: { mjs: string; wasm: string }): number {
  const count = webThreads(threads);
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = count;
  ort.env.wasm.wasmPaths = wasmPaths;
  return count;
}
