import { formatShape, normalizeAxis } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { scaledSize } from '../../../ir/ops/resize';
import type { CoordinateMode, NearestMode } from '../../../ir/resizing';
import type { NodeContext, Rule, RuleTable } from '../rule';

const modes = ['nearest', 'linear', 'cubic'] as const;
const coordinateModes = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
  'tf_crop_and_resize',
] as const satisfies readonly CoordinateMode[];
const nearestModes = [
  'round_prefer_floor',
  'round_prefer_ceil',
  'floor',
  'ceil',
] as const satisfies readonly NearestMode[];

interface Scaling {
  readonly sizes: readonly number[];
  readonly scales?: readonly number[];
}

/** Sizes afterwards of all axes, from factors. */
function byScales(c: NodeContext, scales: readonly number[]): Scaling {
  const dims = c.dims(0);
  if (scales.length !== dims.length || scales.some((scale) => scale <= 0)) c.refuse(`scales [${scales}]`);
  return { sizes: dims.map((size, axis) => scaledSize(size, scales[axis] ?? 1)), scales };
}

/** Values for some axes put among those of the others. */
function placed(rank: number, axes: readonly number[], values: readonly number[], others: readonly number[]): number[] {
  const all = Array.from({ length: rank }, (_, axis) => others[axis] ?? 0);
  for (const [i, axis] of axes.entries()) all[normalizeAxis(axis, rank)] = values[i] ?? 0;
  return all;
}

function floats(c: NodeContext, input: number, what: string): number[] {
  return c.elements(input, what).data.map(Number);
}

/** An empty tensor is as good as none. */
function given(c: NodeContext, input: number): boolean {
  return c.has(input) && c.type(input).shape[0] !== 0;
}

/** The IR's Resize leaves batch and channels alone. */
function spatialOf(c: NodeContext, { sizes, scales }: Scaling): Scaling {
  const dims = c.dims(0);
  for (const size of sizes) c.bounded(size);
  if (dims.length < 3 || sizes[0] !== dims[0] || sizes[1] !== dims[1])
    c.refuse(`${formatShape(dims)} to ${formatShape(sizes)}, batch and channels among it`);
  return { sizes: sizes.slice(2), ...(scales ? { scales: scales.slice(2) } : {}) };
}

/** Opset 7 and 9, and Resize of opset 10: places are o / scale, rounded down. */
function upsample(c: NodeContext, scales: readonly number[]): Value {
  const mode = c.attrs.choice('mode', 'nearest', modes);
  if (mode === 'cubic') c.refuse('mode cubic');
  const scaling = spatialOf(c, byScales(c, scales));
  return c.b.op('resize', [c.x(0)], { ...scaling, mode, coordinateMode: 'asymmetric', nearestMode: 'floor' });
}

const resize: Rule = (c) => {
  const rank = c.rank(0);
  const axes = c.attrs.ints('axes') ?? Array.from({ length: rank }, (_, axis) => axis);
  const mode = c.attrs.choice('mode', 'nearest', modes);
  const coordinateMode = c.attrs.choice('coordinate_transformation_mode', 'half_pixel', coordinateModes);
  const nearestMode = c.attrs.choice('nearest_mode', 'round_prefer_floor', nearestModes);
  const [cubicCoeffA, extrapolation] = [c.attrs.float('cubic_coeff_a', -0.75), c.attrs.float('extrapolation_value', 0)];
  const excludeOutside = c.attrs.flag('exclude_outside', false);
  if (c.attrs.flag('antialias', false)) c.attrs.unsupported('antialias', 1);
  c.attrs.choice('keep_aspect_ratio_policy', 'stretch', ['stretch']);
  c.ignore(1, 2, 3);
  const scaling = spatialOf(
    c,
    given(c, 3)
      ? { sizes: placed(rank, axes, c.ints(3, 'its sizes'), c.dims(0)) }
      : byScales(c, placed(rank, axes, floats(c, 2, 'its scales'), new Array<number>(rank).fill(1))),
  );
  if (coordinateMode === 'align_corners') expectWholeSizes(c, scaling);
  const attrs = { ...scaling, mode, coordinateMode };
  const isCrop = coordinateMode === 'tf_crop_and_resize';
  return c.b.op('resize', [c.x(0)], {
    ...attrs,
    ...(mode === 'nearest' ? { nearestMode } : {}),
    ...(mode === 'cubic' ? { cubicCoeffA } : {}),
    ...(excludeOutside ? { excludeOutside } : {}),
    ...(isCrop ? { roi: cropOf(c, rank, axes), extrapolation } : {}),
  });
};

/** With aligned corners ONNX counts a size of 2.4 as 2.4 and ONNX Runtime as 2. */
function expectWholeSizes(c: NodeContext, { sizes, scales }: Scaling): void {
  const exact = sizes.every((size, i) => !scales || size === c.size(0, i + 2) * (scales[i] ?? 1));
  if (!exact) c.refuse('aligned corners with scales that do not give whole sizes');
}

/** Starts, then ends, of the spatial axes. */
function cropOf(c: NodeContext, rank: number, axes: readonly number[]): number[] {
  const roi = floats(c, 1, 'its region');
  const part = (from: number, other: number) =>
    placed(rank, axes, roi.slice(from, from + axes.length), new Array<number>(rank).fill(other)).slice(2);
  return [...part(0, 0), ...part(axes.length, 1)];
}

export const resizeRules: RuleTable = {
  Resize: [
    [10, (c) => upsample(c, floats(c, 1, 'its scales'))],
    [11, resize],
  ],
  Upsample: [
    [7, (c) => upsample(c, c.attrs.floats('scales') ?? c.attrs.missing('scales'))],
    [9, (c) => upsample(c, floats(c, 1, 'its scales'))],
  ],
};
