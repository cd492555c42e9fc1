import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { exportModel } from './engine/exportModel';
import { tinyDocument } from './engine/tiny.fixture';
import { PredictorService } from './predictorService';

let wasm: Executor;
beforeAll(async () => {
  wasm = await createNodeExecutor({ provider: 'wasm', threads: 1 });
});
afterAll(() => wasm.dispose());

const exported = exportModel(tinyDocument(), undefined);
const bytes = exported.ok ? exported.value.bytes : new Uint8Array();
const feeds = { image: { dtype: 'uint8', dims: [1, 1, 8, 8], data: new Uint8Array(64).fill(100) } } as const;

const gpu = (run: Executor['createSession']): Executor => ({ ...wasm, provider: 'webgpu', createSession: run });
const service = (webgpu: () => Promise<Executor | undefined>) =>
  new PredictorService({ wasm: async () => wasm, webgpu });

test('runs the exported bytes on WASM where there is no adapter', async () => {
  const predictor = service(async () => undefined);
  expect(await predictor.load(bytes)).toEqual({
    ok: true,
    value: { provider: 'wasm', reason: 'noAdapter', inputNames: ['image'], outputNames: ['probabilities'] },
  });
  const result = await predictor.run(feeds);
  if (!result.ok) throw new Error('no answer');
  const { outputs, provider } = result.value;
  expect(provider).toBe('wasm');
  expect(outputs.probabilities?.dims).toEqual([1, 3]);
  expect(Array.from(outputs.probabilities?.data ?? [], Number).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
});

test('on the GPU where one is there', async () => {
  const predictor = service(async () => gpu((model) => wasm.createSession(model)));
  expect(await predictor.load(bytes)).toMatchObject({ value: { provider: 'webgpu', reason: 'adapter' } });
  expect(await predictor.run(feeds)).toMatchObject({ ok: true, value: { provider: 'webgpu' } });
});

test('a GPU that fails at its first run gives way to WASM for good', async () => {
  const predictor = service(async () =>
    gpu(async () => ({
      inputNames: [],
      outputNames: [],
      run: () => Promise.reject(new Error('no kernel')),
      dispose: async () => {},
    })),
  );
  await predictor.load(bytes);
  expect(await predictor.run(feeds)).toMatchObject({ ok: true, value: { provider: 'wasm' } });
  expect(await predictor.run(feeds)).toMatchObject({ ok: true, value: { provider: 'wasm' } });
  expect(await predictor.load(bytes)).toMatchObject({ value: { provider: 'wasm', reason: 'unsupported' } });
});

test('a device that cannot be had', async () => {
  const predictor = service(() => Promise.reject(new Error('no device')));
  expect(await predictor.load(bytes)).toMatchObject({ value: { provider: 'wasm', reason: 'unsupported' } });
});

test('what is no model, and a picture of the wrong size, are diagnostics', async () => {
  const predictor = service(async () => undefined);
  expect(await predictor.run(feeds)).toMatchObject({ ok: false, error: [{ code: 'predict.none' }] });
  expect(await predictor.load(Uint8Array.of(1, 2, 3))).toMatchObject({
    ok: false,
    error: [{ code: 'predict.failed' }],
  });
  await predictor.load(bytes);
  const wrong = { image: { ...feeds.image, dims: [1, 1, 4, 16] } };
  expect(await predictor.run(wrong)).toMatchObject({ ok: false, error: [{ code: 'predict.failed' }] });
});

test('holds several models, each in its slot', async () => {
  const predictor = service(async () => undefined);
  await predictor.load(bytes);
  await predictor.load(bytes, 'decoder');
  expect(await predictor.run(feeds, 'decoder')).toMatchObject({ ok: true });
  expect(await predictor.load(Uint8Array.of(1, 2, 3), 'decoder')).toMatchObject({ ok: false });
  expect(await predictor.run(feeds, 'decoder')).toMatchObject({ ok: false, error: [{ code: 'predict.none' }] });
  expect(await predictor.run(feeds)).toMatchObject({ ok: true });
});
