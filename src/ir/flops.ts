import type { Shape } from '../core/shape';
import type { Value } from './op';

/** Number of elements with the batch axis (and any other symbolic one) counted as 1. */
export function elementsForOne(shape: Shape): number {
  return shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
}

/** One operation for each output element. */
export function sizeForOne(node: { readonly outputs: readonly Value[] }): number {
  return elementsForOne(node.outputs[0]?.type.shape ?? []);
}
