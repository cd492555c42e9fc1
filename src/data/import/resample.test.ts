import { expect, test } from 'vitest';
import { toSquare } from './resample';

/** RGBA of one grey plane. */
const grey = (width: number, height: number, at: (x: number, y: number) => number, alpha = 255) => ({
  width,
  height,
  data: Uint8Array.from({ length: 4 * width * height }, (_, i) => {
    const p = i >> 2;
    return i % 4 === 3 ? alpha : at(p % width, Math.floor(p / width));
  }),
});

const pattern = (x: number, y: number) => (x * 37 + y * 91 + x * y * 5) % 256;

test('as torch.nn.functional.interpolate, bilinear with antialias', () => {
  // torch 1.13: interpolate(x[None, None], (3, 3), mode='bilinear', antialias=True), x 7 x 7 and 2 x 2 of the pattern, rounded
  expect([...toSquare(grey(7, 7, pattern), 3, 1)]).toEqual([102, 118, 126, 114, 123, 121, 104, 133, 148]);
  expect([...toSquare(grey(2, 2, pattern), 3, 1)]).toEqual([0, 19, 37, 46, 65, 85, 91, 112, 133]);
});

test('the middle square, grey by its weights, over white where it is transparent', () => {
  const wide = grey(9, 3, (x) => (x >= 3 && x < 6 ? 200 : 0));
  expect([...toSquare(wide, 3, 1)]).toEqual(new Array(9).fill(200));
  expect([
    ...toSquare(
      grey(3, 3, () => 0, 0),
      1,
      3,
    ),
  ]).toEqual([255, 255, 255]);
  const red = { width: 1, height: 1, data: Uint8Array.of(255, 0, 0, 255) };
  expect([...toSquare(red, 1, 3)]).toEqual([255, 0, 0]);
  expect([...toSquare(red, 1, 1)]).toEqual([76]);
});

test('a picture of the right size stays as it is', () => {
  const same = grey(5, 5, pattern);
  expect([...toSquare(same, 5, 1)]).toEqual(Array.from({ length: 25 }, (_, p) => pattern(p % 5, Math.floor(p / 5))));
});
