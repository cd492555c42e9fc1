import type { WindowAttrs } from '../../ir/window';
import { at, type Kernel } from './kernel';
import { build, forEachIndex, type RefTensor, reader, volume } from './tensor';

/** Place in the input that window `o` reads at kernel element `k`: s o + d k - pad, axis by axis. */
function place(a: WindowAttrs, o: readonly number[], k: readonly number[]): number[] {
  return o.map((n, i) => at(a.strides, i) * n + at(a.dilations, i) * at(k, i) - at(a.padBegin, i));
}

function inside(index: readonly number[], sizes: readonly number[]): boolean {
  return index.every((n, i) => n >= 0 && n < at(sizes, i));
}

/** Reads [b, c, place] of x, 0 outside its spatial sizes. */
function zeroPadded(x: RefTensor): (b: number, c: number, place: readonly number[]) => number {
  const read = reader(x);
  const sizes = x.dims.slice(2);
  return (b, c, index) => (inside(index, sizes) ? read([b, c, ...index]) : 0);
}

/** y[b, f, o] = bias[f] + sum over c, k of x[b, g C/group + c, s o + d k - pad] w[f, c, k], g the group of f */
export const conv: Kernel<'conv'> = ({ inputs, outputs, attrs }) => {
  const [x, w, bias] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const [filters, perGroup, ...kernel] = w.dims as [number, number, ...number[]];
  const [readX, readW] = [zeroPadded(x), reader(w)];
  return [
    build(at(outputs, 0), ([b = 0, f = 0, ...o]) => {
      const first = Math.floor(f / (filters / attrs.group)) * perGroup;
      let sum = bias?.data[f] ?? 0;
      forEachIndex([perGroup, ...kernel], (tap) => {
        const [c = 0, ...k] = tap;
        sum += readX(b, first + c, place(attrs, o, k)) * readW([f, c, ...k]);
      });
      return sum;
    }),
  ];
};

/** Every x[b, c, i] adds x w[c, f, k] to y[b, g F/group + f, s i + d k - pad], g the group of c; plus bias */
export const convTranspose: Kernel<'convTranspose'> = ({ inputs, outputs, attrs }) => {
  const [x, w, bias] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const [channels, perGroup, ...kernel] = w.dims as [number, number, ...number[]];
  const { dtype, dims } = at(outputs, 0);
  const sizes = dims.slice(2);
  const plane = volume(sizes);
  const filters = at(dims, 1);
  const y = new Float64Array(volume(dims));
  const [readX, readW] = [reader(x), reader(w)];
  forEachIndex(x.dims, (index) => {
    const [b = 0, c = 0, ...i] = index;
    const first = Math.floor(c / (channels / attrs.group)) * perGroup;
    forEachIndex([perGroup, ...kernel], ([f = 0, ...k]) => {
      const to = place(attrs, i, k);
      if (!inside(to, sizes)) return;
      const flat = to.reduce((offset, n, axis) => offset * at(sizes, axis) + n, 0);
      const target = (b * filters + first + f) * plane + flat;
      y[target] = (y[target] as number) + readX(index) * readW([c, f, ...k]);
    });
  });
  if (bias)
    for (let n = 0; n < y.length; n++) y[n] = (y[n] as number) + (bias.data[Math.floor(n / plane) % filters] as number);
  return [{ dtype, dims, data: y }];
};

/** dw[f, c, k] = sum over b, o of dy[b, f, o] x[b, g C/group + c, s o + d k - pad] */
export const convWeightGrad: Kernel<'convWeightGrad'> = ({ inputs, outputs, attrs }) => {
  const [x, dy] = [at(inputs, 0), at(inputs, 1)];
  const [batch, filters, ...out] = dy.dims as [number, number, ...number[]];
  const perGroup = at(x.dims, 1) / attrs.group;
  const [readX, readDy] = [zeroPadded(x), reader(dy)];
  return [
    build(at(outputs, 0), ([f = 0, c = 0, ...k]) => {
      const first = Math.floor(f / (filters / attrs.group)) * perGroup;
      let sum = 0;
      forEachIndex([batch, ...out], ([b = 0, ...o]) => {
        sum += readDy([b, f, ...o]) * readX(b, first + c, place(attrs, o, k));
      });
      return sum;
    }),
  ];
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
  const read = zeroPadded(x);
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
        sum += read(b, c, from);
        if (counts(from)) count++;
      });
      return sum / count;
    }),
  ];
};
