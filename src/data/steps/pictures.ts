import { LUMA } from '../../layers/steps/grayscale';
import type { StepParams } from '../../layers/steps/registry';
import { channelsOf, numbersOf } from '../../layers/steps/step';
import { floats, type HostStep } from './hostStep';
import { moments, runLength } from './moments';

export const scale: HostStep<StepParams<'scale'>> = {
  apply: (column) => [floats(column).map((value) => Math.fround(value / 255))],
};

export const normalise: HostStep<StepParams<'normalise'>> = {
  fit: (parts, { fitted }) => (fitted ? moments(parts) : {}),
  apply(column, params, { statistics }) {
    const mean = params.fitted ? numbersOf(statistics, 'mean') : [params.mean];
    const std = params.fitted ? numbersOf(statistics, 'std') : [params.std];
    if (!mean || !std) return [floats(column)];
    const [channels, run] = [channelsOf(column.spec), runLength(column.spec)];
    return [
      floats(column).map((value, i) => {
        const channel = Math.floor(i / run) % channels;
        return (value - (mean[channel] ?? mean[0] ?? 0)) / (std[channel] ?? std[0] ?? 1);
      }),
    ];
  },
};

export const grayscale: HostStep<StepParams<'grayscale'>> = {
  apply(column) {
    const x = floats(column);
    const plane = runLength(column.spec);
    const out = new Float32Array(x.length / 3);
    for (let i = 0; i < out.length; i++) {
      const start = Math.floor(i / plane) * 3 * plane + (i % plane);
      for (let c = 0; c < 3; c++) out[i] = (out[i] as number) + (LUMA[c] as number) * (x[start + c * plane] as number);
    }
    return [out];
  },
};

/** Where an axis is read for each place of its new size: the left neighbour and the share of the right one (half-pixel centres). */
function taps(from: number, to: number): { at: number; next: number; share: number }[] {
  return Array.from({ length: to }, (_, i) => {
    const position = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const at = Math.floor(position);
    return { at, next: Math.min(at + 1, from - 1), share: position - at };
  });
}

/** Planes [n, h, w] -> [n, height, width], bilinear. */
export function resizePlanes(
  x: ArrayLike<number>,
  [h, w]: [number, number],
  [height, width]: [number, number],
): Float32Array {
  const planes = x.length / (h * w);
  const out = new Float32Array(planes * height * width);
  const [rows, columns] = [taps(h, height), taps(w, width)];
  let o = 0;
  for (let p = 0; p < planes; p++) {
    const get = (r: number, c: number) => x[(p * h + r) * w + c] as number;
    for (const r of rows)
      for (const c of columns) {
        const top = get(r.at, c.at) * (1 - c.share) + get(r.at, c.next) * c.share;
        const bottom = get(r.next, c.at) * (1 - c.share) + get(r.next, c.next) * c.share;
        out[o++] = top * (1 - r.share) + bottom * r.share;
      }
  }
  return out;
}

export const resize: HostStep<StepParams<'resize'>> = {
  apply: (column, { height, width }) => {
    const [, h = 1, w = 1] = column.spec.shape;
    return [resizePlanes(floats(column), [h, w], [height, width])];
  },
};

/** Applies a change to every example on its own: for a look at augmentation. */
export function eachExample<P>(augment: NonNullable<HostStep<P>['augment']>): HostStep<P> {
  return { augment, apply: (column) => [column.data] };
}

/** Calls with every plane of an example [C, H, W]. */
export function planesOf(shape: readonly number[]): { channels: number; height: number; width: number } {
  const [channels = 1, height = 1, width = 1] = shape;
  return { channels, height, width };
}
