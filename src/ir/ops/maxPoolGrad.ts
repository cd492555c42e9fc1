import { onnxType } from '../../core/dtype';
import { internal } from '../../core/errors';
import { sizeOf, staticDims } from '../../core/shape';
import { inputAt } from '../expect';
import { defineOp, type OnnxWriter, type Value } from '../op';
import { writeRepeated } from '../repeat';
import { floatConstant } from '../separable';
import { isTiling } from '../window';
import type { PoolAttrs } from './maxPool';

declare module '../op' {
  interface OpAttrs {
    maxPoolGrad: PoolAttrs;
  }
}

/**
 * (x, y, dy, indices) -> dx: every dy goes to the element its window took, the first one where several tie. Where the windows tile x the
 * indices are left out: MaxPool is 20 times faster without them.
 */
export const maxPoolGrad = defineOp<'maxPoolGrad'>({
  name: 'maxPoolGrad',
  infer: (inputs, attrs) => {
    inputAt(inputs, isTiling(attrs) ? 2 : 3);
    return [inputAt(inputs, 0)];
  },
  onnx: ({ w, inputs, attrs, node }) => {
    const [x] = node.inputs as [Value];
    const [xName, yName, dy, indices] = inputs as [string, string, string, string | undefined];
    const shape = staticDims(x.type.shape);
    if (isTiling(attrs)) return [writeTiled(w, { x: xName, y: yName, dy }, x, attrs)];
    if (w.target === 'webgpu') return [writeByTap(w, { x: xName, y: yName, dy }, shape, attrs, x)];
    const places = indices ?? internal('maxPoolGrad without indices');
    if (isDisjoint(attrs))
      return w.node('MaxUnpool', [dy, places, w.dims(shape)], {
        kernel_shape: attrs.kernel,
        strides: attrs.strides,
        pads: [...attrs.padBegin, ...attrs.padEnd],
      });
    const size = sizeOf(shape);
    const zeros = w.node('Expand', [w.scalar(0, x.type.dtype), w.dims([size])])[0] as string;
    const at = w.node('Reshape', [places, w.dims([-1])])[0] as string;
    const flat = w.node('Reshape', [dy, w.dims([-1])])[0] as string;
    w.requireOpset(16);
    const [added] = w.node('ScatterElements', [zeros, at, flat], { axis: 0, reduction: 'add' });
    return w.node('Reshape', [added as string, w.dims(shape)]);
  },
  gradient: 'undefined',
});

/** No element lies in two windows. */
function isDisjoint(a: PoolAttrs): boolean {
  return a.kernel.every((k, i) => k <= (a.strides[i] ?? 1) && (a.dilations[i] ?? 1) === 1);
}

interface Names {
  readonly x: string;
  readonly y: string;
  readonly dy: string;
}

/**
 * Windows that tile x. Elements that equal their window's maximum carry their rank in the window, first one highest; the maximum of
 * the ranks (a second pool) tells which of them takes dy: dx = (rank = highest rank) dy, everything stretched back over the windows.
 * [32, 32, 26, 26] by 2: forward and backward 2.8 ms on WASM against 4.1 with indices and MaxUnpool.
 */
function writeTiled(w: OnnxWriter, names: Names, { type }: Value, { kernel, strides }: PoolAttrs): string {
  const { dtype } = type;
  const size = staticDims(type.shape.slice(2));
  const out = size.map((n, i) => Math.floor(n / (kernel[i] ?? 1)));
  const covered = out.map((n, i) => n * (kernel[i] ?? 1));
  const axes = w.dims(size.map((_, i) => i + 2));
  const isWhole = covered.every((n, i) => n === size[i]);
  const ones = w.dims(size.map(() => 1));
  const x = isWhole ? names.x : one(w.node('Slice', [names.x, w.dims(size.map(() => 0)), w.dims(covered), axes, ones]));
  const repeated = (name: string) => writeRepeated(w, name, { dtype, sizes: out, factors: kernel });
  const asFloat = (name: string) =>
    one(w.node('Cast', [name], { to: onnxType[dtype === 'float64' ? 'float64' : 'float32'] }));
  const rank = writeRanks(w, covered, kernel, dtype);
  const hits = asFloat(one(w.node('Equal', [x, repeated(names.y)])));
  const ranked = one(w.node('Mul', [hits, rank]));
  const highest = one(w.node('MaxPool', [ranked], { kernel_shape: kernel, strides }));
  const taken = asFloat(one(w.node('Equal', [rank, repeated(highest)])));
  const dx = one(w.node('Mul', [taken, repeated(names.dy)]));
  if (isWhole) return dx;
  const rest = size.map((n, i) => n - (covered[i] ?? 0));
  const pads = w.dims([0, 0, ...size.map(() => 0), 0, 0, ...rest]);
  return one(w.node('Pad', [dx, pads, w.scalar(0, dtype)]));
}

