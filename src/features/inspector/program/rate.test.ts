import { describe, expect, it } from 'vitest';
import { schedules } from '../../../compiler/schedules/registry';
import type { Phase } from '../../../document/schema';
import { rateCurve } from './rate';

const run = { epochs: 10, stepsPerEpoch: 20 };
const curveOf = (type: string, params: Record<string, number> = {}, given: Partial<Phase> = {}) => {
  const curve = rateCurve(
    { optimizer: { type: 'sgd', params: { learningRate: 0.1 } }, schedule: { type, params }, ...given },
    run,
  );
  if (!curve) throw new Error('no curve');
  return curve;
};

describe('the curve of the learning rate', () => {
  it('begins with the first step and ends with the last', () => {
    const { points } = curveOf('linear', { warmup: 0, end: 0 });
    expect(points[0]).toEqual({ epoch: 0, rate: 0.1 });
    expect(points.at(-1)?.epoch).toBeCloseTo(199 / 20);
    expect(points.at(-1)?.rate).toBeCloseTo(0.1 / 200);
  });

  it('knows its ends: one cycle is highest at the rate of the optimizer', () => {
    const { highest, lowest } = curveOf('oneCycle');
    expect(highest).toBeCloseTo(0.1, 3);
    expect(lowest).toBeCloseTo(0.1 / 25 / 1e4);
  });

  it('on a plateau is drawn for a loss that never falls, and says so', () => {
    const { points, worst } = curveOf('plateau', { patience: 3, factor: 0.5 });
    expect(worst).toBe(true);
    expect(points[0]?.rate).toBe(0.1);
    // better once, then 9 epochs without: the fourth and the eighth are one too many
    expect(points.at(-1)?.rate).toBeCloseTo(0.1 * 0.5 * 0.5);
  });

  it.each([...schedules.keys()])('%s: a parameter that does not fit counts as its default', (type) => {
    expect(curveOf(type, { warmup: -1, factor: 99 }).points).toEqual(curveOf(type).points);
  });

  it('is none for an algorithm that nobody knows', () => {
    expect(rateCurve({ optimizer: { type: 'magic', params: {} } }, run)).toBeUndefined();
  });
});
