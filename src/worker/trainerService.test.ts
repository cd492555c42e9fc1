import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import type { NetDocument } from '../document/schema';
import type { Executor } from '../runtime/executor';
import { RuntimeLost } from '../runtime/lost';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import type { RuntimeSource } from './engine/provider';
import { tinyData, tinyDocument } from './engine/tiny.fixture';
import type { LoadRequest, ProviderChoice, TrainerEvent } from './protocol';
import { TrainerService } from './trainerService';

const executors: Executor[] = [];
afterAll(async () => {
  for (const executor of executors) await executor.dispose();
});

async function executor(): Promise<Executor> {
  const made = await createNodeExecutor({ provider: 'wasm', threads: 1 });
  executors.push(made);
  return made;
}

/** A GPU whose every run takes `ms` longer, or fails. */
async function gpuExecutor(ms: number, failure?: Error): Promise<Executor> {
  const inner = await executor();
  return {
    ...inner,
    provider: 'webgpu',
    async createSession(model) {
      const session = await inner.createSession(model);
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        dispose: () => session.dispose(),
        async run(feeds) {
          if (failure) throw failure;
          await new Promise((resolve) => setTimeout(resolve, ms));
          return session.run(feeds);
        },
      };
    },
  };
}

const noGpu: RuntimeSource = { wasm: executor, gpu: async () => undefined };
let events: TrainerEvent[];
const onLost = vi.fn<(error: RuntimeLost) => void>();
beforeEach(() => {
  events = [];
  onLost.mockReset();
});

async function service(runtimes: RuntimeSource = noGpu): Promise<TrainerService> {
  const made = new TrainerService({ runtimes, fetchFrom: tinyData, onLost });
  await made.subscribe((batch) => void events.push(...batch));
  return made;
}

const request = (change: Partial<LoadRequest> = {}): LoadRequest => ({
  runId: 'run 1',
  document: tinyDocument({ epochs: 2 }),
  provider: 'wasm',
  threads: 1,
  dataUrl: '/data/',
  ...change,
});
const statuses = () => events.flatMap((event) => (event.type === 'status' ? [`${event.runId}: ${event.status}`] : []));
const settled = (wanted: string) => vi.waitFor(() => expect(statuses()).toContain(wanted), { timeout: 10_000 });

test('a run from load to its end', async () => {
  const trainer = await service();
  expect(await trainer.load(request())).toEqual({
    ok: true,
    value: {
      provider: 'wasm',
      reason: 'chosen',
      threads: 1,
      parameters: 40 + 111,
      trainExamples: 100,
      validationExamples: 5,
      stepsPerEpoch: 7,
    },
  });
  await trainer.start();
  await settled('run 1: finished');
  expect(statuses()).toEqual(['loading', 'ready', 'running', 'finished'].map((status) => `run 1: ${status}`));
  expect(events.filter((event) => event.type === 'validation')).toHaveLength(2);
  const data = events.findLast((event) => event.type === 'data');
  expect(data?.loadedBytes).toBe(data?.totalBytes);
  expect((await trainer.checkpoint())?.step).toBe(14);
  expect(await trainer.test()).toMatchObject({ ok: true, value: { step: 14, epoch: 2, examples: 30 } });
  expect(await trainer.inspect(0)).toMatchObject({ ok: true });
});

test('a document that does not compile: its diagnostics, and a failed run', async () => {
  const trainer = await service();
  const { edges, ...rest } = tinyDocument();
  const document: NetDocument = { ...rest, edges: edges.filter(({ to }) => to.node !== 'dense_1') };
  const result = await trainer.load(request({ document }));
  expect(result).toMatchObject({ ok: false, error: [{ code: 'wire.missing', nodeId: 'dense_1' }] });
  await settled('run 1: failed');
  expect(events).toContainEqual(expect.objectContaining({ type: 'failed', runId: 'run 1' }));
  expect(await trainer.test()).toMatchObject({ ok: false, error: [{ code: 'run.none' }] });
  expect(await trainer.checkpoint()).toBeUndefined();
});

test('a second load takes the place of the first, whenever it comes', async () => {
  const trainer = await service();
  const first = trainer.load(request());
  const second = await trainer.load(request({ runId: 'run 2' }));
  expect(await first).toMatchObject({ ok: false, error: [{ code: 'run.replaced' }] });
  expect(second.ok).toBe(true);
  await trainer.start();
  await trainer.load(request({ runId: 'run 3' }));
  await trainer.start();
  await settled('run 3: finished');
  expect(statuses().filter((status) => status.startsWith('run 1: r'))).toEqual([]);
});

test('stop during a load ends it', async () => {
  const trainer = await service();
  const loading = trainer.load(request());
  await trainer.stop();
  expect(await loading).toMatchObject({ ok: false, error: [{ code: 'run.replaced' }] });
  await trainer.start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(statuses()).not.toContain('run 1: ready');
});

test.each<[ProviderChoice, string, RuntimeSource, object]>([
  ['auto', 'no GPU', noGpu, { provider: 'wasm', reason: 'noAdapter' }],
  ['webgpu', 'no GPU', noGpu, { provider: 'wasm', reason: 'noAdapter' }],
  ['auto', 'a GPU drawn by the CPU', gpu(true, () => gpuExecutor(0)), { provider: 'wasm', reason: 'softwareGpu' }],
  ['auto', 'a slow GPU', gpu(false, () => gpuExecutor(30)), { provider: 'wasm', reason: 'measured' }],
  ['webgpu', 'a slow GPU', gpu(true, () => gpuExecutor(30)), { provider: 'webgpu', reason: 'chosen' }],
  [
    'webgpu',
    'a GPU that cannot run it',
    gpu(false, () => gpuExecutor(0, new Error('no kernel'))),
    { provider: 'wasm', reason: 'unsupported' },
  ],
  [
    'auto',
    'a GPU that is gone',
    gpu(false, () => Promise.reject(new RuntimeLost('device', 'lost'))),
    { provider: 'wasm', reason: 'unsupported' },
  ],
])('%s with %s', async (provider, _, runtimes, expected) => {
  const trainer = await service(runtimes);
  expect(await trainer.load(request({ provider }))).toMatchObject({ ok: true, value: expected });
});

