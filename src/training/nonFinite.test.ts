import { expect, test } from 'vitest';
import type { Diagnostic } from '../core/diagnostic';
import type { TrainingEvent } from './events';
import { type FakeOptions, type FakeRun, FakeRuntime, fakeTrainer, layout } from './fake.fixture';
import { lastBadSlot } from './nonFinite';

async function fails(options: FakeOptions, run: FakeRun = {}) {
  const events: TrainingEvent[] = [];
  const trainer = await fakeTrainer(new FakeRuntime(options), { ...run, onEvent: (event) => void events.push(event) });
  trainer.start();
  await trainer.done;
  const diagnostics = events.flatMap((event): readonly Diagnostic[] =>
    event.type === 'failed' ? event.diagnostics : [],
  );
  const status = events.findLast((event) => event.type === 'status');
  const sent = events.findLast((event) => event.type === 'checkpoint');
  return {
    trainer,
    diagnostics,
    status: status?.status,
    sent: sent?.checkpoint,
    checkpoint: await trainer.checkpoint(),
  };
}

async function after(steps: number) {
  const trainer = await fakeTrainer(new FakeRuntime());
  for (let i = 0; i < steps; i++) await trainer.step();
  return trainer.checkpoint();
}

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'a gradient of %s stops the run at the step before',
  async (value) => {
    const { diagnostics, status, sent, checkpoint } = await fails({
      poison: (step) => (step === 8 ? value : undefined),
    });
    expect(status).toBe('failed');
    expect(diagnostics).toMatchObject([
      {
        code: 'training.nonFinite',
        severity: 'error',
        nodeId: 'dense_2',
        details: { value: 'gradient', actual: String(value), step: 8, kept: 7, name: 'dense_2.bias' },
      },
    ]);
    expect(diagnostics[0]?.message).toContain('dense_2.bias');
    expect(checkpoint).toStrictEqual(await after(7));
    expect(sent).toStrictEqual(checkpoint);
  },
);

test('a loss that overflows is told with the first node whose output did', async () => {
  const { diagnostics, checkpoint } = await fails({}, { settings: { learningRate: () => 1e36 } });
  expect(diagnostics).toMatchObject([
    { code: 'training.nonFinite', details: { value: expect.stringMatching(/loss|activation|gradient/) } },
  ]);
  expect(checkpoint.parameters.every(Number.isFinite)).toBe(true);
});

test('within a call of many steps it is still the step before that stays', async () => {
  const run = { settings: { epochs: 40, batchSize: 1 } };
  const cost = (steps: number) => 1 + 0.1 * steps;
  const { diagnostics, checkpoint } = await fails(
    { cost, poison: (step) => (step === 203 ? Number.NaN : undefined) },
    run,
  );
  expect(diagnostics).toMatchObject([{ details: { step: 203, kept: 202 } }]);
  expect(checkpoint.step).toBe(202);
  expect(checkpoint.history.train.at(-1)?.step).toBe(202);
});

test('parameters that were never numbers name their node', async () => {
  const optimizer = { type: 'sgd', state: { velocity: new Float32Array(2) } };
  const start = {
    layout,
    parameters: Float32Array.of(Number.NaN, 0),
    optimizer,
    step: 0,
    history: { train: [], validation: [] },
  };
  const { diagnostics } = await fails({}, { start });
  expect(diagnostics).toMatchObject([{ nodeId: 'dense_1', details: { value: 'parameter', name: 'dense_1.weight' } }]);
});

test('an optimizer state that overflows unseen is found at the checkpoint, and the last good one stays', async () => {
  const optimizer = { type: 'sgd', state: { velocity: new Float32Array(2) } };
  const start = {
    layout,
    parameters: Float32Array.of(3e38, 0),
    optimizer,
    step: 0,
    history: { train: [], validation: [] },
  };
  const { diagnostics, checkpoint } = await fails({}, { start });
  expect(diagnostics).toHaveLength(1);
  expect([...checkpoint.parameters, ...(checkpoint.optimizer.state.velocity ?? [])].every(Number.isFinite)).toBe(true);
});

test('of several bad parameters the one nearest the loss is named', () => {
  const vector = Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY);
  expect(lastBadSlot(layout, vector)).toEqual({ slot: layout[1], actual: Number.NEGATIVE_INFINITY });
  expect(lastBadSlot(layout, Float32Array.of(1, 2))).toBeUndefined();
});
