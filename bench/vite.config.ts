import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

/** Without these two headers there is no SharedArrayBuffer: one thread, and no count of memory. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: {
    target: 'esnext',
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    emptyOutDir: true,
    // TensorFlow.js starts its threads from the text of its own functions
    minify: false,
    chunkSizeWarningLimit: 20_000,
  },
  preview: { headers },
  logLevel: 'error',
});
