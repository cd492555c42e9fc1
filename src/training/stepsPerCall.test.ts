import { expect, test } from 'vitest';
import { FakeRuntime, fakeTrainer } from './fake.fixture';
import { candidateStepsPerCall } from './stepsPerCall';

const settings = { epochs: 40, batchSize: 1 };
const overhead = (steps: number) => 1 + 0.1 * steps;

async function run(runtime: FakeRuntime) {
  const trainer = await fakeTrainer(runtime, { settings });
  trainer.start();
  await trainer.done;
  return { checkpoint: await trainer.checkpoint(), calls: runtime.calls };
}

test('several steps a call where that is faster, with the same numbers', async () => {
  const single = await run(new FakeRuntime({ cost: () => 20 }));
  const batched = await run(new FakeRuntime({ cost: overhead }));
  expect(Math.max(...single.calls)).toBe(1);
  expect(Math.max(...batched.calls)).toBe(16);
  expect(batched.calls.length).toBeLessThan(single.calls.length / 3);
  expect(batched.checkpoint).toStrictEqual(single.checkpoint);
});

test('a larger call that gives other bits is not taken', async () => {
  const single = await run(new FakeRuntime({ cost: () => 20 }));
  const unequal = await run(new FakeRuntime({ cost: overhead, unequal: true }));
  expect(unequal.calls.filter((steps) => steps > 1).length).toBeLessThanOrEqual(6);
  expect(unequal.checkpoint).toStrictEqual(single.checkpoint);
});

test('nor one that is no faster', async () => {
  const { calls } = await run(new FakeRuntime({ cost: (steps) => 2 * steps }));
  expect(calls.filter((steps) => steps > 1).length).toBeLessThanOrEqual(6);
});

test('a slow start does not settle the question', async () => {
  let calls = 0;
  const { calls: made } = await run(new FakeRuntime({ cost: (steps) => (calls++ < 40 ? 100 : overhead(steps)) }));
  expect(Math.max(...made)).toBeGreaterThan(1);
});

test.each([
  [0.1, 1000, 32],
  [1, 1000, 16],
  [1, 5, 4],
  [9, 1000, 2],
  [10, 1000, 1],
  [0.1, 0, 1],
])('%d ms a step and %i batches: %i', (ms, batches, expected) => {
  expect(candidateStepsPerCall(ms, batches)).toBe(expected);
});
