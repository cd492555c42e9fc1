import { expose } from 'comlink';
import { fetchFrom } from '../data/loader';
import { withOwn } from '../data/opfs';
import { probeGpu } from '../runtime/adapter';
import type { RuntimeLost } from '../runtime/lost';
import { createWasmExecutor, createWebgpuExecutor } from '../runtime/webExecutor';
import type { HealthApi, TrainerApi } from './protocol';
import { TrainerService } from './trainerService';

/** Uncaught on purpose: the page sees it as an error of the worker and starts another. */
const onLost = (error: RuntimeLost): void => {
  setTimeout(() => {
    throw error;
  });
};

const service: TrainerApi & HealthApi = new TrainerService({
  fetchFrom: (dataUrl) => withOwn(fetchFrom(dataUrl)),
  onLost,
  runtimes: {
    wasm: createWasmExecutor,
    async gpu() {
      const probe = await probeGpu();
      return (
        probe && {
          software: probe.software,
          create: (threads) => createWebgpuExecutor(probe.adapter, threads, onLost),
        }
      );
    },
  },
});

expose(service);
