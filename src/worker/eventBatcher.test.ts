import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventBatcher } from './eventBatcher';
import type { TrainerEvent } from './protocol';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const train = (step: number, runId = 'a'): TrainerEvent => ({
  type: 'train',
  runId,
  points: [{ step, loss: 1 / step, metrics: {} }],
});
const progress = (step: number): TrainerEvent => ({
  type: 'progress',
  runId: 'a',
  epoch: 1,
  epochs: 1,
  epochStep: step,
  epochSteps: 9,
  step,
  steps: 9,
  msPerStep: 1,
  secondsLeft: 1,
});
const status = (value: 'running' | 'finished'): TrainerEvent => ({ type: 'status', runId: 'a', status: value });

function batcher() {
  const sent: (readonly TrainerEvent[])[] = [];
  return {
    sent,
    batcher: new EventBatcher(
      (events) => void sent.push(events),
      () => Date.now(),
    ),
  };
}

test('at most 30 batches a second, and nothing is lost', () => {
  const { sent, batcher: events } = batcher();
  for (let step = 1; step <= 1000; step++) {
    events.push(train(step));
    events.push(progress(step));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  expect(sent.length).toBeLessThanOrEqual(31);
  const points = sent.flat().flatMap((event) => (event.type === 'train' ? event.points : []));
  expect(points.map((point) => point.step)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  for (const batch of sent) expect(batch.map((event) => event.type)).toEqual(['train', 'progress']);
  expect(sent.at(-1)?.[1]).toMatchObject({ step: 1000 });
});

test('what happens once keeps its order; runs are not mixed', () => {
  const { sent, batcher: events } = batcher();
  for (const event of [status('running'), train(1), train(1, 'b'), train(2), status('finished')]) events.push(event);
  vi.advanceTimersByTime(50);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.map((event) => `${event.type} ${event.runId}`)).toEqual([
    'status a',
    'train a',
    'train b',
    'status a',
  ]);
});

test('flush sends at once, and only what waits', () => {
  const { sent, batcher: events } = batcher();
  events.flush();
  events.push(train(1));
  events.flush();
  vi.advanceTimersByTime(100);
  expect(sent).toHaveLength(1);
});
