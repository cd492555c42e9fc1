import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, type Shape, sizeOf, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { expectFloat, expectRank, expectSome, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { defineOp, type OnnxWriter, type Value } from '../op';
import { floatConstant, transposedAlongAxis } from '../separable';
import { isTiling, onnxWindow, reach, windowedSizes } from '../window';
import type { PoolAttrs } from './maxPool';

export interface AveragePoolAttrs extends PoolAttrs {
  /** Padding counts as elements of value 0. */
  readonly countIncludePad: boolean;
  /** How much of `padEnd` never counts, an entry an axis: where rounding the number of windows up makes the last one overhang. */
  readonly overhang?: readonly number[];
}

declare module '../op' {
  interface OpAttrs {
    averagePool: AveragePoolAttrs;
  }
}

/** Mean of each window: x [B, C, ...] -> y [B, C, ...], 1-D to 3-D. */
export const averagePool = defineOp<'averagePool'>({
  name: 'averagePool',
  infer: (inputs, attrs) => {
    const { dtype, shape } = inputAt(inputs, 0);
    expectFloat({ dtype, shape });
    expectRank(shape, attrs.kernel.length + 2, '[B, C, …]');
    expectSome(shape[1], 'C');
    const sizes = windowedSizes(shape.slice(2), attrs.kernel, attrs);
    if (windowCounts(shape, attrs).some((counts) => counts.includes(0)))
      throw new ShapeError('window', { expected: formatShape(attrs.kernel), actual: formatShape(shape.slice(2)) });
    return [{ dtype, shape: [shape[0] as Dim, shape[1] as Dim, ...sizes] }];
  },
  onnx: ({ w, inputs, attrs, node }) => {
    const [x, value] = [inputs[0] as string, node.inputs[0] as Value];
    const counts = windowCounts(value.type.shape, attrs);
    if (attrs.dilations.some((dilation) => dilation > 1)) return [writeAsConv(w, x, value, attrs, counts)];
    const hasOverhang = attrs.overhang?.some((rows) => rows > 0) ?? false;
    const [mean] = w.node('AveragePool', [x], {
      strides: attrs.strides,
      pads: onnxWindow(attrs).pads,
      kernel_shape: attrs.kernel,
      count_include_pad: attrs.countIncludePad ? 1 : 0,
    });
    if (!attrs.countIncludePad || !hasOverhang) return [mean as string];
    // the kernel has divided by the whole window
    const share = countsTensor(counts).map((count) => sizeOf(attrs.kernel) / count);
    const correction = w.constant(
      floatConstant(value.type.dtype, [1, 1, ...counts.map(({ length }) => length)], share),
    );
    return w.node('Mul', [mean as string, correction]);
  },
  gradient: ({ b, inputs, attrs, dy }) => [averagePoolGradient(b, (inputs[0] as Value).type.shape, attrs, dy)],
  flops: ({ outputs, attrs }) => elementsForOne(outputs[0]?.type.shape ?? []) * sizeOf(attrs.kernel),
});

/** Elements each window counts, an array an axis: their product is the divisor. */
export function windowCounts(shape: Shape, a: AveragePoolAttrs): number[][] {
  const sizes = windowedSizes(shape.slice(2), a.kernel, a);
  return sizes.map((out, i) => {
    const [size, begin] = [shape[i + 2] as number, a.padBegin[i] ?? 0];
    const [first, last] = a.countIncludePad ? [-begin, size + (a.padEnd[i] ?? 0) - (a.overhang?.[i] ?? 0)] : [0, size];
    return Array.from({ length: out }, (_, o) => {
      const start = o * (a.strides[i] ?? 1) - begin;
      const taps = Array.from({ length: a.kernel[i] ?? 1 }, (_, k) => start + k * (a.dilations[i] ?? 1));
      return taps.filter((place) => place >= first && place < last).length;
    });
  });
}

/** Products of the counts of all axes, row-major. */
function countsTensor(counts: readonly (readonly number[])[]): number[] {
  return counts.reduce<number[]>((list, axis) => list.flatMap((product) => axis.map((count) => product * count)), [1]);
}

/** AveragePool knows dilation from opset 19 on, and not on the GPU: a convolution of each channel with ones does. */
function writeAsConv(
  w: OnnxWriter,
  x: string,
  { type }: Value,
  attrs: AveragePoolAttrs,
  counts: readonly (readonly number[])[],
): string {
  const channels = type.shape[1] as number;
  const ones = new Array<number>(channels * sizeOf(attrs.kernel)).fill(1);
  const weight = w.constant(floatConstant(type.dtype, [channels, 1, ...attrs.kernel], ones));
  const [sum] = w.node('Conv', [x, weight], { ...onnxWindow(attrs), kernel_shape: attrs.kernel, group: channels });
  const dims = [1, 1, ...counts.map(({ length }) => length)];
  return w.node('Div', [sum as string, w.constant(floatConstant(type.dtype, dims, countsTensor(counts)))])[0] as string;
}

/** Every element gains dy / count of each window it lies in. */
function averagePoolGradient(b: Builder, shape: Shape, attrs: AveragePoolAttrs, dy: Value): Value {
  const counts = windowCounts(shape, attrs);
  const { dtype } = dy.type;
  const divisors = countsTensor(counts);
  const [first = 1] = divisors;
  const isEven = divisors.every((count) => count === first);
  const divided = () =>
    b.op('div', [
      dy,
      isEven
        ? b.scalar(first, dtype)
        : b.constant(floatConstant(dtype, [1, 1, ...counts.map(({ length }) => length)], divisors)),
    ]);
  const spatial = staticDims(shape.slice(2));
  if (isTiling(attrs)) return spreadOverBlocks(b, divided(), spatial, attrs.kernel);
  if ([...attrs.strides, ...attrs.dilations].every((n) => n === 1)) {
    const whole = sizeOf(attrs.kernel);
    if (isEven && first === whole) return windowMeans(b, dy, spatial, attrs);
    return b.op('mul', [windowMeans(b, divided(), spatial, attrs), b.scalar(whole, dtype)]);
  }
  return spatial.reduce((dx, size, i) => transposedAlongAxis(b, dx, i + 2, coverage(size, i, attrs), size), divided());
}

/** Copies every element over its window, zeros over the rest. */
function spreadOverBlocks(b: Builder, dy: Value, spatial: readonly number[], kernel: readonly number[]): Value {
  const covered = staticDims(dy.type.shape.slice(2)).map((size, i) => size * (kernel[i] ?? 1));
  const spread = b.op('resize', [dy], {
    sizes: covered,
    mode: 'nearest',
    coordinateMode: 'asymmetric',
    nearestMode: 'floor',
  });
  const rest = spatial.map((size, i) => size - (covered[i] ?? 0));
  const none = rest.map(() => 0);
  if (rest.every((rows) => rows === 0)) return spread;
  return b.op('pad', [spread], { begin: [0, 0, ...none], end: [0, 0, ...rest], value: 0 });
}

/** Stride 1: the windows an element lies in are themselves a window of dy, padded by kernel - 1 - pad. */
function windowMeans(b: Builder, dy: Value, spatial: readonly number[], a: AveragePoolAttrs): Value {
  const padBegin = a.kernel.map((k, i) => k - 1 - (a.padBegin[i] ?? 0));
  const out = staticDims(dy.type.shape.slice(2));
  const padEnd = spatial.map((size, i) => size + (a.kernel[i] ?? 1) - 1 - (out[i] ?? 0) - (padBegin[i] ?? 0));
  const { kernel, strides, dilations } = a;
  return b.op('averagePool', [dy], { kernel, strides, dilations, padBegin, padEnd, countIncludePad: true });
}

/** 1 where window o of axis i covers the element, else 0. */
function coverage(size: number, i: number, a: AveragePoolAttrs): number[][] {
  const [k, stride, dilation, begin] = [a.kernel[i] ?? 1, a.strides[i] ?? 1, a.dilations[i] ?? 1, a.padBegin[i] ?? 0];
  const out = Math.floor((size + begin + (a.padEnd[i] ?? 0) - reach(k, dilation)) / stride) + 1;
  return Array.from({ length: out }, (_, o) => {
    const row = new Array<number>(size).fill(0);
    for (let tap = 0; tap < k; tap++) {
      const place = o * stride + tap * dilation - begin;
      if (place >= 0 && place < size) row[place] = 1;
    }
    return row;
  });
}
