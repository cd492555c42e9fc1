import { type Shape, sameShape, staticDims } from '../core/shape';
import type { Builder } from './builder';
import type { Value } from './op';

/** Sums `dy` over the axes that broadcasting stretched, back to `shape`. */
export function unbroadcast(b: Builder, dy: Value, shape: Shape): Value {
  if (sameShape(dy.type.shape, shape)) return dy;
  const lead = dy.type.shape.length - shape.length;
  const axes = dy.type.shape.flatMap((dim, axis) =>
    axis < lead || (shape[axis - lead] === 1 && dim !== 1) ? [axis] : [],
  );
  const summed = axes.length > 0 ? b.op('reduceSum', [dy], { axes, keepDims: true }) : dy;
  return b.reshape(summed, shape);
}

/** A tensor of one repeated value, of the type of `like`; its sizes must be fixed. */
export function filledLike(b: Builder, like: Value, value: number): Value {
  return b.op('expand', [b.scalar(value, like.type.dtype)], { shape: staticDims(like.type.shape) });
}
