import type { OnnxWriter, Value } from './op';
import { floatConstant } from './separable';

/** A convolution's weight and its number of groups, as the target can run it. */
export interface GroupedWeight {
  readonly weight: string;
  readonly group: number;
}

/**
 * [F, C / group, k..] as [F, C, k..] with zeros between the groups, where ONNX Runtime 1.30 has no kernel for groups
 * (3-D on WebGPU); as it is elsewhere.
 */
export function writeGroups(
  w: OnnxWriter,
  weight: string,
  dims: readonly number[],
  { group, dtype }: { readonly group: number; readonly dtype: Value['type']['dtype'] },
): GroupedWeight {
  const [filters, perGroup, ...kernel] = dims as [number, number, ...number[]];
  if (w.target === 'cpu' || kernel.length < 3 || group === 1) return { weight, group };
  const apart = w.node('Reshape', [weight, w.dims([filters, 1, perGroup, ...kernel])])[0] as string;
  const repeated = w.node('Expand', [apart, w.dims([filters, group, perGroup, ...kernel])])[0] as string;
  const dense = w.node('Reshape', [repeated, w.dims([filters, group * perGroup, ...kernel])])[0] as string;
  const own = Array.from({ length: filters * group * perGroup }, (_, n) => {
    const [filter, channel] = [Math.floor(n / (group * perGroup)), n % (group * perGroup)];
    return Math.floor(filter / (filters / group)) === Math.floor(channel / perGroup) ? 1 : 0;
  });
  const mask = w.constant(floatConstant(dtype, [filters, group * perGroup, ...kernel.map(() => 1)], own));
  return { weight: w.node('Mul', [dense, mask])[0] as string, group: 1 };
}
