import { expose } from 'comlink';
import { probeGpu } from '../runtime/adapter';
import { createWasmExecutor, createWebgpuExecutor } from '../runtime/webExecutor';
import { PredictorService } from './predictorService';

const predictor = new PredictorService({
  // One example at a time: more threads would only wait for each other, and take cores from training.
  wasm: () => createWasmExecutor(1),
  async webgpu() {
    const probe = await probeGpu();
    return probe && createWebgpuExecutor(probe.adapter, 1, () => undefined);
  },
});

expose(predictor);
