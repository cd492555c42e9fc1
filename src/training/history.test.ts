import { expect, it } from 'vitest';
import type { CurvePoint } from '../document/checkpoint';
import { History } from './history';

const points = (from: number, to: number): CurvePoint[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ step: from + i, loss: 1 / (from + i), metrics: {} }));
const blank = { train: [], validation: [] };
const stepsOf = (history: History) => history.snapshot().train.map(({ step }) => step);

it('keeps every point of a short run', () => {
  const history = new History(blank);
  history.addTrain(points(1, 2000));
  expect(stepsOf(history)).toEqual(points(1, 2000).map(({ step }) => step));
});

it('never keeps more than 2,000 points, evenly, the first among them', () => {
  const history = new History(blank);
  history.addTrain(points(1, 100_000));
  const steps = stepsOf(history);
  expect(steps.length).toBeLessThanOrEqual(2000);
  expect(steps.length).toBeGreaterThan(900);
  expect(steps.slice(0, 3)).toEqual([1, 64, 128]);
});

it.each([1, 3, 700, 2000, 2001, 5000, 12_345])(
  'keeps the same points whether it was resumed at step %d or not',
  (at) => {
    const whole = new History(blank);
    whole.addTrain(points(1, 15_000));
    const before = new History(blank);
    before.addTrain(points(1, at));
    const resumed = new History(before.snapshot());
    resumed.addTrain(points(at + 1, 15_000));
    expect(stepsOf(resumed)).toEqual(stepsOf(whole));
  },
);
