import { describe, expect, it } from 'vitest';
import { magnitude, planThumbnail } from './thumbnail';
import { colorIndex, cssColor, divergingTable } from './thumbnailColors';

describe('planThumbnail', () => {
  it('shows an input picture as one picture', () => {
    expect(planThumbnail([1, 28, 28], 184)).toMatchObject({ kind: 'picture', columns: 1, rows: 1 });
  });

  it.each([
    [[32, 26, 26], 32],
    [[32, 13, 13], 32],
    [[64, 5, 5], 64],
  ])('lays out the maps of %j as a grid', (dims, shown) => {
    const plan = planThumbnail(dims, 184);
    expect(plan).toMatchObject({ kind: 'maps' });
    expect((plan?.columns ?? 0) * (plan?.rows ?? 0)).toBeGreaterThanOrEqual(shown);
    expect(plan?.height).toBeLessThanOrEqual(56);
  });

  it('shows few numbers as bars and many as squares', () => {
    expect(planThumbnail([10], 184)).toMatchObject({ kind: 'bars', columns: 10 });
    const many = planThumbnail([1600], 184);
    expect(many).toMatchObject({ kind: 'cells' });
    expect((many?.columns ?? 0) * (many?.rows ?? 0)).toBeGreaterThanOrEqual(1600);
  });

  it('treats [C, 1, 1] as a vector and leaves scalars alone', () => {
    expect(planThumbnail([16, 1, 1], 184)).toMatchObject({ kind: 'bars' });
    expect(planThumbnail([], 184)).toBeUndefined();
    expect(planThumbnail([1], 184)).toBeUndefined();
  });
});

describe('colours', () => {
  it('puts zero at the middle and the limits at the ends', () => {
    expect(colorIndex(0, 3)).toBe(255);
    expect(colorIndex(3, 3)).toBe(510);
    expect(colorIndex(-9, 3)).toBe(0);
    expect(colorIndex(Number.NaN, 3)).toBe(255);
    expect(colorIndex(0, 0)).toBe(255);
  });

  it('gives exactly the named colours at -1, 0 and 1', () => {
    expect(cssColor('dark', 0, 1)).toBe('rgb(28 30 35)');
    expect(cssColor('dark', 1, 1)).toBe('rgb(255 178 84)');
    expect(cssColor('light', -1, 1)).toBe('rgb(22 84 158)');
  });

  it('grows steadily away from zero on both sides', () => {
    for (const scheme of ['light', 'dark'] as const) {
      const table = divergingTable(scheme);
      const luminance = (i: number) =>
        0.2126 * (table[i * 4] as number) +
        0.7152 * (table[i * 4 + 1] as number) +
        0.0722 * (table[i * 4 + 2] as number);
      const sign = scheme === 'dark' ? 1 : -1;
      for (let i = 20; i <= 255; i += 20) {
        expect(sign * (luminance(255 + i) - luminance(255 + i - 20))).toBeGreaterThan(0);
        expect(sign * (luminance(255 - i) - luminance(255 - i + 20))).toBeGreaterThan(0);
      }
    }
  });

  it('ignores what is not finite when it looks for the largest value', () => {
    expect(magnitude([1, -4, Number.NaN, Number.POSITIVE_INFINITY])).toBe(4);
  });
});