function gpu(software: boolean, create: () => Promise<Executor>): RuntimeSource {
  return { wasm: executor, gpu: async () => ({ software, create }) };
}

test('a GPU that fails is given back; the next load has another', async () => {
  const log: string[] = [];
  let made = 0;
  const failing = async (): Promise<Executor> => {
    const name = `GPU ${++made}`;
    const inner = await gpuExecutor(0, new Error('no kernel'));
    return { ...inner, dispose: async () => void log.push(`${name} disposed`) };
  };
  const trainer = await service({ wasm: executor, gpu: async () => ({ software: false, create: failing }) });
  for (const runId of ['run 1', 'run 2']) {
    const loaded = await trainer.load(request({ runId, provider: 'webgpu' }));
    expect(loaded).toMatchObject({ ok: true, value: { provider: 'wasm', reason: 'unsupported' } });
  }
  expect(log).toEqual(['GPU 1 disposed', 'GPU 2 disposed']);
});

test('a GPU that fails while a worker warms up is not taken from the load that came meanwhile', async () => {
  let [made, runs] = [0, 0];
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const create = async (): Promise<Executor> => {
    const inner = await executor();
    let disposed = false;
    const first = made++ === 0;
    return {
      ...inner,
      provider: 'webgpu',
      dispose: async () => {
        disposed = true;
      },
      async createSession(model) {
        const session = await inner.createSession(model);
        return {
          ...session,
          dispose: () => session.dispose(),
          async run(feeds) {
            if (disposed) throw new Error('disposed');
            if (first && ++runs === 2) {
              // by now the load wants the GPU too
              await new Promise((resolve) => setTimeout(resolve, 100));
              throw new Error('no kernel');
            }
            begin();
            return session.run(feeds);
          },
        };
      },
    };
  };
  const trainer = await service({ wasm: executor, gpu: async () => ({ software: false, create }) });
  const warm = trainer.warmUp(request({ runId: 'warm', provider: 'webgpu' }));
  await begun;
  const loaded = await trainer.load(request({ provider: 'webgpu' }));
  await warm;
  expect(loaded).toMatchObject({ ok: true, value: { provider: 'webgpu', reason: 'chosen' } });
  await trainer.start();
  await settled('run 1: finished');
});

test('a runtime that could not be fetched is asked for again by the next load', async () => {
  const wasm = vi.fn(executor).mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const trainer = await service({ ...noGpu, wasm });
  expect(await trainer.load(request())).toMatchObject({ ok: false });
  expect(await trainer.load(request({ runId: 'run 2' }))).toMatchObject({ ok: true });
  await trainer.load(request({ runId: 'run 3' }));
  expect(wasm).toHaveBeenCalledTimes(2);
});

test('a GPU that is faster is taken', async () => {
  const slowWasm = async () => ({ ...(await gpuExecutor(25)), provider: 'wasm' as const });
  const trainer = await service({
    wasm: slowWasm,
    gpu: async () => ({ software: false, create: () => gpuExecutor(0) }),
  });
  expect(await trainer.load(request({ provider: 'auto' }))).toMatchObject({
    value: { provider: 'webgpu', reason: 'measured' },
  });
});

test('a runtime that dies while training gives up the worker', async () => {
  const lost = new RuntimeLost('memory', 'out of memory');
  const inner = await executor();
  let runs = 0;
  const dying: Executor = {
    ...inner,
    async createSession(model) {
      const session = await inner.createSession(model);
      return {
        inputNames: [],
        outputNames: [],
        dispose: () => session.dispose(),
        run: (feeds) => (++runs > 4 ? Promise.reject(lost) : session.run(feeds)),
      };
    },
  };
  const trainer = await service({ ...noGpu, wasm: async () => dying });
  await trainer.load(request());
  await trainer.start();
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledWith(lost));
});

test('a warmed-up worker has runtime and sessions; the run is the same as without', async () => {
  const plain = await service();
  await plain.load(request({ provider: 'wasm' }));
  const fresh = await plain.checkpoint();
  const made: Uint8Array[] = [];
  const wasm = vi.fn(async () => {
    const inner = await executor();
    return {
      ...inner,
      createSession: (model: Uint8Array) => {
        made.push(model);
        return inner.createSession(model);
      },
    };
  });
  const trainer = await service({ ...noGpu, wasm });
  await trainer.warmUp(request({ runId: 'warm', provider: 'wasm' }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(events.filter(({ runId }) => runId === 'warm')).toEqual([]);
  const before = made.length;
  expect(before).toBeGreaterThan(0);
  expect(await trainer.load(request({ provider: 'wasm' }))).toMatchObject({ ok: true });
  expect(made.slice(0, before)).not.toContainEqual(made[before]);
  expect(wasm).toHaveBeenCalledTimes(1);
  expect(await trainer.checkpoint()).toEqual(fresh);
});

test('warming up a document that cannot be trained does nothing', async () => {
  const wasm = vi.fn(executor);
  const trainer = await service({ ...noGpu, wasm });
  await trainer.warmUp(request({ document: { ...tinyDocument({}), nodes: [], edges: [] } }));
  expect(wasm).not.toHaveBeenCalled();
});
