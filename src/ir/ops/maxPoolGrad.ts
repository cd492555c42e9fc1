import { sizeOf, staticDims } from '../../core/shape';
import { inputAt } from '../expect';
import { defineOp, type OnnxWriter, type Value } from '../op';
import type { PoolAttrs } from './maxPool';

declare module '../op' {
  interface OpAttrs {
    maxPoolGrad: PoolAttrs;
  }
}

/** (x, y, indices, dy) -> dx: every dy goes to the element its window took, the first one where several tie. */
export const maxPoolGrad = defineOp<'maxPoolGrad'>({
  name: 'maxPoolGrad',
  infer: (inputs) => [inputAt(inputs, 0)],
  onnx: ({ w, inputs, attrs, node }) => {
    const [x] = node.inputs as [Value];
    const [xName, yName, indices, dy] = inputs as [string, string, string, string];
    const shape = staticDims(x.type.shape);
    if (w.target === 'webgpu') return [writeByTap(w, { x: xName, y: yName, dy }, shape, attrs, x)];
    if (isDisjoint(attrs))
      return w.node('MaxUnpool', [dy, indices, w.dims(shape)], {
        kernel_shape: attrs.kernel,
        strides: attrs.strides,
        pads: [...attrs.padBegin, ...attrs.padEnd],
      });
    const size = sizeOf(shape);
    const zeros = w.node('Expand', [w.scalar(0, x.type.dtype), w.dims([size])])[0] as string;
    const at = w.node('Reshape', [indices, w.dims([-1])])[0] as string;
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
