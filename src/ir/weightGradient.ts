import { sizeOf, staticDims } from '../core/shape';
import type { OnnxWriter, Value } from './op';
import type { ConvAttrs } from './ops/conv';
import { floatConstant } from './separable';

/** Everything the forms below share: x [B, C, i..], dy [B, F, o..], weights [F, C / group, k..]. */
export interface WeightGradient {
  readonly w: OnnxWriter;
  /** x without its border, and dy. */
  readonly x: string;
  readonly dy: string;
  readonly dtype: Value['type']['dtype'];
  readonly attrs: ConvAttrs & { readonly kernel: readonly number[] };
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  /** Spatial sizes of x and of dy. */
  readonly size: readonly number[];
  readonly out: readonly number[];
}

/** Most indices a gather of windows may name: they are kept in the model. */
const INDEX_LIMIT = { cpu: 2 ** 17, webgpu: 2 ** 20 };

/**
 * dw[f, c, k] = sum over b, o of dy[b, f, o] x[b, c, s o + d k - pad], in the form that was fastest on WASM (scripts of the
 * measurements: see the commit): always products of matrices over the windows of x, never a convolution with a kernel as large as dy.
 */
export function writeWeightGradient(
  w: OnnxWriter,
  names: { readonly x: string; readonly dy: string },
  [x, dy]: readonly [Value, Value],
  attrs: WeightGradient['attrs'],
): string {
  const [batch, channels, ...size] = staticDims(x.type.shape) as [number, number, ...number[]];
  const [, filters, ...out] = staticDims(dy.type.shape) as [number, number, ...number[]];
  if (batch === 0)
    return node(w, 'Expand', [w.scalar(0, x.type.dtype), w.dims([filters, channels / attrs.group, ...attrs.kernel])]);
  const g: WeightGradient = { w, ...names, dtype: x.type.dtype, attrs, batch, channels, filters, size, out };
  const [perGroup, filtersOfGroup] = [channels / attrs.group, filters / attrs.group];
  const isPoint = attrs.kernel.every((k) => k === 1) && !isPadded(attrs);
  const places = sizeOf(out);
  if (isPoint && perGroup * filtersOfGroup <= places * (perGroup + filtersOfGroup)) return byPoint(g);
  if (attrs.group > 1) {
    if (w.target === 'webgpu') return byGroupGather(g);
    return perGroup === 1 && filtersOfGroup === 1 ? byChannel(g) : byGroupSlices(g);
  }
  const indices = places * sizeOf(attrs.kernel);
  const isWide = w.target === 'webgpu' || channels >= 32 || (channels >= 16 && attrs.strides.some((s) => s > 1));
  return isWide && channels > 1 && indices <= INDEX_LIMIT[w.target] ? byGather(g) : bySlices(g);
}

/** 1x1 kernels: dw = sum over b of dy_b x_b^T, without moving x or dy. */
function byPoint(g: WeightGradient): string {
  const { w, attrs, batch, channels, out } = g;
  const places = sizeOf(out);
  const seen = attrs.strides.every((stride) => stride === 1) ? g.x : slice(g, g.x, zeros(g), 2);
  const columns = reshape(w, seen, [batch, attrs.group, channels / attrs.group, places]);
  return overBatch(g, node(w, 'Transpose', [columns], { perm: [0, 1, 3, 2] }));
}

/** Channels last, windows [B o, k C] by one Gather of whole pixels, then one product [F, B o] [B o, k C]. */
function byGather(g: WeightGradient): string {
  const { w, batch, channels, filters, out, attrs } = g;
  const windows = gatherWindows(g, channelsLast(g), 1);
  const length = batch * sizeOf(out);
  const columns = reshape(w, windows, [length, sizeOf(attrs.kernel) * channels]);
  const rows = reshape(w, node(w, 'Transpose', [g.dy], { perm: [1, 0, ...spatial(g, 2)] }), [filters, length]);
  return byTapToWeight(g, node(w, 'Gemm', [rows, columns]), channels);
}

/** The same for every example and group, summed over the examples. Few channels: pixels are cheap to gather on a GPU only. */
function byGroupGather(g: WeightGradient): string {
  const { w, batch, channels, size, out, attrs } = g;
  const perGroup = channels / attrs.group;
  const padded = pad(g, g.x, 2);
  const grouped = reshape(w, padded, [batch, attrs.group, perGroup, ...paddedSizes(g)]);
  const perm = [0, 1, ...size.map((_, i) => i + 3), 2];
  const last = perGroup === 1 ? grouped : node(w, 'Transpose', [grouped], { perm });
  const pixels = reshape(w, last, [batch, attrs.group, sizeOf(paddedSizes(g)), perGroup]);
  const windows = node(w, 'Gather', [pixels, windowIndices(g)], { axis: 2 });
  return overBatch(g, reshape(w, windows, [batch, attrs.group, sizeOf(out), sizeOf(attrs.kernel) * perGroup]));
}

