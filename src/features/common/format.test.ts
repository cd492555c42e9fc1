import { describe, expect, it } from 'vitest';
import { formatChip, formatCount, formatNumber, formatSi } from './format';

describe('numbers', () => {
  it('groups whole numbers', () => expect(formatCount(1225034)).toBe('1,225,034'));
  it.each([
    [0, '0'],
    [999, '999'],
    [999.9, '1.00 k'],
    [1000, '1.00 k'],
    [6_980_123, '6.98 M'],
    [999_600, '1.00 M'],
    [2.5e15, '2.50 P'],
    [3e18, '3.00e+3 P'],
  ])('scales %d to %s', (value, text) => expect(formatSi(value)).toBe(text));
  it('takes a unit', () => expect(formatSi(2048, 'B')).toBe('2.05 kB'));
  it('hides the noise of binary fractions', () => expect(formatNumber(0.1 + 0.2)).toBe('0.3'));
  it('joins the axes of a shape', () => {
    expect(formatChip(['B', 32, 26, 26])).toBe('B 32 26 26');
    expect(formatChip([])).toBe('1');
  });
});
