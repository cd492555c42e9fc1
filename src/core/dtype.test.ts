import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dtypes, fromNumbers, toNumbers } from './dtype';
import { fromHalf, toHalf } from './float16';

describe('float16', () => {
  it('reads known bits', () => {
    const known: [number, number][] = [
      [0x0000, 0],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x7c00, Number.POSITIVE_INFINITY],
      [0xfc00, Number.NEGATIVE_INFINITY],
    ];
    for (const [bits, value] of known) {
      expect(fromHalf(bits)).toBe(value);
      expect(toHalf(value)).toBe(bits);
    }
    expect(fromHalf(0x7e00)).toBeNaN();
    expect(Object.is(fromHalf(0x8000), -0)).toBe(true);
  });

  it('gives every half back', () => {
    const lost = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) => {
      const value = fromHalf(bits);
      return !Number.isNaN(value) && toHalf(value) !== bits;
    });
    expect(lost).toEqual([]);
  });

  it('rounds to the nearest, ties to even', () => {
    expect(toHalf(1 + 2 ** -11)).toBe(0x3c00);
    expect(toHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(toHalf(1 + 2 ** -11 + 2 ** -20)).toBe(0x3c01);
    expect(toHalf(65519)).toBe(0x7bff);
    expect(toHalf(65520)).toBe(0x7c00);
    expect(toHalf(2 ** -25)).toBe(0);
    expect(toHalf(1.5 * 2 ** -24)).toBe(2);
    expect(toHalf(Number.NaN)).toBe(0x7e00);
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -65000, max: 65000 }), (value) => {
        const bits = toHalf(value);
        const error = Math.abs(fromHalf(bits) - value);
        for (const other of [bits - 1, bits + 1]) {
          if ((other & 0x7fff) <= 0x7c00 && other >= 0 && other < 0x10000)
            expect(error).toBeLessThanOrEqual(Math.abs(fromHalf(other) - value));
        }
      }),
    );
  });
});

describe('numbers of every type', () => {
  it('are given back', () => {
    for (const dtype of dtypes) {
      const data = fromNumbers(dtype, [0, 1, 1]);
      expect([...toNumbers({ dtype, data })]).toEqual([0, 1, 1]);
    }
  });

  it('wrap as their typed array does', () => {
    expect([...fromNumbers('int8', [200])]).toEqual([-56]);
    expect([...fromNumbers('uint64', [-1])]).toEqual([2n ** 64n - 1n]);
  });
});
