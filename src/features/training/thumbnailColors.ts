export type Scheme = 'light' | 'dark';

type Rgb = readonly [number, number, number];

/**
 * Signed values: blue below zero, orange above, the card's own colour at zero. Blue and orange stay apart in every common
 * colour blindness (Okabe & Ito 2008), and distance from the card tells the magnitude without any colour.
 */
const ends: Record<Scheme, { negative: Rgb; zero: Rgb; positive: Rgb }> = {
  light: { negative: [22, 84, 158], zero: [241, 242, 245], positive: [176, 72, 0] },
  dark: { negative: [96, 170, 255], zero: [28, 30, 35], positive: [255, 178, 84] },
};

const STEPS = 255;
const tables = new Map<Scheme, Uint8ClampedArray>();

/** 511 colours from -1 to 1, RGBA; entry 255 is zero. Interpolated in OKLab (Ottosson 2020), so equal steps look equal. */
export function divergingTable(scheme: Scheme): Uint8ClampedArray {
  const known = tables.get(scheme);
  if (known) return known;
  const { negative, zero, positive } = ends[scheme];
  const table = new Uint8ClampedArray((2 * STEPS + 1) * 4);
  for (let i = -STEPS; i <= STEPS; i++) {
    const colour = mix(zero, i < 0 ? negative : positive, Math.abs(i) / STEPS);
    table.set([...colour, 255], (i + STEPS) * 4);
  }
  tables.set(scheme, table);
  return table;
}

const packed = new Map<Scheme, Uint32Array>();

/** The same table with one 32-bit word a colour, in the byte order of this machine's ImageData. */
export function packedTable(scheme: Scheme): Uint32Array {
  const known = packed.get(scheme) ?? new Uint32Array(divergingTable(scheme).buffer);
  packed.set(scheme, known);
  return known;
}

/** Index into the table for a value, where ±`limit` are the ends. */
export function colorIndex(value: number, limit: number): number {
  const share = limit > 0 ? value / limit : 0;
  return Math.round(Math.max(-1, Math.min(1, Number.isNaN(share) ? 0 : share)) * STEPS) + STEPS;
}

export function cssColor(scheme: Scheme, value: number, limit: number): string {
  const table = divergingTable(scheme);
  const i = colorIndex(value, limit) * 4;
  return `rgb(${table[i]} ${table[i + 1]} ${table[i + 2]})`;
}

function mix(a: Rgb, b: Rgb, t: number): number[] {
  const from = toOklab(a);
  const to = toOklab(b);
  return fromOklab(from.map((value, i) => value + t * ((to[i] as number) - value)));
}

const dot = (row: readonly number[], x: readonly number[]) => row.reduce((sum, w, i) => sum + w * (x[i] as number), 0);
const apply = (matrix: readonly (readonly number[])[], x: readonly number[]) => matrix.map((row) => dot(row, x));

const toLms = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const lmsToLab = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const labToLms = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const toLinear = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];

function toOklab(rgb: Rgb): number[] {
  const linear = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return apply(lmsToLab, apply(toLms, linear).map(Math.cbrt));
}

function fromOklab(lab: readonly number[]): number[] {
  const linear = apply(
    toLinear,
    apply(labToLms, lab).map((c) => c ** 3),
  );
  return linear.map((c) => 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}
