import type { Localized } from '../../core/locale';
import type { Rng } from '../../core/rng';
import type { Generator } from './generator';

const counts = { train: 500, test: 500 };

/** Draws one point of a class; coordinates about -6 to 6. */
type Draw = (rng: Rng, label: number, i: number, count: number) => readonly [number, number];

const twoClasses = (id: string, note: Localized, draw: Draw): Generator => ({
  id,
  counts,
  note,
  generate(count, rng) {
    const x = new Float32Array(2 * count);
    const y = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      y[i] = i % 2;
      x.set(draw(rng, i % 2, i, count), 2 * i);
    }
    return { x, y };
  },
});

const surface = (id: string, note: Localized, height: (a: number, b: number) => number): Generator => ({
  id,
  counts,
  note,
  generate(count, rng) {
    const x = new Float32Array(2 * count);
    const y = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const [a, b] = [12 * rng.uniform() - 6, 12 * rng.uniform() - 6];
      x.set([a, b], 2 * i);
      y[i] = height(a, b) + 0.05 * rng.normal();
    }
    return { x, y };
  },
});

const polar = (radius: number, angle: number): [number, number] => [radius * Math.cos(angle), radius * Math.sin(angle)];
const around = ([a, b]: readonly [number, number], rng: Rng, noise: number): [number, number] => [
  a + noise * rng.normal(),
  b + noise * rng.normal(),
];

/** A disc of radius 2.5 in a ring from 3.5 to 5, a little blurred. */
export const circle = twoClasses(
  'circle',
  { en: 'A disc (class 1) inside a ring (class 0).', 'zh-CN': '圆环（类别 0）中的圆盘（类别 1）。' },
  (rng, label) => {
    const radius = label === 1 ? 2.5 * Math.sqrt(rng.uniform()) : 3.5 + 1.5 * rng.uniform();
    return around(polar(radius, 2 * Math.PI * rng.uniform()), rng, 0.15);
  },
);

/** Two quadrants against the other two, with a gap along the axes. */
export const xor = twoClasses(
  'xor',
  { en: 'Opposite quadrants share a class.', 'zh-CN': '相对的两个象限属于同一类。' },
  (rng, label) => {
    const [a, b] = [0.3 + 4.7 * rng.uniform(), 0.3 + 4.7 * rng.uniform()];
    const side = rng.uniform() < 0.5 ? -1 : 1;
    return around([side * a, side * b * (label === 1 ? 1 : -1)], rng, 0.1);
  },
);

/** Normal clouds about (2, 2) and (-2, -2), standard deviation 1. */
export const gauss = twoClasses(
  'gauss',
  { en: 'Two normal clouds, which hardly overlap.', 'zh-CN': '两团几乎不重叠的正态分布点。' },
  (rng, label) => around(label === 1 ? [2, 2] : [-2, -2], rng, 1),
);

/** Two arms of 1.75 turns: radius 5t, angle 3.5 pi t (+ pi), t uniform. */
export const spiral = twoClasses(
  'spiral',
  { en: 'Two arms that wind 1.75 times about each other.', 'zh-CN': '两条互相缠绕 1.75 圈的旋臂。' },
  (rng, label) => {
    const t = 0.06 + 0.94 * rng.uniform();
    return around(polar(5 * t, 3.5 * Math.PI * t + label * Math.PI), rng, 0.1);
  },
);

/** Two half circles that reach into each other. */
export const moons = twoClasses(
  'moons',
  { en: 'Two half circles that reach into each other.', 'zh-CN': '两个相互交错的半圆。' },
  (rng, label) => {
    const [a, b] = polar(2.5, Math.PI * rng.uniform());
    return around(label === 1 ? [a - 1.25, b - 0.5] : [1.25 - a, 0.5 - b], rng, 0.3);
  },
);

export const plane = surface(
  'plane',
  { en: 'y = (x1 + x2) / 10, with noise of 0.05.', 'zh-CN': 'y = (x1 + x2) / 10，噪声 0.05。' },
  (a, b) => (a + b) / 10,
);

/** Three Gaussian hills and three valleys. */
export const hills = surface(
  'hills',
  { en: 'Gaussian hills and valleys, with noise of 0.05.', 'zh-CN': '高斯山丘与山谷，噪声 0.05。' },
  (a, b) => centres.reduce((sum, [u, v, sign]) => sum + sign * Math.exp(-((a - u) ** 2 + (b - v) ** 2) / 3), 0),
);

const centres = [
  [-4, 2.5, 1],
  [0, 2.5, -1],
  [4, 2.5, 1],
  [-4, -2.5, -1],
  [0, -2.5, 1],
  [4, -2.5, -1],
] as const;
