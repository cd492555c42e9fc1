import { expect, test, vi } from 'vitest';
import type { Checkpoint } from '../document/checkpoint';
import type { TrainingEvent } from './events';
import { type FakeOptions, type FakeRun, FakeRuntime, fakeTrainer } from './fake.fixture';
import type { Trainer } from './trainer';

const earlyStopping = { patience: 2, minDelta: 0, restoreBest: true };

const collect = () => {
  const events: TrainingEvent[] = [];
  return { events, onEvent: (event: TrainingEvent) => void events.push(event) };
};
const statuses = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.type === 'status' ? [event.status] : []));
const points = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.type === 'train' ? event.points : []));

async function whole(): Promise<Checkpoint> {
  const trainer = await fakeTrainer(new FakeRuntime());
  trainer.start();
  await trainer.done;
  return trainer.checkpoint();
}

test('runs every epoch to its end, the last smaller batch too, and validates after each', async () => {
  const runtime = new FakeRuntime();
  const { events, onEvent } = collect();
  const trainer = await fakeTrainer(runtime, { onEvent });
  trainer.start();
  await trainer.done;
  expect(runtime.batches).toEqual(Array.from({ length: 4 }, () => [4, 4, 4, 4, 2]).flat());
  expect(points(events).map((point) => point.step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  const validations = events.flatMap((event) => (event.type === 'validation' ? [event.point] : []));
  expect(validations.map(({ epoch, step, examples }) => [epoch, step, examples])).toEqual([
    [1, 5, 4],
    [2, 10, 4],
    [3, 15, 4],
    [4, 20, 4],
  ]);
  expect(validations[3]?.loss).toBeLessThan(validations[0]?.loss ?? 0);
  expect(statuses(events)).toEqual(['ready', 'running', 'finished']);
  const last = events.findLast((event) => event.type === 'progress');
  expect(last).toMatchObject({ epoch: 4, epochs: 4, epochStep: 5, epochSteps: 5, step: 20, steps: 20, secondsLeft: 0 });
  expect(last?.msPerStep).toBeGreaterThan(0);
});

test('an epoch visits every training example once, in an order of its own', async () => {
  const runtime = new FakeRuntime();
  const trainer = await fakeTrainer(runtime, { settings: { epochs: 2 } });
  trainer.start();
  await trainer.done;
  const [first, second] = [runtime.seen.slice(0, 18), runtime.seen.slice(18)];
  const all = Array.from({ length: 18 }, (_, i) => (2 * i * 37) % 256).sort((a, b) => a - b);
  expect(first.toSorted((a, b) => a - b)).toEqual(all);
  expect(second.toSorted((a, b) => a - b)).toEqual(all);
  expect(first).not.toEqual(second);
});

test.each([1, 2, 3, 5, 7, 12, 19])('stopped after %i steps and resumed, it gives the same bits', async (stopAt) => {
  const expected = await whole();
  const first = await fakeTrainer(new FakeRuntime());
  for (let i = 0; i < stopAt; i++) await first.step();
  const checkpoint = await first.checkpoint();
  expect(checkpoint.step).toBe(stopAt);
  await first.stop();
  const second = await fakeTrainer(new FakeRuntime(), { start: structuredClone(checkpoint) });
  second.start();
  await second.done;
  expect(await second.checkpoint()).toStrictEqual(expected);
});

test('another seed, another run', async () => {
  const trainer = await fakeTrainer(new FakeRuntime(), { settings: { seed: 8 } });
  trainer.start();
  await trainer.done;
  expect((await trainer.checkpoint()).parameters).not.toEqual((await whole()).parameters);
});

test('pause holds between two calls, step does one, start goes on', async () => {
  const runtime = new FakeRuntime();
  const { events, onEvent } = collect();
  const trainer = await fakeTrainer(runtime, { onEvent });
  trainer.start();
  await trainer.pause();
  const paused = trainer.stepsDone;
  expect(paused).toBeLessThan(20);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(trainer.stepsDone).toBe(paused);
  await trainer.step();
  await trainer.step();
  expect(trainer.stepsDone).toBe(paused + 2);
  trainer.start();
  await trainer.done;
  expect(statuses(events)).toEqual(['ready', 'running', 'paused', 'paused', 'paused', 'running', 'finished']);
  expect(await trainer.checkpoint()).toStrictEqual(await whole());
});

test('the step that ends an epoch brings its validation', async () => {
  const { events, onEvent } = collect();
  const trainer = await fakeTrainer(new FakeRuntime(), { onEvent });
  for (let i = 0; i < 5; i++) await trainer.step();
  expect(events.some((event) => event.type === 'validation')).toBe(true);
  expect(events.at(-1)).toEqual({ type: 'status', status: 'paused' });
});

test('stop ends the run at once and keeps the parameters', async () => {
  const { events, onEvent } = collect();
  const trainer = await fakeTrainer(new FakeRuntime(), { onEvent });
  trainer.start();
  await trainer.stop();
  const { step } = await trainer.checkpoint();
  expect(step).toBeLessThan(20);
  trainer.start();
  await trainer.step();
  expect(trainer.stepsDone).toBe(step);
  expect(statuses(events)).toEqual(['ready', 'running', 'stopped']);
  expect((await trainer.test()).step).toBe(step);
});

test('stop while paused, before the start and after the end', async () => {
  const trainer = await fakeTrainer(new FakeRuntime());
  await trainer.step();
  await trainer.stop();
  await trainer.stop();
  const never = await fakeTrainer(new FakeRuntime());
  await never.stop();
  expect(never.stepsDone).toBe(0);
  await never.pause();
});

test('a checkpoint at least every ten seconds within an epoch', async () => {
  const { events, onEvent } = collect();
  const runtime = new FakeRuntime({ cost: () => 4000 });
  const trainer = await fakeTrainer(runtime, { onEvent, settings: { batchSize: 1, epochs: 1 } });
  trainer.start();
  await trainer.done;
  const steps = events.flatMap((event) => (event.type === 'checkpoint' ? [event.checkpoint.step] : []));
  expect(steps).toEqual([3, 6, 9, 12, 15, 18]);
});

test('frees every GPU tensor it no longer needs', async () => {
  const runtime = new FakeRuntime({ provider: 'webgpu' });
  const trainer = await fakeTrainer(runtime);
  const before = runtime.live.size;
  for (let i = 0; i < 5; i++) await trainer.step();
  const small = [...runtime.live].filter((tensor) => tensor.dims[0] === 2);
  expect(small).toHaveLength(2);
  trainer.start();
  const checkpoints = Array.from({ length: 10 }, () => trainer.checkpoint());
  await trainer.done;
  for (const { parameters, step } of await Promise.all(checkpoints)) {
    expect(parameters.every(Number.isFinite)).toBe(true);
    expect(step).toBeGreaterThanOrEqual(5);
  }
  await trainer.dispose();
  expect([...runtime.live].filter((tensor) => tensor.dims[0] === 2)).toHaveLength(before);
});

test.each<[string, FakeOptions, FakeRun['settings']]>([
  ['ends', {}, { epochs: 1 }],
  ['fails', { poison: (step) => (step === 12 ? Number.NaN : undefined) }, {}],
  ['goes back to its best epoch', {}, { learningRate: ({ step }) => (step < 10 ? 0.05 : 1.5), earlyStopping }],
])('the state can be read while the run %s and is disposed of', async (_, options, settings = {}) => {
  const reads: Promise<unknown>[] = [];
  let trainer: Trainer | undefined;
  // at every turn of what follows an event
  const readOn = async () => {
    for (let turn = 0; trainer && turn < 40; turn++) {
      reads.push(trainer.checkpoint());
      await Promise.resolve();
    }
  };
  const runtime = new FakeRuntime({ provider: 'webgpu', ...options });
  const made = await fakeTrainer(runtime, { settings, onEvent: () => void readOn() });
  trainer = made;
  made.start();
  await made.done;
  trainer = undefined;
  reads.push(made.checkpoint());
  await made.dispose();
  await Promise.all(reads);
  expect(reads.length).toBeGreaterThan(200);
});

test('the whole test split counts once each, whatever the batch', async () => {
  const trainer = await fakeTrainer(new FakeRuntime());
  const { examples, loss } = await trainer.test();
  expect(examples).toBe(22);
  const other = await fakeTrainer(new FakeRuntime(), { settings: { evaluationBatch: 22 } });
  expect((await other.test()).loss).toBeCloseTo(loss, 6);
});

test('what the runtime throws ends the run and is told', async () => {
  const onCrash = vi.fn();
  const runtime = new FakeRuntime({
    poison: (step) => {
      if (step === 3) throw new Error('device lost');
      return undefined;
    },
  });
  const trainer = await fakeTrainer(runtime, { onCrash });
  trainer.start();
  await expect(trainer.done).rejects.toThrow('device lost');
  expect(onCrash).toHaveBeenCalledOnce();
});

test.each([
  ['pause', 'before'],
  ['pause', 'in'],
  ['step', 'before'],
  ['step', 'in'],
] as const)('%s asked %s the call that kills the run is answered, and no pause is told', async (ask, when) => {
  const { events, onEvent } = collect();
  const asked: Promise<void>[] = [];
  const runtime = new FakeRuntime({
    poison: (step) => {
      if (step === (when === 'in' ? 3 : 2)) asked.push(trainer[ask]().then(() => trainer.start()));
      if (step === 3) throw new Error('device lost');
      return undefined;
    },
  });
  const trainer = await fakeTrainer(runtime, { onEvent, onCrash: () => {} });
  trainer.start();
  await expect(trainer.done).rejects.toThrow('device lost');
  const told = statuses(events).length;
  await Promise.all(asked);
  expect(asked).toHaveLength(1);
  expect(statuses(events).slice(told)).toEqual([]);
  expect(statuses(events).at(-1)).toBe('running');
});
