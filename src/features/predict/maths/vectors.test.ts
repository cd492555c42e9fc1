import { describe, expect, it } from 'vitest';
import { Rng } from '../../../core/rng';
import { codeAt, joined, plane, rangeOf, walk } from './codes';
import { histogram, meanAbsolute, quantile, squaredErrors } from './scores';
import { between, nearest, principalPlane, unitRows } from './vectors';
import { editDistance, nearSpellings, termsOf } from './words';

describe('nearest', () => {
  // king, man, woman, queen, and nothing: royalty and gender are the two axes
  const table = [2, 1, 0.1, 1, 0.1, -1, 2, -1, 0, 0];
  const units = unitRows(table, 2);

  it('orders rows by the cosine of the angle, whatever their lengths', () => {
    const found = nearest(units, [1, 0.5], 5);
    expect(found.map(({ row }) => row)).toEqual([0, 3, 1, 2]);
    expect(found[0]?.cosine).toBeCloseTo(1, 6);
    // (1, 0.5) and (2, -1): 1.5 / 2.5
    expect(found[1]?.cosine).toBeCloseTo(0.6, 6);
  });

  it('finds king - man + woman = queen, the words asked for left out', () => {
    const sum = [0, 1].map((i) => (units[i] ?? 0) - (units[2 + i] ?? 0) + (units[4 + i] ?? 0));
    expect(nearest(units, sum, 1, new Set([0, 1, 2]))[0]?.row).toBe(3);
  });
});

describe('principalPlane', () => {
  it('finds the two directions of largest variance', () => {
    const rng = Rng.of(1, 'plane');
    // deviations 5, 2 and 0.1 along three axes at right angles, turned
    const [a, b, c] = [
      [0.6, 0.8, 0],
      [-0.8, 0.6, 0],
      [0, 0, 1],
    ];
    const along: [number, number][] = [];
    const table = Array.from({ length: 300 }, () => {
      const [u, v, w] = [5 * rng.normal(), 2 * rng.normal(), 0.1 * rng.normal()];
      along.push([u, v]);
      return [0, 1, 2].map((i) => u * (a?.[i] ?? 0) + v * (b?.[i] ?? 0) + w * (c?.[i] ?? 0) + 7);
    }).flat();
    const points = principalPlane(table, 3);
    const correlation = (axis: 0 | 1) => {
      const [xs, ys] = [points.map((p) => p[axis]), along.map((p) => p[axis])];
      const mean = (values: number[]) => values.reduce((s, x) => s + x, 0) / values.length;
      const [mx, my] = [mean(xs), mean(ys)];
      const sum = (f: (i: number) => number) => xs.reduce((s, _, i) => s + f(i), 0);
      const cov = sum((i) => ((xs[i] ?? 0) - mx) * ((ys[i] ?? 0) - my));
      const sizes = sum((i) => ((xs[i] ?? 0) - mx) ** 2) * sum((i) => ((ys[i] ?? 0) - my) ** 2);
      return Math.abs(cov / Math.sqrt(sizes));
    };
    expect(correlation(0)).toBeGreaterThan(0.99);
    expect(correlation(1)).toBeGreaterThan(0.97);
  });

  it('is zero where rows do not differ', () => {
    expect(principalPlane([1, 2, 1, 2], 2)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('codes', () => {
  it('walks from one code to another on the sphere that they lie on', () => {
    const [a, b] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    const steps = walk(a, b, 5);
    expect(steps).toHaveLength(5);
    expect([...(steps[0] ?? [])]).toEqual([1, 0]);
    expect(steps[4]?.[1]).toBeCloseTo(1, 6);
    for (const step of steps) expect(Math.hypot(...step)).toBeCloseTo(1, 5);
    expect(between([1, 1], [3, 3], 0.5)[0]).toBeCloseTo(2, 6);
  });

  it('draws the same code from the same seed and place, within its range', () => {
    const range = { mean: [0, 100], std: [1, 0] };
    expect(codeAt(1, 2, 2, range)).toEqual(codeAt(1, 2, 2, range));
    expect(codeAt(1, 3, 2, range)).not.toEqual(codeAt(1, 2, 2, range));
    expect(codeAt(1, 2, 2, range)[1]).toBe(100);
  });

  it('lays two numbers over a square, from low left to high right', () => {
    const range = { mean: [0, 0, 0], std: [1, 1, 1] };
    const codes = plane(Float32Array.of(9, 9, 9), [0, 2], 3, range);
    expect(codes.map((code) => [...code])).toContainEqual([0, 9, 0]);
    expect([...(codes[0] ?? [])]).toEqual([-2, 9, 2]);
    expect([...(codes[8] ?? [])]).toEqual([2, 9, -2]);
    expect(joined(codes)).toHaveLength(27);
  });

  it('measures codes', () => {
    const { mean, std } = rangeOf([1, 10, 3, 10], 2);
    expect([...Array.from(mean), ...Array.from(std)]).toEqual([2, 10, 1, 0]);
  });
});

describe('scores', () => {
  it('measures errors, quantiles and counts', () => {
    expect([...squaredErrors([0, 0, 1, 1], [1, 0, 1, 3], 2)]).toEqual([0.5, 2]);
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(histogram([0, 0.4, 0.6, 5], 0, 1, 2)).toEqual([2, 2]);
    expect(histogram([1, 2.1, 2.9], 2, 3, 2)).toEqual([2, 1]);
    expect(meanAbsolute([1, 2], [2, 0])).toBe(1.5);
  });
});

describe('words', () => {
  it('reads sums of words', () => {
    expect(termsOf(' king - man + woman ')).toEqual([
      { sign: 1, word: 'king' },
      { sign: -1, word: 'man' },
      { sign: 1, word: 'woman' },
    ]);
    expect(termsOf('white whale')).toEqual([
      { sign: 1, word: 'white' },
      { sign: 1, word: 'whale' },
    ]);
    expect(termsOf('')).toEqual([]);
  });

  it('counts insertions, removals, exchanges and swaps', () => {
    expect(editDistance('whale', 'whale')).toBe(0);
    expect(editDistance('whlae', 'whale')).toBe(1);
    expect(editDistance('wale', 'whale')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
  });

  it('offers near spellings, the nearest first', () => {
    expect(nearSpellings('whaale', ['', 'the', 'whale', 'whaler', 'ship'], 2)).toEqual(['whale', 'whaler']);
    expect(nearSpellings('zzzzzz', ['the', 'whale'], 3)).toEqual([]);
  });
});
