import { ShapeError } from '../core/errors';
import { formatShape, type Shape } from '../core/shape';
import type { Value } from '../ir/op';
import { bool, float } from './fields';
import { ones, zeros } from './initializers';
import type { LowerContext } from './layer';

export const epsilonField = (value: number) =>
  float({ en: 'Epsilon', 'zh-CN': 'Epsilon' }, value, 1e-12, 1, {
    step: 1e-5,
    help: { en: 'Added to the variance, so that nothing is divided by zero.', 'zh-CN': '加到方差上，避免除以零。' },
  });

export const affineField = (value: boolean) =>
  bool({ en: 'Scale and shift', 'zh-CN': '缩放与平移' }, value, {
    help: { en: 'Learn a factor and an offset afterwards.', 'zh-CN': '归一化后再学习一个系数和一个偏移。' },
  });

/** Parameters `weight` (ones at first) and `bias` (zeros) of a shape, as torch.nn names and starts them. */
export function affineParts({ parameter }: LowerContext, shape: readonly number[], affine: boolean) {
  return affine ? { scale: parameter('weight', shape, ones), bias: parameter('bias', shape, zeros) } : {};
}

/** [B, C, ...]: float, at least two axes, and the number of channels. Throws `rank`, `symbolic`. */
export function expectChannelled(x: Value): number {
  const { shape } = x.type;
  if (shape.length < 2)
    throw new ShapeError('rank', { expected: '>= 2 [B, C, …]', actual: `${shape.length} ${formatShape(shape)}` });
  const channels = shape[1];
  if (typeof channels !== 'number') throw new ShapeError('symbolic', { actual: channels ?? '?' });
  return channels;
}

/** Elements of one channel of an example or (`batch`) of all of them; undefined where the size of the batch is not known. */
export function elementsAside(shape: Shape): number | undefined {
  return shape
    .toSpliced(1, 1)
    .reduce<number | undefined>((n, size) => (n === undefined || typeof size === 'string' ? undefined : n * size), 1);
}
