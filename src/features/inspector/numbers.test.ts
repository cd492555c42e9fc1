import { describe, expect, it } from 'vitest';
import { parseInts, parseNumber, parseTexts, stepNumber } from './numbers';

describe('parseNumber', () => {
  it.each([
    ['12', 12],
    [' 0.001 ', 0.001],
    ['1e-3', 0.001],
    ['1,000', 1000],
    ['1,000,000', 1_000_000],
    ['-4', -4],
    ['', Number.NaN],
    ['12px', Number.NaN],
    ['1,5', Number.NaN],
  ])('%j is %d', (text, value) => expect(parseNumber(text)).toBe(value));
});

describe('stepNumber', () => {
  const field = { min: 0, max: 1, step: 0.1 };
  it('stays on the grid', () => expect(stepNumber(field, 0.2, 1)).toBe(0.3));
  it('stops at the bounds', () => {
    expect(stepNumber(field, 1, 1)).toBeUndefined();
    expect(stepNumber(field, 0, -1)).toBeUndefined();
  });
});

describe('lists', () => {
  it('reads numbers with and without brackets', () => {
    expect(parseInts('[1, 28,28]')).toEqual([1, 28, 28]);
    expect(parseInts('3')).toEqual([3]);
    expect(parseInts('')).toEqual([]);
  });
  it('reads words with either comma', () => expect(parseTexts('cat， dog')).toEqual(['cat', 'dog']));
});
