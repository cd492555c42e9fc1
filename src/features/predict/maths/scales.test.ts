import { describe, expect, it } from 'vitest';
import { inUnit } from './scales';
import { seasonBefore, usualSeason } from './seasons';

describe('inUnit', () => {
  it('gives standardised answers the unit of their column, channel by channel', () => {
    const scale = { mean: [10, -1], std: [2, 0.5] };
    expect([...inUnit(Float32Array.of(0, 0, 1, 2, -1, -2), scale)]).toEqual([10, -1, 12, 0, 8, -2]);
    expect([...inUnit(Float32Array.of(-1, 0, 1), { mean: [20], std: [4] })]).toEqual([16, 20, 24]);
  });

  it('leaves answers about other columns as they are', () => {
    const values = Float32Array.of(1, 2);
    expect(inUnit(values, undefined)).toBe(values);
    expect(inUnit(values, { mean: [], std: [] })).toBe(values);
  });
});

describe('seasonBefore', () => {
  // the value at place i is 100 + i; rows 0 to 9 come before the first target
  const series = { values: Float32Array.from({ length: 20 }, (_, i) => 100 + i), first: 10, stride: 2 };

  it('is the number of as many rows before as the season is long, for each step ahead', () => {
    const size = { count: 3, horizon: 2 };
    expect([...(seasonBefore(series, { ...size, season: 7 }) ?? [])]).toEqual([103, 104, 105, 106, 107, 108]);
    expect(seasonBefore(series, { ...size, season: 10 })?.[0]).toBe(100);
  });

  it('neither reaches back before the first row nor looks at what is forecast', () => {
    expect(seasonBefore(series, { count: 3, horizon: 2, season: 11 })).toBeUndefined();
    expect(seasonBefore(series, { count: 3, horizon: 2, season: 1 })).toBeUndefined();
  });

  it('is a year of days where there is one to look back at', () => {
    expect(usualSeason({ ...series, first: 365 })).toBe(365);
    expect(usualSeason({ ...series, first: 364 })).toBe(7);
  });
});
