import '../page/wasmMemory';

import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';
import * as Comlink from 'comlink';
import { readWasmMemory } from '../page/wasmMemory';
import { PeerEngine } from './peerEngine';
import { createTfjsTrainer } from './tfjs';

Comlink.expose(
  new PeerEngine(
    async ({ backend, threads }) => {
      const url = (path: string) => new URL(path, self.location.href).href;
      setWasmPaths({
        'tfjs-backend-wasm.wasm': url(plain),
        'tfjs-backend-wasm-simd.wasm': url(simd),
        'tfjs-backend-wasm-threaded-simd.wasm': url(threaded),
      });
      setThreadsCount(threads);
      if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} could not be initialised`);
      await tf.ready();
      return `TensorFlow.js ${tf.version.tfjs}, ${tf.getBackend()}`;
    },
    createTfjsTrainer,
    async () => {
      const { bytes } = await readWasmMemory();
      return { bytes: bytes + tf.memory().numBytes };
    },
  ),
);
