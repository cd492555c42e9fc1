import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitTrainValidation } from './split';

const countOf = (places: Uint32Array, labels: readonly number[], label: number) =>
  places.reduce((sum, place) => sum + (labels[place] === label ? 1 : 0), 0);

test('every example is in exactly one part, of the rounded size, ascending; with and without classes', () => {
  const arbitrary = fc.record({
    labels: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 300 }),
    fraction: fc.double({ min: 0, max: 0.99, noNaN: true }),
    seed: fc.nat(),
    stratified: fc.boolean(),
  });
  fc.assert(
    fc.property(arbitrary, ({ labels, fraction, seed, stratified }) => {
      const count = labels.length;
      const { train, validation } = splitTrainValidation({
        count,
        fraction,
        seed,
        stratifyBy: stratified ? labels : undefined,
      });
      const groups = stratified ? new Set(labels).size : 1;
      expect(validation.length).toBe(Math.min(Math.round(count * fraction), count - groups));
      // no class that is watched was never learned from
      if (stratified) expect(new Set([...train].map((place) => labels[place]))).toEqual(new Set(labels));
      expect([...train, ...validation].sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
      expect([...train]).toEqual([...train].sort((a, b) => a - b));
      expect([...validation]).toEqual([...validation].sort((a, b) => a - b));
    }),
  );
});

test('stratified: each class gives its share within one example', () => {
  const labels = Array.from({ length: 1000 }, (_, i) => (i < 700 ? 0 : i < 995 ? 1 : 2));
  const { validation } = splitTrainValidation({ count: 1000, fraction: 0.1, seed: 3, stratifyBy: labels });
  expect([0, 1, 2].map((label) => countOf(validation, labels, label))).toEqual([70, 30, 0]);
});

test('the seed decides, and the choice is spread over the data', () => {
  const options = { count: 1000, fraction: 0.2 };
  const first = splitTrainValidation({ ...options, seed: 1 });
  expect(splitTrainValidation({ ...options, seed: 1 })).toEqual(first);
  expect(splitTrainValidation({ ...options, seed: 2 })).not.toEqual(first);
  const mean = first.validation.reduce((a, b) => a + b, 0) / 200;
  expect(Math.abs(mean - 499.5)).toBeLessThan(80); // 4 standard errors: 289 / sqrt(200) * 4
});

test('a share outside [0, 1) or labels of another length are refused', () => {
  expect(() => splitTrainValidation({ count: 10, fraction: 1, seed: 1 })).toThrow('[0, 1)');
  expect(() => splitTrainValidation({ count: 10, fraction: Number.NaN, seed: 1 })).toThrow('[0, 1)');
  expect(() => splitTrainValidation({ count: 10, fraction: 0.5, seed: 1, stratifyBy: [1] })).toThrow('10 labels');
});
