import { beforeEach, describe, expect, it, vi } from 'vitest';
import { err, ok } from '../core/result';
import type { Checkpoint } from '../document/checkpoint';
import type { NetDocument } from '../document/schema';
import type { LoadInfo, LoadRequest, RunStatus, TrainerEvent } from '../worker/protocol';
import { Run, type RunTrainer } from './runController';

const info: LoadInfo = {
  provider: 'wasm',
  reason: 'measured',
  threads: 2,
  parameters: 10,
  trainExamples: 320,
  validationExamples: 32,
  stepsPerEpoch: 10,
};

const settled = () => new Promise((resolve) => setImmediate(resolve));
const point = (step: number, loss: number) => ({ step, loss, metrics: { accuracy: 1 - loss } });

const checkpointAt = (step: number): Checkpoint => ({
  layout: [{ name: 'dense_1.weight', shape: [1], offset: 0 }],
  parameters: new Float32Array([step]),
  optimizer: { type: 'adam', state: {} },
  step,
  history: { train: Array.from({ length: step }, (_, i) => point(i + 1, 1 / (i + 1))), validation: [] },
});

/** A trainer that does what it is told, at once, and remembers what that was. */
class FakeTrainer implements RunTrainer {
  readonly calls: string[] = [];
  request: LoadRequest | undefined;
  stepNow = 0;
  refuse = false;
  private listen: (events: readonly TrainerEvent[]) => void = () => {};
  private crashed: () => void = () => {};

  onEvents(listener: (events: readonly TrainerEvent[]) => void) {
    this.listen = listener;
  }
  onCrash(listener: () => void) {
    this.crashed = listener;
  }
  emit(event: TrainerEvent) {
    this.listen([event]);
  }
  crash() {
    this.crashed();
  }
  status(status: RunStatus) {
    this.emit({ type: 'status', runId: this.request?.runId ?? '', status });
  }
  train(...losses: number[]) {
    const points = losses.map((loss, i) => point(this.stepNow + i + 1, loss));
    this.stepNow += losses.length;
    this.emit({ type: 'train', runId: this.request?.runId ?? '', points });
  }
  async load(request: LoadRequest) {
    this.calls.push('load');
    this.request = request;
    await settled();
    this.stepNow = request.checkpoint?.step ?? 0;
    if (this.refuse) return err([{ code: 'training.noLoss', severity: 'error' as const, message: 'No loss.' }]);
    this.status('ready');
    return ok(info);
  }
  async warmUp() {
    this.calls.push('warmUp');
  }
  async start() {
    this.calls.push('start');
    this.status('running');
  }
  async pause() {
    this.calls.push('pause');
    this.status('paused');
  }
  async step() {
    this.calls.push('step');
    this.train(0.5);
    this.status('paused');
  }
  async stop() {
    this.calls.push('stop');
    this.status('stopped');
  }
  async test() {
    this.calls.push('test');
    return ok({ ...point(this.stepNow, 0.1), epoch: 1, examples: 100 });
  }
  async inspect() {
    return ok([]);
  }
  async checkpoint() {
    return checkpointAt(this.stepNow);
  }
}

const baseDocument: NetDocument = {
  format: 'netloom',
  version: 1,
  id: 'doc',
  name: 'Doc',
  nodes: [{ id: 'dense_1', type: 'dense', version: 1, name: '', params: { units: 10 }, position: { x: 0, y: 0 } }],
  edges: [],
  groups: [],
  notes: [],
  modules: [],
  training: {
    seed: 1,
    batchSize: 32,
    epochs: 3,
    validation: { fraction: 0.1, stratified: true },
    phases: [{ name: '', optimizer: { type: 'adam', params: { learningRate: 0.001 } } }],
  },
};

function setUp() {
  let document = baseDocument;
  const trainer = new FakeTrainer();
  const save = vi.fn();
  const forget = vi.fn();
  const run = new Run({
    trainer,
    document: () => document,
    settings: () => ({ provider: 'auto', threads: 0 }),
    save,
    forget,
    dataUrl: '/data/',
  });
  const edit = (change: (document: NetDocument) => NetDocument) => {
    document = change(document);
    run.documentChanged();
  };
  const setUnits = (units: number) =>
    edit((doc) => ({ ...doc, nodes: doc.nodes.map((node) => ({ ...node, params: { units } })) }));
  const setEpochs = (epochs: number) => edit((doc) => ({ ...doc, training: { ...doc.training, epochs } }));
  return { trainer, save, forget, store: run, get: run.store.getState, edit, setUnits, setEpochs };
}

let run: ReturnType<typeof setUp>;
beforeEach(() => {
  run = setUp();
});

