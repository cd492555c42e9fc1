import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centreOfMass, type Point, rasterize, type Stroke } from './rasterize';

const size = { width: 28, height: 28 };
const at = (ink: Float32Array, row: number, column: number) => ink[row * 28 + column] as number;
const seven: Stroke = [
  { x: 0.2, y: 0.2 },
  { x: 0.5, y: 0.2 },
  { x: 0.3, y: 0.6 },
];
const move = (stroke: Stroke, scale: number, dx: number, dy: number): Stroke =>
  stroke.map(({ x, y }) => ({ x: scale * x + dx, y: scale * y + dy }));

function inkBox(ink: Float32Array) {
  const rows: number[] = [];
  const columns: number[] = [];
  ink.forEach((value, i) => {
    if (value <= 0.5) return;
    rows.push(Math.floor(i / 28));
    columns.push(i % 28);
  });
  return {
    height: Math.max(...rows) - Math.min(...rows) + 1,
    width: Math.max(...columns) - Math.min(...columns) + 1,
  };
}

describe('rasterize', () => {
  it('fits the drawing to 20 pixels with its centre of mass in the middle', () => {
    const ink = rasterize([seven], size, true);
    const mass = centreOfMass(ink, size);
    expect(mass.x).toBeCloseTo(14, 1);
    // A 7 is top-heavy: moved down until its soft edge touches the border.
    expect(mass.y).toBeCloseTo(14, 0);
    const box = inkBox(ink);
    expect(Math.max(box.width, box.height)).toBeGreaterThanOrEqual(19);
    expect(Math.max(box.width, box.height)).toBeLessThanOrEqual(21);
  });

  it('does not care where and how large it was drawn', () => {
    const reference = rasterize([seven], size, true);
    const change = fc.record({
      scale: fc.double({ min: 0.6, max: 1.5, noNaN: true }),
      x: fc.double({ min: -0.1, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(change, ({ scale, x }) => {
        const ink = rasterize([move(seven, scale, x, x)], size, true);
        ink.forEach((value, i) => {
          expect(Math.abs(value - (reference[i] as number))).toBeLessThan(1e-3);
        });
      }),
    );
  });

  it('has about as much ink as an MNIST digit, whose pixels are 0.13 on average', () => {
    const zero: Point[] = Array.from({ length: 41 }, (_, i) => ({
      x: 0.5 + 0.22 * Math.cos((i / 40) * 2 * Math.PI),
      y: 0.5 + 0.32 * Math.sin((i / 40) * 2 * Math.PI),
    }));
    const mean = (ink: Float32Array) => ink.reduce((a, b) => a + b, 0) / ink.length;
    expect(mean(rasterize([zero], size, true))).toBeGreaterThan(0.12); // 0: 0.173, 7: 0.115 in MNIST
    expect(mean(rasterize([zero], size, true))).toBeLessThan(0.2);
    expect(mean(rasterize([seven], size, true))).toBeGreaterThan(0.08);
  });

  it('keeps every value in 0 … 1 and all ink inside, whatever is drawn', () => {
    const point = fc.record({
      x: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(point, { maxLength: 6 }), { maxLength: 4 }), (strokes) => {
        const ink = rasterize(strokes, size, true);
        expect(ink.every((value) => value >= 0 && value <= 1)).toBe(true);
        if (strokes.flat().length > 0) expect(Math.max(...ink)).toBeGreaterThan(0.5);
      }),
    );
  });

  it('leaves a dot a dot', () => {
    const box = inkBox(rasterize([[{ x: 0.1, y: 0.9 }]], size, true));
    expect(box.width).toBeLessThanOrEqual(4);
    expect(box.height).toBeLessThanOrEqual(4);
  });

  it('stays where it was drawn when it is not to be centred', () => {
    const ink = rasterize([[{ x: 0.25, y: 0.75 }]], size, false);
    expect(at(ink, 20, 6)).toBeGreaterThan(0.5);
    expect(at(ink, 14, 14)).toBe(0);
  });

  it('knows pictures that are not square', () => {
    const wide = { width: 40, height: 20 };
    const ink = rasterize([seven], wide, true);
    const mass = centreOfMass(ink, wide);
    expect(mass.x).toBeCloseTo(20, 0);
    expect(mass.y).toBeCloseTo(10, 0);
  });
});
