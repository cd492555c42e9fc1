import type { AxisMap } from './separable';

/** How positions of the output map to positions of the input, by ONNX's names. */
export type CoordinateMode =
  | 'half_pixel'
  | 'half_pixel_symmetric'
  | 'pytorch_half_pixel'
  | 'align_corners'
  | 'asymmetric'
  | 'tf_crop_and_resize';

export type NearestMode = 'round_prefer_floor' | 'round_prefer_ceil' | 'floor' | 'ceil';

/** One axis of a Resize. */
export interface ResizedAxis {
  readonly from: number;
  readonly to: number;
  /** to / from unless given. */
  readonly scale: number;
  /** Part of the axis that is kept, as fractions of its length (tf_crop_and_resize). */
  readonly crop: readonly [start: number, end: number];
}

/** Place in the input of output `o`, before it is rounded or clamped. Source: ONNX Resize, coordinate_transformation_mode. */
export function sourcePlace(o: number, mode: CoordinateMode, { from, to, scale, crop }: ResizedAxis): number {
  const halfPixel = (o + 0.5) / scale - 0.5;
  switch (mode) {
    case 'half_pixel':
      return halfPixel;
    case 'half_pixel_symmetric':
      return (from / 2) * (1 - to / (scale * from)) + halfPixel;
    case 'pytorch_half_pixel':
      return to > 1 ? halfPixel : 0;
    case 'align_corners':
      return to > 1 ? (o * (from - 1)) / (to - 1) : 0;
    case 'asymmetric':
      return o / scale;
    case 'tf_crop_and_resize': {
      const [start, end] = crop;
      return to > 1 ? (start + (o * (end - start)) / (to - 1)) * (from - 1) : 0.5 * (start + end) * (from - 1);
    }
    default:
      return mode satisfies never;
  }
}

const rounding: Record<NearestMode, (place: number) => number> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** The input element each output copies. */
export function nearestIndices(axis: ResizedAxis, coordinates: CoordinateMode, nearest: NearestMode): number[] {
  return Array.from({ length: axis.to }, (_, o) =>
    Math.min(Math.max(rounding[nearest](sourcePlace(o, coordinates, axis)), 0), axis.from - 1),
  );
}

/** How often each input element is repeated where all are, in order and equally often; else undefined. */
export function blockSize(indices: readonly number[], from: number): number | undefined {
  const size = indices.length / from;
  return Number.isInteger(size) && indices.every((index, o) => index === Math.floor(o / size)) ? size : undefined;
}

/** Weights by which each output copies one input. */
export function nearestMap(indices: readonly number[], from: number): AxisMap {
  return indices.map((index) => Array.from({ length: from }, (_, i) => (i === index ? 1 : 0)));
}

/** Weight of an input at `distance`: a triangle, or Keys' cubic convolution (1981, "Cubic convolution interpolation", eq. 4 with a free). */
function kernelOf(mode: 'linear' | 'cubic', a: number): (distance: number) => number {
  if (mode === 'linear') return (t) => Math.max(0, 1 - Math.abs(t));
  return (t) => {
    const d = Math.abs(t);
    if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  };
}

export interface Interpolation {
  readonly mode: 'linear' | 'cubic';
  readonly coordinates: CoordinateMode;
  readonly cubicCoeffA: number;
  /** Neighbours outside the input weigh nothing; otherwise they are copies of the edge. */
  readonly excludeOutside: boolean;
}

/** Weights of the inputs for each output; all 0 where a crop reaches beyond the input. */
export function interpolationMap(axis: ResizedAxis, a: Interpolation): AxisMap {
  const kernel = kernelOf(a.mode, a.cubicCoeffA);
  const reach = a.mode === 'linear' ? 1 : 2;
  return Array.from({ length: axis.to }, (_, o) => {
    const row = new Array<number>(axis.from).fill(0);
    const place = sourcePlace(o, a.coordinates, axis);
    if (a.coordinates === 'tf_crop_and_resize' && isOutside(place, axis.from)) return row;
    const first = Math.floor(place) - reach + 1;
    const taps = Array.from({ length: 2 * reach }, (_, k) => first + k);
    const kept = a.excludeOutside ? taps.filter((i) => i >= 0 && i < axis.from) : taps;
    const total = kept.reduce((sum, i) => sum + kernel(place - i), 0);
    for (const i of kept) {
      const at = Math.min(Math.max(i, 0), axis.from - 1);
      row[at] = (row[at] as number) + kernel(place - i) / (a.excludeOutside ? total : 1);
    }
    return row;
  });
}

export function isOutside(place: number, from: number): boolean {
  return place < 0 || place > from - 1;
}
