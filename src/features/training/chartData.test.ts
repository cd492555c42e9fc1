import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Curve } from '../../stores/curve';
import { chartData, logTicks, mergeSteps, roundedEnd, valueRange } from './chartData';

describe('chartData', () => {
  it('puts every line at its own whole steps and nothing between', () => {
    const curve = new Curve();
    [4, 3, 2].forEach((value, i) => {
      curve.add(i + 1, value);
    });
    const data = chartData([{ train: curve, validation: { steps: [2, 5], values: [9, 8] } }], 0);
    expect(data.steps).toEqual([1, 2, 3, 5]);
    expect(data.lines).toEqual([{ raw: [4, 3, 2, null], smooth: [4, 3, 2, null], validation: [null, 9, null, 8] }]);
  });

  it('draws the losses of several phases over the same steps', () => {
    const [first, second] = [new Curve(), new Curve()];
    first.add(1, 4);
    second.add(1, 7);
    second.add(3, 6);
    const nothing = { steps: [], values: [] };
    const data = chartData(
      [
        { train: first, validation: nothing },
        { train: second, validation: { steps: [2], values: [5] } },
      ],
      0,
    );
    expect(data.steps).toEqual([1, 2, 3]);
    expect(data.lines.map(({ raw }) => raw)).toEqual([
      [4, null, null],
      [7, null, 6],
    ]);
    expect(data.lines[1]?.validation).toEqual([null, 5, null]);
  });

  it('is empty before the first step', () => {
    const nothing = { steps: [], values: [] };
    expect(chartData([{ train: undefined, validation: nothing }], 0.9).steps).toEqual([]);
  });

  it('merges as a sorted set would', () => {
    const list = fc.uniqueArray(fc.integer({ min: 1, max: 60 })).map((xs) => xs.sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(list, { maxLength: 3 }), (lists) => {
        expect(mergeSteps(lists)).toEqual([...new Set(lists.flat())].sort((a, b) => a - b));
      }),
    );
  });
});

describe('axes', () => {
  it('ends at a round step with at most a quarter empty', () => {
    for (let last = 11; last < 5000; last += 7) {
      expect(roundedEnd(last)).toBeGreaterThanOrEqual(last);
      expect(last / roundedEnd(last)).toBeGreaterThanOrEqual(0.74);
    }
    expect(roundedEnd(0)).toBe(10);
  });

  it('keeps shares within 0 … 1 and losses from 0', () => {
    expect(valueRange(0.83, 0.97, 'share')).toEqual([0.8, 1]);
    expect(valueRange(0, 0.5, 'share')).toEqual([0, 1]);
    expect(valueRange(0.1, 2.3, 'linear')[0]).toBe(0);
    expect(valueRange(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 'linear')).toEqual([0, 1]);
  });

  it('always has a log range that can be drawn', () => {
    for (const [min, max] of [
      [0, 0],
      [1, 1],
      [0, 3],
      [0.001, 3],
    ] as const) {
      const [low, high] = valueRange(min, max, 'log');
      expect(low).toBeGreaterThan(0);
      expect(high).toBeGreaterThan(low);
    }
  });

  it('ticks a log axis at 1, 2, 5 where there is room', () => {
    expect(logTicks(0.09, 2.4, 6)).toEqual([0.1, 0.2, 0.5, 1, 2].map((x) => expect.closeTo(x, 9)));
    expect(logTicks(1e-6, 10, 6).length).toBeGreaterThan(3);
  });
});