describe('life of a run', () => {
  it('loads and starts with one call', async () => {
    await run.get().train();
    expect(run.trainer.calls).toEqual(['load', 'start']);
    expect(run.get()).toMatchObject({ status: 'running', info });
    run.trainer.train(2, 1);
    expect(run.store.telemetry.train('loss')?.latest).toEqual({ step: 2, value: 1 });
    expect(run.store.telemetry.names).toEqual(['loss', 'accuracy']);
  });

  it('pauses, steps, resumes and stops without loading again', async () => {
    await run.get().train();
    await run.get().pause();
    expect(run.get().status).toBe('paused');
    await run.get().step();
    await run.get().train();
    await run.get().stop();
    expect(run.trainer.calls).toEqual(['load', 'start', 'pause', 'step', 'start', 'stop']);
  });

  it('can begin with a single step', async () => {
    await run.get().step();
    expect(run.trainer.calls).toEqual(['load', 'step']);
    expect(run.get().status).toBe('paused');
  });

  it('warms the worker up before the first run, never under one', async () => {
    run.store.warmUp();
    expect(run.get().status).toBe('idle');
    await run.get().train();
    run.store.warmUp();
    expect(run.trainer.calls).toEqual(['warmUp', 'load', 'start']);
  });

  it('drops events of an older run', async () => {
    await run.get().train();
    run.trainer.emit({ type: 'train', runId: 'old', points: [point(9, 9)] });
    run.trainer.emit({ type: 'status', runId: 'old', status: 'failed' });
    expect(run.store.telemetry.train('loss')).toBeUndefined();
    expect(run.get().status).toBe('running');
  });

  it('lists the diagnostics of a document that cannot be trained', async () => {
    run.trainer.refuse = true;
    await run.get().train();
    expect(run.get().status).toBe('failed');
    expect(run.get().diagnostics.map((d) => d.code)).toEqual(['training.noLoss']);
    run.trainer.refuse = false;
    await run.get().train();
    expect(run.get()).toMatchObject({ status: 'running', diagnostics: [] });
  });

  it('keeps the checkpoint and measures on the test split when it has finished', async () => {
    await run.get().train();
    run.trainer.train(1, 0.5);
    run.trainer.status('finished');
    await settled();
    expect(run.trainer.calls).toContain('test');
    expect(run.get().test).toMatchObject({ loss: 0.1, examples: 100 });
    expect(run.get().checkpoint?.step).toBe(2);
    expect(run.save).toHaveBeenLastCalledWith(baseDocument, expect.objectContaining({ step: 2 }));
  });

  it('gives up loading when stopped meanwhile', async () => {
    const training = run.get().train();
    await run.get().stop();
    await training;
    expect(run.get().status).toBe('idle');
    expect(run.trainer.calls).not.toContain('start');
  });
});

describe('going on', () => {
  it('trains as many epochs more after it has finished', async () => {
    await run.get().train();
    run.trainer.stepNow = 30;
    run.trainer.status('finished');
    await settled();
    await run.get().train();
    expect(run.trainer.request?.document.training.epochs).toBe(6);
    expect(run.trainer.request?.checkpoint?.step).toBe(30);
  });

  it('goes on with restored weights after a reload, to more epochs if all were done', async () => {
    run.get().open(checkpointAt(30));
    expect(run.get().status).toBe('stopped');
    expect(run.store.telemetry.train('loss')?.latest?.step).toBe(30);
    await run.get().train();
    expect(run.trainer.request?.document.training.epochs).toBe(6);
    expect(run.get().status).toBe('running');
  });

  it('takes over another number of epochs while running', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await run.get().train();
    run.trainer.train(1, 1, 1);
    run.setEpochs(5);
    await vi.advanceTimersByTimeAsync(600);
    vi.useRealTimers();
    await settled();
    await settled();
    expect(run.trainer.request?.document.training.epochs).toBe(5);
    expect(run.trainer.request?.checkpoint?.step).toBe(3);
    expect(run.get()).toMatchObject({ status: 'running', stale: false });
    expect(run.store.telemetry.train('loss')?.latest?.step).toBe(3);
  });
});

describe('a document that changes under the run', () => {
  it('is stale until the change is undone', async () => {
    await run.get().train();
    run.setUnits(20);
    expect(run.get().stale).toBe(true);
    run.setUnits(10);
    expect(run.get().stale).toBe(false);
  });

  it('is not stale when only names and places change', async () => {
    await run.get().train();
    run.edit((doc) => ({
      ...doc,
      name: 'x',
      nodes: doc.nodes.map((n) => ({ ...n, name: 'y', position: { x: 9, y: 9 } })),
    }));
    expect(run.get().stale).toBe(false);
  });

  it('restarts with the weights of now and goes on running', async () => {
    await run.get().train();
    run.trainer.train(1, 1);
    run.setUnits(20);
    await run.get().restart();
    expect(run.trainer.request?.checkpoint?.step).toBe(2);
    expect(run.trainer.request?.document.nodes[0]?.params).toEqual({ units: 20 });
    expect(run.get()).toMatchObject({ status: 'running', stale: false });
  });

  it('is taken as it is when training is resumed', async () => {
    await run.get().train();
    await run.get().pause();
    run.setUnits(20);
    await run.get().train();
    expect(run.trainer.calls.filter((call) => call === 'load')).toHaveLength(2);
    expect(run.get().stale).toBe(false);
  });
});

describe('reset', () => {
  it('forgets the weights, and brings them back', async () => {
    await run.get().train();
    run.trainer.train(1, 1);
    await run.get().pause();
    await settled();
    await run.get().reset();
    expect(run.get()).toMatchObject({ status: 'idle', checkpoint: undefined });
    expect(run.store.telemetry.names).toEqual([]);
    expect(run.forget).toHaveBeenCalled();
    run.get().bringBack();
    expect(run.get().checkpoint?.step).toBe(2);
    expect(run.store.telemetry.train('loss')?.latest?.step).toBe(2);
  });
});

describe('a worker that dies', () => {
  it('is replaced from the last checkpoint, and the page can say so', async () => {
    await run.get().train();
    run.trainer.train(1, 1, 1);
    run.trainer.emit({ type: 'checkpoint', runId: run.get().runId, checkpoint: checkpointAt(2) });
    run.trainer.crash();
    await settled();
    await settled();
    expect(run.trainer.request?.checkpoint?.step).toBe(2);
    expect(run.get()).toMatchObject({ status: 'running', recovered: { step: 2 } });
    expect(run.store.telemetry.train('loss')?.latest?.step).toBe(2);
  });

  it('leaves a paused run paused', async () => {
    await run.get().train();
    await run.get().pause();
    await settled();
    run.trainer.crash();
    await settled();
    await settled();
    expect(run.get().status).not.toBe('running');
    expect(run.trainer.calls.filter((call) => call === 'start')).toHaveLength(1);
  });
});
