import { describe, expect, it } from 'vitest';
import { formatClock, formatLoss, formatMs, formatShare, formatTick } from './format';

describe('numbers of a run', () => {
  it.each([
    [Math.LN10, '2.303'],
    [0.04123, '0.0412'],
    [0.0000123, '1.23e-5'],
    [12.3456, '12.35'],
    [1234.5, '1235'],
    [0, '0.0000'],
    [Number.NaN, 'NaN'],
  ])('writes the loss %d as %s', (value, text) => expect(formatLoss(value)).toBe(text));

  it.each([
    [0.97612, '97.6%'],
    [0.99996, '99.9%'],
    [1, '100%'],
    [0, '0.0%'],
  ])('writes the share %d as %s', (value, text) => expect(formatShare(value)).toBe(text));

  it.each([
    [8.2, '0:09'],
    [0, '0:00'],
    [725, '12:05'],
    [3725, '1:02:05'],
    [Number.POSITIVE_INFINITY, '–:––'],
  ])('writes %d seconds as %s', (seconds, text) => expect(formatClock(seconds)).toBe(text));

  it.each([
    [0.142, '0.14'],
    [21.34, '21.3'],
    [142.4, '142'],
  ])('writes %d ms as %s', (ms, text) => expect(formatMs(ms)).toBe(text));

  it.each([
    [0.05, '0.05'],
    [0.30000000000000004, '0.3'],
    [0.0001, '1e-4'],
    [2, '2'],
  ])('writes the tick %d as %s', (value, text) => expect(formatTick(value)).toBe(text));
});
