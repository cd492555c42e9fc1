import './wasmMemory';

import * as Comlink from 'comlink';
import { probeGpu } from '../../src/runtime/adapter';
import { createWasmExecutor, createWebgpuExecutor } from '../../src/runtime/webExecutor';
import { NetloomEngine } from '../netloom/engine';
import { readWasmMemory } from './wasmMemory';

Comlink.expose(
  new NetloomEngine(async ({ threads, backend }) => {
    if (backend !== 'webgpu') return createWasmExecutor(threads);
    const probe = await probeGpu();
    if (!probe) throw new Error('no WebGPU adapter');
    return createWebgpuExecutor(probe.adapter, threads, (error) => {
      throw error;
    });
  }, readWasmMemory),
);
