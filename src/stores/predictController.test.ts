import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { err, ok } from '../core/result';
import type { HostTensor } from '../core/tensor';
import type { Checkpoint } from '../document/checkpoint';
import { mnistMlp } from '../document/templates/mnistMlp';
import type { ExportedModel } from '../worker/protocol';
import { Predict } from './predictController';

const checkpointAt = (step: number): Checkpoint => ({
  layout: [],
  parameters: new Float32Array(),
  optimizer: { type: 'adam', state: {} },
  step,
  history: { train: [], validation: [] },
});
const picture = (value: number, slot = 'main') => ({
  [slot]: { x: { dtype: 'float32', dims: [1, 1, 1, 1], data: Float32Array.of(value) } as HostTensor },
});
const exported: ExportedModel = {
  bytes: new Uint8Array([1]),
  inputs: [{ name: 'image', column: 'x', type: { dtype: 'uint8', shape: ['B', 1, 1, 1] } }],
  outputs: [{ name: 'probabilities', type: { dtype: 'float32', shape: ['B', 2] } }],
  inputName: 'image',
  inputType: { dtype: 'uint8', shape: ['B', 1, 1, 1] },
  outputName: 'probabilities',
  outputType: { dtype: 'float32', shape: ['B', 2] },
  classes: ['a', 'b'],
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A model that answers with what it was asked, 10 ms later, and the step of its weights. */
function setUp() {
  const world = { document: mnistMlp.create(), checkpoint: undefined as Checkpoint | undefined, broken: false };
  const calls = { exports: 0, opens: 0, runs: 0 };
  const fed: string[] = [];
  let step = 0;
  const predict = new Predict({
    document: () => world.document,
    checkpoint: () => world.checkpoint,
    exportModel: async (document, checkpoint) => {
      calls.exports++;
      step = checkpoint?.step ?? 0;
      return world.broken || document.name === 'broken'
        ? err([{ code: 'export.noOutput', severity: 'error', message: 'No output.' }])
        : ok(exported);
    },
    open: async () => {
      calls.opens++;
      return ok({ provider: 'wasm', reason: 'noAdapter', inputNames: ['image'], outputNames: ['probabilities'] });
    },
    run: async (_, { image }) => {
      calls.runs++;
      await new Promise((resolve) => setTimeout(resolve, 10));
      fed.push(image?.dtype ?? '');
      const data = new Float32Array([Number(image?.data[0]), step]);
      const probabilities = { dtype: 'float32', dims: [1, 2], data } as const;
      return ok({ outputs: { probabilities }, milliseconds: 10, provider: 'wasm' });
    },
  });
  const get = predict.store.getState;
  const values = () => Array.from(get().answer?.outputs.main?.probabilities?.data ?? [], Number);
  return { world, calls, fed, predict, get, values };
}

const settle = (ms = 50) => vi.advanceTimersByTimeAsync(ms);

describe('Predict', () => {
  it('does nothing until the first question, then exports once and answers', async () => {
    const { predict, calls, get, values } = setUp();
    predict.refresh();
    await settle(5000);
    expect(calls.exports).toBe(0);
    get().ask(picture(7));
    expect(get().status).toBe('preparing');
    await settle();
    expect(get()).toMatchObject({ status: 'ready', provider: 'wasm', classes: ['a', 'b'], step: 0 });
    expect(values()).toEqual([7, 0]);
    expect(calls).toEqual({ exports: 1, opens: 1, runs: 1 });
  });

  it('answers the newest question and skips those that were overtaken', async () => {
    const { calls, get, values } = setUp();
    get().ask(picture(1));
    await settle();
    for (let i = 2; i <= 20; i++) get().ask(picture(i));
    await settle();
    expect(values()[0]).toBe(20);
    expect(calls.runs).toBe(3); // 1, the first of the rest, and the last
  });

  it('takes new weights while training, but exports at most every two seconds', async () => {
    const { world, predict, calls, get, values } = setUp();
    get().ask(picture(1));
    await settle();
    for (let step = 1; step <= 40; step++) {
      world.checkpoint = checkpointAt(step);
      predict.refresh();
      await settle(100);
    }
    await settle(2500);
    expect(values()).toEqual([1, 40]);
    expect(get().step).toBe(40);
    expect(calls.exports).toBeLessThanOrEqual(4);
    expect(calls.exports).toBeGreaterThanOrEqual(3);
  });

  it('says why there is no answer, and answers again when the document is whole', async () => {
    const { world, predict, get, values } = setUp();
    world.broken = true;
    get().ask(picture(5));
    await settle();
    expect(get()).toMatchObject({ status: 'failed', diagnostics: [{ code: 'export.noOutput' }], answer: undefined });
    world.broken = false;
    world.document = { ...world.document };
    predict.refresh();
    await settle(3000);
    expect(get().status).toBe('ready');
    expect(values()).toEqual([5, 0]);
  });

  it('exports nothing while there is no question, and answers the next one with the weights of then', async () => {
    const { world, predict, calls, get, values } = setUp();
    get().ask(picture(5));
    await settle();
    get().ask(undefined);
    world.checkpoint = checkpointAt(9);
    predict.refresh();
    await settle(5000);
    expect(calls.exports).toBe(1);
    get().ask(picture(6));
    await settle(2500);
    expect(values()).toEqual([6, 9]);
  });

  it('forgets the answer when the question is taken back', async () => {
    const { get } = setUp();
    get().ask(picture(5));
    await settle();
    get().ask(undefined);
    expect(get().answer).toBeUndefined();
    await settle();
    expect(get().answer).toBeUndefined();
  });

  it('answers the question after one that failed', async () => {
    const { predict, calls, get, values } = setUp();
    predict.store.getState().ask({ main: { x: { dtype: 'float32', dims: [1, 1, 1, 1], data: null as never } } });
    await settle();
    expect(get().status).toBe('failed');
    expect(get().answer).toBeUndefined();
    await settle(10_000);
    expect(calls.exports).toBe(1);
    get().ask(picture(3));
    await settle();
    expect(get().status).toBe('ready');
    expect(values()).toEqual([3, 0]);
    expect(calls.exports).toBe(2);
  });

  it('feeds columns by the names and in the element types of the inputs, and says what it lacks', async () => {
    const { fed, get } = setUp();
    get().ask(picture(5));
    await settle();
    expect(fed).toEqual(['uint8']);
    const one = get().run(picture(3).main ?? {});
    await settle();
    expect(await one).toMatchObject({ ok: true, value: { probabilities: { data: Float32Array.of(3, 0) } } });
    expect(await get().run({})).toMatchObject({ ok: false, error: [{ code: 'predict.failed' }] });
    expect(await get().run({}, 'decoder')).toMatchObject({ ok: false, error: [{ code: 'predict.failed' }] });
  });

  it('feeds a second data node as the first one where it has nothing of its own', async () => {
    const model: ExportedModel = {
      ...exported,
      inputs: [
        ...exported.inputs,
        { name: 'more', column: 'data_2:x', type: { dtype: 'float32', shape: ['B', 1, 1, 1] } },
      ],
    };
    const fed: unknown[] = [];
    const document = mnistMlp.create();
    const predict = new Predict({
      document: () => document,
      checkpoint: () => undefined,
      exportModel: async () => ok(model),
      open: async () => ok({ provider: 'wasm', reason: 'noAdapter', inputNames: [], outputNames: [] }),
      run: async (_, feeds) => {
        fed.push(Object.values(feeds).map(({ dtype, data }) => [dtype, data[0]]));
        return ok({ outputs: {}, milliseconds: 1, provider: 'wasm' });
      },
    });
    const own = { dtype: 'float32', dims: [1, 1, 1, 1], data: Float32Array.of(5) } as HostTensor;
    predict.store.getState().ask(picture(4));
    await vi.runAllTimersAsync();
    predict.store.getState().ask({ main: { ...picture(4).main, 'data_2:x': own } });
    await vi.runAllTimersAsync();
    // of another shape it is not the same column
    const wide = { dtype: 'float32', dims: [1, 1, 1, 2], data: Float32Array.of(6, 7) } as HostTensor;
    predict.store.getState().ask({ main: { x: wide } });
    await vi.runAllTimersAsync();
    expect(predict.store.getState().status).toBe('ready');
    expect(fed).toEqual([
      [
        ['uint8', 4],
        ['float32', 4],
      ],
      [
        ['uint8', 4],
        ['float32', 5],
      ],
    ]);
  });

  it('exports the parts of a document beside it, and does without one that cannot be', async () => {
    const { world, calls, predict, get } = setUp();
    const part = { ...world.document, name: 'part' };
    const broken = { ...world.document, name: 'broken' };
    get().derive((document) => ({ main: document, part, broken }));
    get().ask({ ...picture(5), ...picture(6, 'part'), ...picture(7, 'broken') });
    await settle();
    expect(Object.keys(get().models)).toEqual(['main', 'part']);
    expect(Object.keys(get().answer?.outputs ?? {})).toEqual(['main', 'part']);
    expect(calls).toMatchObject({ exports: 3, opens: 2 });
    predict.refresh();
    await settle(3000);
    expect(calls.exports).toBe(3);
  });

  it('forgets the models of a project when another is opened, even one still being exported', async () => {
    const { world, calls, predict, get, values } = setUp();
    get().ask(picture(5));
    await settle();
    world.document = { ...world.document, name: 'another' };
    predict.reset();
    expect(get()).toMatchObject({ status: 'idle', models: {} });
    await settle(3000);
    // the question was one about the project before
    expect(calls).toMatchObject({ exports: 1, runs: 1 });
    get().ask(picture(6));
    world.document = { ...world.document, name: 'a third' };
    predict.reset();
    get().ask(picture(6));
    await settle();
    expect(calls.exports).toBe(3);
    expect(values()[0]).toBe(6);
    expect(get().status).toBe('ready');
  });

  it('waits for the export of an edited document rather than feeding the old one what it does not take', async () => {
    const { world, predict, get, values } = setUp();
    get().ask(picture(5));
    await settle();
    get().ask({ main: { other: { dtype: 'float32', dims: [1], data: Float32Array.of(1) } } });
    world.document = { ...world.document };
    predict.refresh();
    await settle();
    expect(get().status).toBe('ready');
    expect(values()[0]).toBe(5);
  });
});
