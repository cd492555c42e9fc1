import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, type Shape, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { expectFloat, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { defineOp, type OnnxAttribute, type OnnxWriter, type Value } from '../op';
import { writePicked, writeRepeated } from '../repeat';
import {
  blockSize,
  type CoordinateMode,
  interpolationMap,
  type NearestMode,
  nearestIndices,
  nearestMap,
  type ResizedAxis,
} from '../resizing';
import { transposedAlongAxis } from '../separable';

export interface ResizeAttrs {
  /** Sizes of the spatial axes afterwards. */
  readonly sizes: readonly number[];
  /** Factors the positions are computed with; sizes after / before where there are none. */
  readonly scales?: readonly number[];
  readonly mode: 'nearest' | 'linear' | 'cubic';
  readonly coordinateMode: CoordinateMode;
  /** Which neighbour `nearest` takes; the rounded one, halves downwards, unless said otherwise. */
  readonly nearestMode?: NearestMode;
  /** -0.75 unless said otherwise. */
  readonly cubicCoeffA?: number;
  readonly excludeOutside?: boolean;
  /** Starts, then ends of the spatial axes, as fractions (tf_crop_and_resize). */
  readonly roi?: readonly number[];
  /** Stands where the crop reaches beyond the input. */
  readonly extrapolation?: number;
}

declare module '../op' {
  interface OpAttrs {
    resize: ResizeAttrs;
  }
}

/** Interpolates the spatial axes: x [B, C, ...] -> y [B, C, ...sizes], 1-D to 3-D; cubic in two dimensions. */
export const resize = defineOp<'resize'>({
  name: 'resize',
  infer: (inputs, attrs) => {
    const { sizes, mode } = attrs;
    const x = inputAt(inputs, 0);
    const ranks = mode === 'cubic' ? [4] : [3, 4, 5];
    if (!ranks.includes(x.shape.length) || sizes.length !== x.shape.length - 2)
      throw new ShapeError('rank', {
        expected: ranks.join(' | '),
        actual: `${x.shape.length} ${formatShape(x.shape)}`,
      });
    const spatial = staticDims(x.shape.slice(2));
    if (mode !== 'nearest') expectFloat(x);
    if ([...spatial, ...sizes].some((size) => size < 1))
      throw new ShapeError('range', { expected: '>= 1', actual: Math.min(...spatial, ...sizes) });
    // ONNX Runtime copies an axis whose size stays, without the crop
    if (
      resizedAxes(x.shape, attrs).some(({ from, to, crop: [start, end] }) => from === to && (start !== 0 || end !== 1))
    )
      throw new ShapeError('range', {
        expected: 'roi 0 … 1 where the size stays',
        actual: (attrs.roi ?? []).join(' '),
      });
    return [{ dtype: x.dtype, shape: [x.shape[0] as Dim, x.shape[1] as Dim, ...sizes] }];
  },
  onnx: ({ w, inputs, attrs, node }) => {
    const [x, value] = [inputs[0] as string, node.inputs[0] as Value];
    return attrs.mode === 'nearest' ? [writeNearest(w, x, value, attrs)] : writeInterpolated(w, x, value, attrs);
  },
  gradient: ({ b, inputs, attrs, dy }) => [resizeGradient(b, (inputs[0] as Value).type.shape, attrs, dy)],
  flops: ({ inputs, outputs, attrs }) => {
    const taps = { nearest: 0, linear: 2, cubic: 4 }[attrs.mode] ** ((inputs[0]?.type.shape.length ?? 2) - 2);
    return 2 * taps * elementsForOne(outputs[0]?.type.shape ?? []);
  },
});

/** Size of an axis after scaling, as ONNX Runtime computes it in float32. */
export function scaledSize(from: number, scale: number): number {
  return Math.floor(Math.fround(from * Math.fround(scale)));
}

/** Every spatial axis with its scale. */
export function resizedAxes(shape: Shape, { sizes, scales, roi }: ResizeAttrs): ResizedAxis[] {
  return sizes.map((to, i) => {
    const from = shape[i + 2] as number;
    return { from, to, scale: scales?.[i] ?? to / from, crop: [roi?.[i] ?? 0, roi?.[i + sizes.length] ?? 1] };
  });
}

/** Indices of every axis in `nearest` mode. */
function copiedIndices(axes: readonly ResizedAxis[], { coordinateMode, nearestMode }: ResizeAttrs): number[][] {
  return axes.map((axis) => nearestIndices(axis, coordinateMode, nearestMode ?? 'round_prefer_floor'));
}

/** Whole blocks of copies, or one Gather an axis with indices computed here: the kernel's division may round across an element. */
function writeNearest(w: OnnxWriter, x: string, { type }: Value, attrs: ResizeAttrs): string {
  const axes = resizedAxes(type.shape, attrs);
  const indices = copiedIndices(axes, attrs);
  const factors = indices.map((list, i) => blockSize(list, axes[i]?.from ?? 0) ?? 0);
  if (!factors.includes(0))
    return writeRepeated(w, x, { dtype: type.dtype, sizes: axes.map(({ from }) => from), factors });
  return indices.reduce((resized, list, i) => {
    const isSame = list.length === axes[i]?.from && list.every((index, o) => index === o);
    return isSame ? resized : writePicked(w, resized, list, i + 2);
  }, x);
}

function writeInterpolated(w: OnnxWriter, x: string, { type }: Value, attrs: ResizeAttrs): string[] {
  const { mode, coordinateMode, cubicCoeffA, excludeOutside, extrapolation, roi } = attrs;
  if (coordinateMode === 'half_pixel_symmetric') w.requireOpset(19);
  const how: Record<string, OnnxAttribute> = { mode, coordinate_transformation_mode: coordinateMode };
  if (mode === 'cubic') how.cubic_coeff_a = { float: cubicCoeffA ?? -0.75 };
  if (excludeOutside) how.exclude_outside = 1;
  if (extrapolation !== undefined) how.extrapolation_value = { float: extrapolation };
  const crop = roi
    ? writeFloats(w, [0, 0, ...roi.slice(0, attrs.sizes.length), 1, 1, ...roi.slice(attrs.sizes.length)])
    : '';
  const isStatic = type.shape.every((dim) => typeof dim === 'number');
  if (!attrs.scales && isStatic)
    return w.node('Resize', [x, crop, '', w.dims([...type.shape.slice(0, 2), ...attrs.sizes])], how);
  const scales = resizedAxes(type.shape, attrs).map(({ from, to, scale }) =>
    attrs.scales ? scale : scaleTo(from, to),
  );
  return w.node('Resize', [x, crop, writeFloats(w, [1, 1, ...scales])], how);
}

function writeFloats(w: OnnxWriter, values: readonly number[]): string {
  return w.constant({ dtype: 'float32', dims: [values.length], data: Float32Array.from(values) });
}

/** The float32 nearest to to / from that gives `to` when multiplied and rounded down. */
function scaleTo(from: number, to: number): number {
  const scale = Math.fround(to / from);
  return scaledSize(from, scale) === to ? scale : scale * (1 + 2 ** -23);
}

/** Block copies: sums over the blocks. Else the transposed weights, axis by axis. */
function resizeGradient(b: Builder, shape: Shape, attrs: ResizeAttrs, dy: Value): Value {
  const axes = resizedAxes(shape, attrs);
  const indices = attrs.mode === 'nearest' ? copiedIndices(axes, attrs) : [];
  const factors = indices.map((list, i) => blockSize(list, axes[i]?.from ?? 0) ?? 0);
  if (attrs.mode === 'nearest' && !factors.includes(0)) return sumOverBlocks(b, dy, factors);
  return axes.reduce((dx, axis, i) => {
    if (attrs.mode === 'nearest') {
      return transposedAlongAxis(b, dx, i + 2, nearestMap(indices[i] ?? [], axis.from), axis.from);
    }
    const map = interpolationMap(axis, {
      mode: attrs.mode,
      coordinates: attrs.coordinateMode,
      cubicCoeffA: attrs.cubicCoeffA ?? -0.75,
      excludeOutside: attrs.excludeOutside ?? false,
    });
    return transposedAlongAxis(b, dx, i + 2, map, axis.from);
  }, dy);
}

function sumOverBlocks(b: Builder, dy: Value, factors: readonly number[]): Value {
  const none = factors.map(() => 0);
  const ones = factors.map(() => 1);
  const mean = b.op('averagePool', [dy], {
    kernel: factors,
    strides: factors,
    dilations: ones,
    padBegin: none,
    padEnd: none,
    countIncludePad: true,
  });
  const size = factors.reduce((product, factor) => product * factor, 1);
  return size === 1 ? dy : b.op('mul', [mean, b.scalar(size, dy.type.dtype)]);
}
