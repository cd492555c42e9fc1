import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from './errors';
import {
  broadcastShapes,
  type Dim,
  exampleDims,
  formatShape,
  normalizeAxis,
  type Shape,
  sameShape,
  sizeOf,
  staticDims,
  stridesOf,
} from './shape';

const dim = fc.oneof(fc.constant<Dim>(1), fc.constantFrom<Dim>(2, 3, 'B'));
const shape = fc.array(dim, { maxLength: 4 });

/** The result, or the code of the error. */
function broadcast(...shapes: Shape[]): Shape | string {
  try {
    return shapes.reduce((left, right) => broadcastShapes(left, right));
  } catch (error) {
    if (error instanceof ShapeError) return error.code;
    throw error;
  }
}

describe('broadcastShapes', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        expect(broadcast(a, b)).toEqual(broadcast(b, a));
      }),
    );
  });

  it('is associative', () => {
    // where both orders are defined, and where either fails both do
    fc.assert(
      fc.property(shape, shape, shape, (a, b, c) => {
        const right = broadcast(b, c);
        expect(broadcast(a, b, c)).toEqual(typeof right === 'string' ? right : broadcast(a, right));
      }),
    );
  });

  it('has [] as its neutral element and is idempotent', () => {
    fc.assert(
      fc.property(shape, (a) => {
        expect(broadcast(a, [])).toEqual(a);
        expect(broadcast(a, a)).toEqual(a);
      }),
    );
  });

  it('gives a shape that both stretch to', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const both = broadcast(a, b);
        fc.pre(typeof both !== 'string');
        expect(broadcast(a, both)).toEqual(both);
        expect(both).toHaveLength(Math.max(a.length, b.length));
      }),
    );
  });

  it('stretches 1 to 0, refuses different sizes and different names', () => {
    expect(broadcast([1, 3], [0, 1])).toEqual([0, 3]);
    for (const [a, b] of [
      [[2], [3]],
      [['B'], [2]],
      [['B'], ['T']],
      [[0], [2]],
    ] as const)
      expect(broadcast(a, b)).toBe('broadcast');
    expect(() => broadcastShapes([2, 3], [2])).toThrow('the shapes [2, 3] and [2] do not broadcast');
  });
});

describe('axes and sizes', () => {
  it('counts negative axes from the back', () => {
    expect([-3, -2, -1, 0, 1, 2].map((axis) => normalizeAxis(axis, 3))).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it.each([-4, 3, 0.5, Number.NaN])('refuses axis %s of 3', (axis) => {
    expect(() => normalizeAxis(axis, 3)).toThrow(ShapeError);
  });

  it('strides are row-major', () => {
    expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
    expect(stridesOf([])).toEqual([]);
  });

  it('sizes must be known where numbers are asked for', () => {
    expect(staticDims([2, 3])).toEqual([2, 3]);
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 0])).toBe(0);
    expect(exampleDims(['B', 2, 3])).toEqual([2, 3]);
    expect(() => sizeOf(['B', 2])).toThrow('expected fixed sizes, got [B, 2]');
  });

  it('compares and prints', () => {
    expect(sameShape(['B', 2], ['B', 2])).toBe(true);
    expect(sameShape(['B', 2], ['B'])).toBe(false);
    expect(formatShape(['B', 2])).toBe('[B, 2]');
  });
});