/** Few channels: windows [k C, B o] by slices, along the last axis first so that most of them copy whole rows. */
function bySlices(g: WeightGradient): string {
  const { w, batch, channels, filters, out, attrs } = g;
  const length = batch * sizeOf(out);
  const padded = pad(g, g.x, 2);
  const source = channels === 1 ? padded : node(w, 'Transpose', [padded], { perm: [1, 0, ...spatial(g, 2)] });
  const taps = slicesOfTaps(g, source, 2);
  // [C, B, o] join to [k C, B, o]; [B, 1, o] must be rows first
  const rows = channels === 1 ? taps.map((tap) => reshape(w, tap, [1, length])) : taps;
  const columns = reshape(w, concat(w, rows, 0), [sizeOf(attrs.kernel) * channels, length]);
  const byFilter = node(w, 'Transpose', [g.dy], { perm: [0, ...spatial(g, 2), 1] });
  const product = node(w, 'Gemm', [columns, reshape(w, byFilter, [length, filters])]);
  const split = reshape(w, product, [sizeOf(attrs.kernel), channels, filters]);
  return reshape(w, node(w, 'Transpose', [split], { perm: [2, 1, 0] }), [filters, channels, ...attrs.kernel]);
}

/** [B, g, f, o] [B, g, o, k c], summed over the examples. */
function byGroupSlices(g: WeightGradient): string {
  const { w, batch, channels, out, attrs } = g;
  const perGroup = channels / attrs.group;
  const taps = slicesOfTaps(g, pad(g, g.x, 2), 2).map((tap) =>
    reshape(w, tap, [batch, attrs.group, 1, perGroup, sizeOf(out)]),
  );
  const rows = [batch, attrs.group, sizeOf(attrs.kernel) * perGroup, sizeOf(out)];
  return overBatch(g, node(w, 'Transpose', [reshape(w, concat(w, taps, 2), rows)], { perm: [0, 1, 3, 2] }));
}

/** Depthwise: with channels last, one product a tap and its sum over everything else, as a product with ones. */
function byChannel(g: WeightGradient): string {
  const { w, batch, channels, out, attrs } = g;
  const length = batch * sizeOf(out);
  const dy = node(w, 'Transpose', [g.dy], { perm: [0, ...spatial(g, 2), 1] });
  const ones = w.constant(floatConstant(g.dtype, [1, length], new Array<number>(length).fill(1)));
  const source = channelsLast(g);
  const sums = tapsOf(attrs.kernel).map((tap) => {
    const product = node(w, 'Mul', [slice(g, source, tap, 1), dy]);
    return node(w, 'Gemm', [ones, reshape(w, product, [length, channels])]);
  });
  const byTap = node(w, 'Transpose', [concat(w, sums, 0)], { perm: [1, 0] });
  return reshape(w, byTap, [channels, 1, ...attrs.kernel]);
}

/** columns [B, g, o, k c]: dy columns for each example and group, summed over the examples. */
function overBatch(g: WeightGradient, columns: string): string {
  const { w, batch, filters, channels, out, attrs } = g;
  const perGroup = channels / attrs.group;
  const rows = reshape(w, g.dy, [batch, attrs.group, filters / attrs.group, sizeOf(out)]);
  const product = node(w, 'MatMul', [rows, columns]);
  return byTapToWeight(
    g,
    batch === 1 ? product : node(w, 'ReduceSum', [product, w.dims([0])], { keepdims: 0 }),
    perGroup,
  );
}

/** [F, k, c] -> [F, c, k..] */
function byTapToWeight({ w, filters, attrs }: WeightGradient, x: string, perGroup: number): string {
  const taps = sizeOf(attrs.kernel);
  if (taps === 1 || perGroup === 1) return reshape(w, x, [filters, perGroup, ...attrs.kernel]);
  const byTap = reshape(w, x, [filters, taps, perGroup]);
  return reshape(w, node(w, 'Transpose', [byTap], { perm: [0, 2, 1] }), [filters, perGroup, ...attrs.kernel]);
}

/** x as [B, i.., C] with its border of zeros. */
function channelsLast(g: WeightGradient): string {
  const perm = [0, ...spatial(g, 2), 1];
  return pad(
    g,
    g.channels === 1 ? reshape(g.w, g.x, [g.batch, ...g.size, 1]) : node(g.w, 'Transpose', [g.x], { perm }),
    1,
  );
}

