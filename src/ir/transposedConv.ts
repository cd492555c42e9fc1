import { type Dim, type Shape, staticDims } from '../core/shape';
import { writeGroups } from './denseWeight';
import type { OnnxWriter, Value } from './op';
import type { ConvTransposeAttrs } from './ops/convTranspose';
import { reach } from './window';

interface Operands {
  readonly x: string;
  readonly weight: string;
  readonly bias: string | undefined;
}

/**
 * A transposed convolution as a convolution: zeros between the elements of x (stride - 1 of them), the kernel turned round, its
 * input and output channels exchanged within each group, padding reach - 1 - pad.
 */
export function writeAsConv(
  w: OnnxWriter,
  names: Operands,
  [x, weight]: readonly [Value, Value],
  a: ConvTransposeAttrs,
): string {
  const kernel = staticDims(weight.type.shape.slice(2));
  const begin = kernel.map((k, i) => reach(k, a.dilations[i] ?? 1) - 1 - (a.padBegin[i] ?? 0));
  const end = kernel.map(
    (k, i) => reach(k, a.dilations[i] ?? 1) - (a.padEnd[i] ?? 0) + (a.outputPadding[i] ?? 0) - (a.strides[i] ?? 1),
  );
  const spread = writeSpread(w, names.x, x.type.shape, a.strides, x.type.dtype);
  const isCut = [...begin, ...end].some((rows) => rows < 0);
  const bordered = isCut ? writePad(w, spread, [0, 0, ...begin], [0, 0, ...end], x.type.dtype) : spread;
  const [channels, perGroup] = staticDims(weight.type.shape) as [number, number, ...number[]];
  const turned = writeTurned(w, names.weight, staticDims(weight.type.shape), a.group);
  const dims = [a.group * perGroup, channels / a.group, ...kernel];
  const { weight: own, group } = writeGroups(w, turned, dims, { group: a.group, dtype: x.type.dtype });
  return w.node('Conv', [bordered, own, ...(names.bias ? [names.bias] : [])], {
    strides: kernel.map(() => 1),
    dilations: a.dilations,
    pads: isCut ? [...begin, ...end].map(() => 0) : [...begin, ...end],
    kernel_shape: kernel,
    group,
  })[0] as string;
}

function writePad(
  w: OnnxWriter,
  x: string,
  begin: readonly number[],
  end: readonly number[],
  dtype: Value['type']['dtype'],
): string {
  return w.node('Pad', [x, w.dims([...begin, ...end]), w.scalar(0, dtype)])[0] as string;
}

/** [B, C, n..] -> [B, C, n s..]: s - 1 zeros after each element of every axis. */
function writeSpread(
  w: OnnxWriter,
  x: string,
  shape: Shape,
  strides: readonly number[],
  dtype: Value['type']['dtype'],
): string {
  if (strides.every((stride) => stride === 1)) return x;
  const lead = shape.slice(0, 2);
  const sizes = staticDims(shape.slice(2));
  const apart = w.node('Reshape', [x, w.dims([...lead, ...sizes.flatMap((n): Dim[] => [n, 1])])])[0] as string;
  const none = [0, 0, ...sizes.flatMap(() => [0, 0])];
  const gaps = [0, 0, ...strides.flatMap((stride) => [0, stride - 1])];
  const padded = writePad(w, apart, none, gaps, dtype);
  const wide = sizes.map((n, i) => n * (strides[i] ?? 1));
  return w.node('Reshape', [padded, w.dims([...lead, ...wide])])[0] as string;
}

/** [g c, f, k..] -> [g f, c, k..] with every kernel axis reversed. */
function writeTurned(w: OnnxWriter, weight: string, dims: readonly number[], group: number): string {
  const [channels, perGroup, ...kernel] = dims as [number, number, ...number[]];
  const axes = kernel.map((_, i) => i + 2);
  const turned = kernel.every((k) => k === 1)
    ? weight
    : (w.node('Slice', [
        weight,
        w.dims(kernel.map((k) => k - 1)),
        w.dims(kernel.map(() => -(2 ** 31))),
        w.dims(axes),
        w.dims(kernel.map(() => -1)),
      ])[0] as string);
  const inGroup = channels / group;
  const grouped = w.node('Reshape', [turned, w.dims([group, inGroup, perGroup, ...kernel])])[0] as string;
  const [swapped] = w.node('Transpose', [grouped], { perm: [0, 2, 1, ...axes.map((axis) => axis + 1)] });
  return w.node('Reshape', [swapped as string, w.dims([group * perGroup, inGroup, ...kernel])])[0] as string;
}
