import { ShapeError } from '../core/errors';
import { type Dim, formatShape, type Shape } from '../core/shape';

/** How a window slides over the spatial axes, one entry an axis. */
export interface WindowAttrs {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Zeros before and after each spatial axis. */
  readonly padBegin: readonly number[];
  readonly padEnd: readonly number[];
}

/** Reach of a dilated window: d (k - 1) + 1. */
export function reach(kernel: number, dilation: number): number {
  return dilation * (kernel - 1) + 1;
}

/** floor((size + pads - reach) / stride) + 1 for each spatial axis. Throws `window` where it does not fit; into nothing but padding it never does. */
export function windowedSizes(spatial: Shape, kernel: readonly number[], a: WindowAttrs): number[] {
  return spatial.map((size, i) => {
    if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: size });
    const room = size + (a.padBegin[i] ?? 0) + (a.padEnd[i] ?? 0) - reach(kernel[i] ?? 1, a.dilations[i] ?? 1);
    if (room < 0 || size === 0)
      throw new ShapeError('window', { expected: formatShape(kernel), actual: formatShape(spatial) });
    return Math.floor(room / (a.strides[i] ?? 1)) + 1;
  });
}

/** Windows side by side from the first element on, without padding; a rest at the end may belong to none. */
export function isTiling(a: WindowAttrs & { readonly kernel: readonly number[] }): boolean {
  return a.kernel.every(
    (k, i) =>
      k === (a.strides[i] ?? 1) &&
      ((a.dilations[i] ?? 1) === 1 || k === 1) &&
      (a.padBegin[i] ?? 0) === 0 &&
      (a.padEnd[i] ?? 0) === 0,
  );
}

/** The window's attributes by their ONNX names. */
export function onnxWindow(a: WindowAttrs): {
  strides: readonly number[];
  dilations: readonly number[];
  pads: readonly number[];
} {
  return { strides: a.strides, dilations: a.dilations, pads: [...a.padBegin, ...a.padEnd] };
}

/** Padding that gives ceil(size / stride) outputs, the odd one at the end (ONNX SAME_UPPER). */
export function samePadding(
  spatial: readonly Dim[],
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): { padBegin: number[]; padEnd: number[] } {
  const totals = spatial.map((size, i) => {
    if (typeof size !== 'number') throw new ShapeError('symbolic', { actual: size });
    const stride = strides[i] ?? 1;
    return Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach(kernel[i] ?? 1, dilations[i] ?? 1) - size);
  });
  return {
    padBegin: totals.map((total) => Math.floor(total / 2)),
    padEnd: totals.map((total) => Math.ceil(total / 2)),
  };
}

/**
 * Rows to add to `padEnd` so that the number of windows is rounded up, as PyTorch's and ONNX's ceil_mode; a window that would begin
 * behind the last element and its leading padding is left out.
 */
export function ceilOverhang(spatial: Shape, kernel: readonly number[], a: WindowAttrs): number[] {
  const least = windowedSizes(spatial, kernel, a);
  return least.map((out, i) => {
    const [size, begin, end] = [spatial[i] as number, a.padBegin[i] ?? 0, a.padEnd[i] ?? 0];
    const stride = a.strides[i] ?? 1;
    const span = reach(kernel[i] ?? 1, a.dilations[i] ?? 1);
    const start = out * stride;
    const isInside = start < size + begin && start + span > size + begin + end;
    const room = size + begin + end - span;
    return room % stride !== 0 && isInside ? start + span - (size + begin + end) : 0;
  });
}