/** [B, i.., C] -> [B, o k, C] */
function gatherWindows(g: WeightGradient, x: string, axis: number): string {
  const pixels = reshape(g.w, x, [g.batch, sizeOf(paddedSizes(g)), g.channels]);
  return node(g.w, 'Gather', [pixels, windowIndices(g)], { axis });
}

/** For each output place, then each tap: the flat place in the padded input. */
function windowIndices(g: WeightGradient): string {
  const { attrs, out } = g;
  const sizes = paddedSizes(g);
  const taps = tapsOf(attrs.kernel);
  const flat = tapsOf(out).flatMap((o) =>
    taps.map((tap) =>
      sizes.reduce(
        (place, size, i) =>
          place * size + (o[i] ?? 0) * (attrs.strides[i] ?? 1) + (tap[i] ?? 0) * (attrs.dilations[i] ?? 1),
        0,
      ),
    ),
  );
  return g.w.constant({ dtype: 'int32', dims: [flat.length], data: Int32Array.from(flat) });
}

/** What every tap sees, taps in row-major order; spatial axes begin at `first`. */
function slicesOfTaps(g: WeightGradient, x: string, first: number): string[] {
  const { kernel } = g.attrs;
  let seen = new Map<string, string>([['', x]]);
  for (const axis of kernel.map((_, i) => kernel.length - 1 - i)) {
    const next = new Map<string, string>();
    for (const [rest, source] of seen)
      for (let k = 0; k < (kernel[axis] ?? 1); k++) next.set(`${k},${rest}`, sliceAxis(g, source, axis, k, first));
    seen = next;
  }
  return tapsOf(kernel).map((tap) => seen.get(`${tap.join(',')},`) ?? x);
}

function sliceAxis(g: WeightGradient, x: string, axis: number, k: number, first: number): string {
  const { attrs, out, w } = g;
  const step = attrs.strides[axis] ?? 1;
  const start = k * (attrs.dilations[axis] ?? 1);
  const end = start + ((out[axis] ?? 1) - 1) * step + 1;
  if (start === 0 && step === 1 && end === paddedSizes(g)[axis]) return x;
  return node(w, 'Slice', [x, w.dims([start]), w.dims([end]), w.dims([axis + first]), w.dims([step])]);
}

/** What one tap sees, all spatial axes at once. */
function slice(g: WeightGradient, x: string, tap: readonly number[], first: number): string {
  const { attrs, out, w } = g;
  const starts = tap.map((k, i) => k * (attrs.dilations[i] ?? 1));
  const ends = starts.map((start, i) => start + ((out[i] ?? 1) - 1) * (attrs.strides[i] ?? 1) + 1);
  return node(w, 'Slice', [
    x,
    w.dims(starts),
    w.dims(ends),
    w.dims(tap.map((_, i) => i + first)),
    w.dims(attrs.strides),
  ]);
}

/** Zero border of the spatial axes, which begin at `first`, if there is one. */
function pad({ w, attrs, dtype }: WeightGradient, x: string, first: 1 | 2): string {
  if (!isPadded(attrs)) return x;
  const around = (pads: readonly number[]) => (first === 1 ? [0, ...pads, 0] : [0, 0, ...pads]);
  return node(w, 'Pad', [x, w.dims([...around(attrs.padBegin), ...around(attrs.padEnd)]), w.scalar(0, dtype)]);
}

function isPadded({ padBegin, padEnd }: ConvAttrs): boolean {
  return [...padBegin, ...padEnd].some((rows) => rows > 0);
}

function paddedSizes({ size, attrs }: WeightGradient): number[] {
  return size.map((n, i) => n + (attrs.padBegin[i] ?? 0) + (attrs.padEnd[i] ?? 0));
}

function zeros({ attrs }: WeightGradient): number[] {
  return attrs.kernel.map(() => 0);
}

/** The spatial axes where they begin at `first`. */
function spatial({ attrs }: WeightGradient, first: number): number[] {
  return attrs.kernel.map((_, i) => i + first);
}

/** All positions of a box in row-major order. */
function tapsOf(box: readonly number[]): number[][] {
  return box.reduce<number[][]>(
    (taps, size) => taps.flatMap((tap) => Array.from({ length: size }, (_, k) => [...tap, k])),
    [[]],
  );
}

function node(w: OnnxWriter, ...given: Parameters<OnnxWriter['node']>): string {
  return w.node(...given)[0] as string;
}

function reshape(w: OnnxWriter, x: string, dims: readonly number[]): string {
  return node(w, 'Reshape', [x, w.dims(dims)]);
}

function concat(w: OnnxWriter, parts: readonly string[], axis: number): string {
  return parts.length === 1 ? (parts[0] as string) : node(w, 'Concat', parts, { axis });
}
