import { createNodeExecutor } from '../../src/runtime/nodeExecutor';
import { NetloomEngine } from '../netloom/engine';
import { messageOf } from './remote';

interface Request {
  readonly id: number;
  readonly method: 'open' | 'load' | 'steps' | 'memory' | 'matmul';
  readonly args: readonly unknown[];
}

/** Resident set after a collection. */
async function memory() {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { bytes: rss, heapBytes: heapUsed };
}

const engine = new NetloomEngine(
  ({ threads, backend }) => createNodeExecutor({ provider: backend === 'wasm' ? 'wasm' : 'cpu', threads }),
  memory,
);

process.on('message', async ({ id, method, args }: Request) => {
  try {
    const run = engine[method] as (...given: readonly unknown[]) => Promise<unknown>;
    process.send?.({ id, value: await run.apply(engine, [...args]) });
  } catch (error) {
    process.send?.({ id, error: messageOf(error) });
  }
});
