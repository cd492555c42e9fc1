import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { leanLayers, leanOperators } from './scripts/build/leanPage.ts';

/** Without these two headers the page gets no SharedArrayBuffer and ONNX Runtime runs on one thread. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  plugins: [react(), leanOperators(), leanLayers()],
  resolve: {
    // ORT's build that takes its .wasm and .mjs from env.wasm.wasmPaths: the bundled default hangs inside a worker.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: { format: 'es', plugins: () => [leanLayers()] },
  build: { target: 'esnext', chunkSizeWarningLimit: 2000 },
  server: { headers: isolation },
  preview: { headers: isolation },
});
