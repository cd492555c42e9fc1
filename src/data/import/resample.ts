/** Pixels as decoders give them: RGBA side by side, 0 to 255, not multiplied by alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Weights of the input elements from `first` on that make one output element. */
interface Taps {
  readonly first: number;
  readonly weights: Float32Array;
}

/**
 * A triangle as wide as an output element, at least as wide as an input element: bilinear enlarging, and a mean that leaves nothing
 * out when reducing. Source: Pillow's BILINEAR, torch.nn.functional.interpolate with antialias.
 */
function tapsOf(from: number, to: number): Taps[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, o) => {
    const centre = (o + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - support + 0.5));
    const end = Math.min(from, Math.floor(centre + support + 0.5));
    const raw = Array.from({ length: end - first }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / support),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, weights: Float32Array.from(raw, (weight) => weight / sum) };
  });
}

/** Row by row, so that a large picture is never there twice: [square, square] of the input -> [channels, side, side]. */
function resampled(
  pixels: Pixels,
  side: number,
  channels: 1 | 3,
  left: number,
  top: number,
  square: number,
): Float32Array {
  const taps = tapsOf(square, side);
  const out = new Float32Array(channels * side * side);
  const row = new Float32Array(channels * square);
  const narrow = new Float32Array(channels * side);
  // outputs that the row counts for lie together
  let [begin, end] = [0, 0];
  for (let y = 0; y < square; y++) {
    while (begin < side && (taps[begin] as Taps).first + (taps[begin] as Taps).weights.length <= y) begin++;
    while (end < side && (taps[end] as Taps).first <= y) end++;
    readRow(pixels, row, channels, left, top + y, square);
    narrowed(row, narrow, taps, channels, square, side);
    for (let o = begin; o < end; o++) {
      const { first, weights } = taps[o] as Taps;
      const weight = weights[y - first] ?? 0;
      for (let c = 0; c < channels; c++)
        for (let x = 0; x < side; x++) {
          const at = (c * side + o) * side + x;
          out[at] = (out[at] as number) + weight * (narrow[c * side + x] as number);
        }
    }
  }
  return out;
}

/** One row over white, as planes; grey by ITU-R BT.601. */
function readRow(
  { data, width }: Pixels,
  row: Float32Array,
  channels: 1 | 3,
  left: number,
  y: number,
  square: number,
): void {
  let at = 4 * (y * width + left);
  for (let x = 0; x < square; x++, at += 4) {
    const alpha = (data[at + 3] as number) / 255;
    const white = 255 * (1 - alpha);
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    if (channels === 1) row[x] = alpha * (0.299 * r + 0.587 * g + 0.114 * b) + white;
    else {
      row[x] = alpha * r + white;
      row[square + x] = alpha * g + white;
      row[2 * square + x] = alpha * b + white;
    }
  }
}

function narrowed(
  row: Float32Array,
  out: Float32Array,
  taps: readonly Taps[],
  channels: number,
  square: number,
  side: number,
): void {
  for (let c = 0; c < channels; c++)
    for (let o = 0; o < side; o++) {
      const { first, weights } = taps[o] as Taps;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (row[c * square + first + i] as number);
      out[c * side + o] = sum;
    }
}

/** The middle square of a picture, brought to `side`: bytes [channels, side, side]. The same on every machine. */
export function toSquare(pixels: Pixels, side: number, channels: 1 | 3): Uint8Array {
  const { width, height } = pixels;
  const square = Math.min(width, height);
  const left = Math.floor((width - square) / 2);
  const top = Math.floor((height - square) / 2);
  return Uint8Array.from(resampled(pixels, side, channels, left, top, square), (value) =>
    Math.min(255, Math.max(0, Math.round(value))),
  );
}
