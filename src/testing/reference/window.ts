import { stridesOf } from '../../core/shape';
import type { WindowAttrs } from '../../ir/window';
import { at, type Kernel } from './kernel';
import { build, forEachIndex, offsetOf, type RefTensor, reader, volume } from './tensor';

/** Place in the input that window `o` reads at kernel element `k`: s o + d k - pad, axis by axis. */
function place(a: WindowAttrs, o: readonly number[], k: readonly number[]): number[] {
  return o.map((n, i) => at(a.strides, i) * n + at(a.dilations, i) * at(k, i) - at(a.padBegin, i));
}

function inside(index: readonly number[], sizes: readonly number[]): boolean {
  return index.every((n, i) => n >= 0 && n < at(sizes, i));
}

/** Place in a plane of x that window `o` reads at kernel element `k`, at [o][k] row-major; -1 outside. */
function placesOf(a: WindowAttrs, sizes: readonly number[], windows: readonly number[], kernel: readonly number[]) {
  const places = new Int32Array(volume(windows) * volume(kernel));
  const strides = stridesOf(sizes);
  let n = 0;
  forEachIndex(windows, (o) =>
    forEachIndex(kernel, (k) => {
      const from = place(a, o, k);
      places[n++] = inside(from, sizes) ? offsetOf(strides, from) : -1;
    }),
  );
  return places;
}

/** x at a place of `placesOf` in the plane that begins at `plane`, 0 outside. */
function padded(x: RefTensor, plane: number, from: number | undefined): number {
  return from === undefined || from < 0 ? 0 : (x.data[plane + from] as number);
}

/** y[b, f, o] = bias[f] + sum over c, k of x[b, g C/group + c, s o + d k - pad] w[f, c, k], g the group of f */
export const conv: Kernel<'conv'> = ({ inputs, outputs, attrs }) => {
  const [x, w, bias] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const [filters, perGroup, ...kernel] = w.dims as [number, number, ...number[]];
  const [, channels, ...sizes] = x.dims as [number, number, ...number[]];
  const { dtype, dims } = at(outputs, 0);
  const [plane, taps] = [volume(sizes), volume(kernel)];
  const places = placesOf(attrs, sizes, dims.slice(2), kernel);
  const sumOver = (b: number, f: number, o: number): number => {
    const first = b * channels + Math.floor(f / (filters / attrs.group)) * perGroup;
    let sum = bias?.data[f] ?? 0;
    for (let c = 0; c < perGroup; c++)
      for (let k = 0; k < taps; k++)
        sum += padded(x, (first + c) * plane, places[o * taps + k]) * (w.data[(f * perGroup + c) * taps + k] as number);
    return sum;
  };
  const flat = [at(dims, 0), filters, volume(dims.slice(2))];
  return [{ ...build({ dtype, dims: flat }, ([b = 0, f = 0, o = 0]) => sumOver(b, f, o)), dims }];
};

/** Every x[b, c, i] adds x w[c, f, k] to y[b, g F/group + f, s i + d k - pad], g the group of c; plus bias */
export const convTranspose: Kernel<'convTranspose'> = ({ inputs, outputs, attrs }) => {
  const [x, w, bias] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const [channels, perGroup, ...kernel] = w.dims as [number, number, ...number[]];
  const [batch, , ...windows] = x.dims as [number, number, ...number[]];
  const { dtype, dims } = at(outputs, 0);
  const [, filters, ...sizes] = dims as [number, number, ...number[]];
  const [plane, taps] = [volume(sizes), volume(kernel)];
  const places = placesOf(attrs, sizes, windows, kernel);
  const y = new Float64Array(volume(dims));
  forEachIndex([batch, channels, volume(windows)], ([b = 0, c = 0, i = 0]) => {
    const value = x.data[(b * channels + c) * volume(windows) + i] as number;
    const first = b * filters + Math.floor(c / (channels / attrs.group)) * perGroup;
    forEachIndex([perGroup, taps], ([f = 0, k = 0]) => {
      const to = places[i * taps + k] as number;
      if (to < 0) return;
      const target = (first + f) * plane + to;
      y[target] = (y[target] as number) + value * (w.data[(c * perGroup + f) * taps + k] as number);
    });
  });
  if (bias)
    for (let n = 0; n < y.length; n++) y[n] = (y[n] as number) + (bias.data[Math.floor(n / plane) % filters] as number);
  return [{ dtype, dims, data: y }];
};