/** [1, 1, ...size]: the elements of each window counted down to 1, the first one highest. One addition a session, folded at load. */
function writeRanks(
  w: OnnxWriter,
  size: readonly number[],
  kernel: readonly number[],
  dtype: Value['type']['dtype'],
): string {
  const parts = size.map((n, i) => {
    const stride = kernel.slice(i + 1).reduce((product, k) => product * k, 1);
    const k = kernel[i] ?? 1;
    const values = Array.from({ length: n }, (_, place) => (k - 1 - (place % k)) * stride + (i === 0 ? 1 : 0));
    return w.constant(floatConstant(dtype, [1, 1, ...size.map((_, axis) => (axis === i ? n : 1))], values));
  });
  return parts.reduce((sum, part) => one(w.node('Add', [sum, part])));
}

/**
 * Without indices, on float kernels alone: for each tap k of the window in order, hit_k = (x at k equals y) and not yet taken;
 * dx gains hit_k dy at that tap's places (zeros put between the rows by reshape and pad).
 */
function writeByTap(
  w: OnnxWriter,
  { x, y, dy }: Names,
  shape: readonly number[],
  attrs: PoolAttrs,
  value: Value,
): string {
  const { dtype } = value.type;
  const spatial = shape.slice(2);
  const padded = spatial.map((size, i) => size + (attrs.padBegin[i] ?? 0) + (attrs.padEnd[i] ?? 0));
  const out = padded.map(
    (size, i) =>
      Math.floor((size - ((attrs.dilations[i] ?? 1) * ((attrs.kernel[i] ?? 1) - 1) + 1)) / (attrs.strides[i] ?? 1)) + 1,
  );
  const hasPads = padded.some((size, i) => size !== spatial[i]);
  const source = hasPads
    ? one(w.node('Pad', [x, w.dims([0, 0, ...attrs.padBegin, 0, 0, ...attrs.padEnd]), w.scalar(-3.4e38, dtype)]))
    : x;
  const axes = w.dims(spatial.map((_, i) => i + 2));
  const [zero, unit] = [w.scalar(0, dtype), w.scalar(1, dtype)];
  let free: string | undefined;
  let total: string | undefined;
  const taps = attrs.kernel.reduce<number[][]>(
    (list, k) => list.flatMap((tap) => Array.from({ length: k }, (_, i) => [...tap, i])),
    [[]],
  );
  for (const tap of taps) {
    const starts = tap.map((k, i) => k * (attrs.dilations[i] ?? 1));
    const ends = starts.map((start, i) => start + ((out[i] ?? 1) - 1) * (attrs.strides[i] ?? 1) + 1);
    const seen = one(w.node('Slice', [source, w.dims(starts), w.dims(ends), axes, w.dims(attrs.strides)]));
    const equal = one(w.node('Where', [one(w.node('Equal', [seen, y])), unit, zero]));
    const hit = free ? one(w.node('Mul', [equal, free])) : equal;
    free = free ? one(w.node('Sub', [free, hit])) : one(w.node('Sub', [unit, hit]));
    const part = writeSpread(
      w,
      one(w.node('Mul', [hit, dy])),
      [shape[0] as number, shape[1] as number],
      out,
      padded,
      starts,
      attrs.strides,
      zero,
    );
    total = total ? one(w.node('Add', [total, part])) : part;
  }
  if (!hasPads) return total as string;
  const ends = spatial.map((size, i) => size + (attrs.padBegin[i] ?? 0));
  return one(
    w.node('Slice', [total as string, w.dims(attrs.padBegin), w.dims(ends), axes, w.dims(spatial.map(() => 1))]),
  );
}

/** [.., o] -> [.., size]: element o goes to start + stride o, zeros elsewhere. */
function writeSpread(
  w: OnnxWriter,
  x: string,
  lead: readonly number[],
  out: readonly number[],
  size: readonly number[],
  starts: readonly number[],
  strides: readonly number[],
  zero: string,
): string {
  const split = one(w.node('Reshape', [x, w.dims([...lead, ...out.flatMap((n) => [n, 1])])]));
  const none = lead.map(() => 0);
  const zeros = out.flatMap(() => [0, 0]);
  const gaps = strides.flatMap((stride) => [0, stride - 1]);
  const spread = gaps.some((gap) => gap > 0)
    ? one(w.node('Pad', [split, w.dims([...none, ...zeros, ...none, ...gaps]), zero]))
    : split;
  const wide = out.map((n, i) => n * (strides[i] ?? 1));
  const joined = one(w.node('Reshape', [spread, w.dims([...lead, ...wide])]));
  const after = size.map((total, i) => total - (starts[i] ?? 0) - (wide[i] ?? 0)); // negative pads cut
  return one(w.node('Pad', [joined, w.dims([...none, ...starts, ...none, ...after]), zero]));
}

function one(names: readonly string[]): string {
  return names[0] as string;
}
