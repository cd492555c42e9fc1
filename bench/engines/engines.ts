import { nodePlace } from './nodePlace';
import type { BenchBrowser } from './pagePlace';
import type { Place } from './remote';
import { torchPlace } from './torchPlace';

export type Family = 'netloom' | 'native' | 'torch' | 'tfjs' | 'jax';

/** One column of the tables. */
export interface EngineSpec {
  readonly id: string;
  readonly title: string;
  readonly family: Family;
  readonly backend: string;
  readonly threads: number;
  /** Needs a GPU to be what people use. */
  readonly gpu: boolean;
  readonly isInBrowser: boolean;
}

const cpu = (family: Family, title: string, backend: string, threads: number, isInBrowser: boolean): EngineSpec => ({
  id: family === 'tfjs' || family === 'jax' ? `${family}-${backend}` : `${family}-${threads}`,
  title,
  family,
  backend,
  threads,
  gpu: false,
  isInBrowser,
});
const gpu = (family: Family, title: string, backend: string): EngineSpec => ({
  id: `${family}-${backend}`,
  title,
  family,
  backend,
  threads: 2,
  gpu: true,
  isInBrowser: true,
});

export const engineSpecs: readonly EngineSpec[] = [
  cpu('netloom', 'Netloom WASM, 1 thread', 'wasm', 1, true),
  cpu('netloom', 'Netloom WASM, 2 threads', 'wasm', 2, true),
  gpu('netloom', 'Netloom WebGPU', 'webgpu'),
  cpu('native', 'the same step, onnxruntime-node, 1 thread', 'cpu', 1, false),
  cpu('native', 'the same step, onnxruntime-node, 2 threads', 'cpu', 2, false),
  cpu('torch', 'PyTorch CPU, 1 thread', 'cpu', 1, false),
  cpu('torch', 'PyTorch CPU, 2 threads', 'cpu', 2, false),
  cpu('tfjs', 'TensorFlow.js cpu', 'cpu', 1, true),
  cpu('tfjs', 'TensorFlow.js wasm, 2 threads', 'wasm', 2, true),
  gpu('tfjs', 'TensorFlow.js webgl', 'webgl'),
  gpu('tfjs', 'TensorFlow.js webgpu', 'webgpu'),
  cpu('jax', 'jax-js wasm', 'wasm', 2, true),
  gpu('jax', 'jax-js webgpu', 'webgpu'),
];

/** A place for an engine, a new worker or process each time. */
export async function placeOf(spec: EngineSpec, browser: () => Promise<BenchBrowser>): Promise<Place> {
  switch (spec.family) {
    case 'native':
      return nodePlace();
    case 'torch':
      return torchPlace(spec.threads);
    case 'netloom':
    case 'tfjs':
    case 'jax':
      return (await browser()).place(spec.family);
    default:
      return spec.family satisfies never;
  }
}
