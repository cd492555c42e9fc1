import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Curve } from './curve';

const feed = (values: readonly number[], capacity?: number) => {
  const curve = new Curve(capacity);
  values.forEach((value, i) => {
    curve.add(i + 1, value);
  });
  return curve;
};
const finite = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 600 });

describe('Curve', () => {
  it('is the points themselves until it is full', () => {
    expect(feed([3, 1, 2]).raw()).toEqual({ steps: [1, 2, 3], values: [3, 1, 2] });
  });

  it('shows only points that occurred, in order, and keeps both extremes, however much it is thinned', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 2, max: 40 }), (values, capacity) => {
        const { steps, values: shown } = feed(values, capacity).raw();
        expect(steps.length).toBeLessThanOrEqual(2 * (capacity + 1));
        steps.forEach((step, i) => {
          expect(values[step - 1]).toBe(shown[i]);
          if (i > 0) expect(step).toBeGreaterThan(steps[i - 1] as number);
        });
        expect(Math.max(...shown)).toBe(Math.max(...values));
        expect(Math.min(...shown)).toBe(Math.min(...values));
      }),
    );
  });

  it('ends at the newest step', () => {
    const curve = feed(Array.from({ length: 10_000 }, (_, i) => Math.sin(i)));
    expect(curve.latest).toEqual({ step: 10_000, value: Math.sin(9_999) });
    expect(curve.smooth(0.9).steps.at(-1)).toBe(10_000);
    expect(curve.size).toBeLessThanOrEqual(2048);
  });

  it('smooths without bias at the start', () => {
    expect(
      feed([5, 5, 5])
        .smooth(0.99)
        .values.map((v) => Number(v.toFixed(9))),
    ).toEqual([5, 5, 5]);
    const [first, second] = feed([1, 2]).smooth(0.5).values;
    expect(first).toBeCloseTo(1);
    expect(second).toBeCloseTo((0.5 * 1 + 2) / 1.5); // (β v1 + v2) / (β + 1)
  });

  it('smooths alike, thinned or whole', () => {
    const values = Array.from({ length: 4096 }, (_, i) => Math.exp(-i / 1000));
    const whole = feed(values, 1e9).smooth(0.99);
    const thin = feed(values, 512).smooth(0.99);
    thin.steps.forEach((step, i) => {
      expect(Math.abs((thin.values[i] as number) - (whole.values[step - 1] as number))).toBeLessThan(0.005);
    });
  });

  it('smooths a curve that came with every eighth step as it smooths the whole', () => {
    const values = Array.from({ length: 4000 }, (_, i) => Math.exp(-i / 1000));
    const eighth = new Curve();
    values.forEach((value, i) => {
      if ((i + 1) % 8 === 0) eighth.add(i + 1, value);
    });
    expect(eighth.smooth(0.99).values.at(-1)).toBeCloseTo(feed(values).smooth(0.99).values.at(-1) as number, 3);
  });

  it('leaves out what is not finite and steps it has seen', () => {
    const curve = feed([1, Number.NaN, 2]);
    curve.add(3, 9);
    curve.add(2, 9);
    expect(curve.raw()).toEqual({ steps: [1, 3], values: [1, 2] });
  });
});