/** dw[f, c, k] = sum over b, o of dy[b, f, o] x[b, g C/group + c, s o + d k - pad] */
export const convWeightGrad: Kernel<'convWeightGrad'> = ({ inputs, outputs, attrs }) => {
  const [x, dy] = [at(inputs, 0), at(inputs, 1)];
  const [batch, filters, ...windows] = dy.dims as [number, number, ...number[]];
  const [, channels, ...sizes] = x.dims as [number, number, ...number[]];
  const { dtype, dims } = at(outputs, 0);
  const [, perGroup, ...kernel] = dims as [number, number, ...number[]];
  const [plane, taps, outs] = [volume(sizes), volume(kernel), volume(windows)];
  const places = placesOf(attrs, sizes, windows, kernel);
  const sumOver = (f: number, c: number, k: number): number => {
    const first = Math.floor(f / (filters / attrs.group)) * perGroup;
    let sum = 0;
    for (let b = 0; b < batch; b++)
      for (let o = 0; o < outs; o++)
        sum +=
          (dy.data[(b * filters + f) * outs + o] as number) *
          padded(x, (b * channels + first + c) * plane, places[o * taps + k]);
    return sum;
  };
  return [{ ...build({ dtype, dims: [filters, perGroup, taps] }, ([f = 0, c = 0, k = 0]) => sumOver(f, c, k)), dims }];
};

/** Largest element of each window and its row-major position in all of x; padding never wins, the first of several equal ones does */
export const maxPool: Kernel<'maxPool'> = ({ inputs, outputs, attrs }) => {
  const x = at(inputs, 0);
  const sizes = x.dims.slice(2);
  const plane = volume(sizes);
  const channels = at(x.dims, 1);
  const [values, indices] = [at(outputs, 0), at(outputs, 1)];
  const best = build(indices, ([b = 0, c = 0, ...o]) => {
    let most = Number.NEGATIVE_INFINITY;
    let where = -1;
    forEachIndex(attrs.kernel, (k) => {
      const from = place(attrs, o, k);
      if (!inside(from, sizes)) return;
      const flat = (b * channels + c) * plane + from.reduce((offset, n, axis) => offset * at(sizes, axis) + n, 0);
      const value = x.data[flat] as number;
      if (where >= 0 && value <= most) return;
      most = value;
      where = flat;
    });
    return where;
  });
  const taken = best.data.map((flat) => x.data[flat] ?? Number.NEGATIVE_INFINITY);
  return [{ ...values, data: taken }, best];
};

/** dx at the first largest element of window o gains dy[o] */
export const maxPoolGrad: Kernel<'maxPoolGrad'> = (args) => {
  const [x, y, dy] = [at(args.inputs, 0), at(args.inputs, 1), at(args.inputs, 2)];
  const places = { dtype: 'int64' as const, dims: y.dims };
  const taken = at(maxPool({ ...args, inputs: [x], outputs: [y, places] }), 1);
  const dx = new Float64Array(x.data.length);
  for (const [n, flat] of taken.data.entries()) dx[flat] = (dx[flat] as number) + (dy.data[n] as number);
  return [{ dtype: x.dtype, dims: x.dims, data: dx }];
};

/** Sum over the window's elements inside x, divided by how many count: those inside, with `countIncludePad` also the padding that does not overhang */
export const averagePool: Kernel<'averagePool'> = ({ inputs, outputs, attrs }) => {
  const x = at(inputs, 0);
  const sizes = x.dims.slice(2);
  const read = reader(x);
  const counts = (from: readonly number[]) =>
    attrs.countIncludePad
      ? from.every((n, i) => n < at(sizes, i) + at(attrs.padEnd, i) - (attrs.overhang?.[i] ?? 0))
      : inside(from, sizes);
  return [
    build(at(outputs, 0), ([b = 0, c = 0, ...o]) => {
      let sum = 0;
      let count = 0;
      forEachIndex(attrs.kernel, (k) => {
        const from = place(attrs, o, k);
        if (inside(from, sizes)) sum += read([b, c, ...from]);
        if (counts(from)) count++;
      });
      return sum / count;
    }),
  ];
};
