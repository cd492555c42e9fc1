import type { HostTensor } from '../../src/core/tensor';
import { Builder } from '../../src/ir/builder';
import type { Graph, Value } from '../../src/ir/op';
import { encodeGraph } from '../../src/onnx/encode';
import type { Executor } from '../../src/runtime/executor';

const CHAIN = 4;

/** Fastest of `times` runs of four products of [n, n] matrices, each with the result of the one before, GFLOP/s. Copies are a small part. */
export async function matmulRate(executor: Executor, n: number, times: number): Promise<number> {
  const session = await executor.createSession(encodeGraph(chain(n), { target: 'cpu' }));
  const feeds = { x: numbers(n), y: numbers(n) };
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await session.run(feeds);
    fastest = Math.min(fastest, performance.now() - start);
  }
  await session.dispose();
  return (CHAIN * 2 * n ** 3) / fastest / 1e6;
}

/** Mean of x y^4. */
function chain(n: number): Graph {
  const b = new Builder();
  const type = { dtype: 'float32' as const, shape: [n, n] };
  const [x, y] = [b.input('x', type), b.input('y', type)];
  const product = Array.from({ length: CHAIN }).reduce<Value>((z) => b.op('matmul', [z, y]), x);
  return b.graph({ z: b.op('reduceMean', [product], { axes: [0, 1], keepDims: false }) });
}

/** Rows sum to about 1, so that products stay as large as they are. */
function numbers(n: number): HostTensor {
  const data = Float32Array.from({ length: n * n }, (_, i) => ((i * 7919) % 1000) / 500 / n);
  return { dtype: 'float32', dims: [n, n], data };
}
