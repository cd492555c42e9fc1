import type { DType } from '../../../core/dtype';
import { normalizeAxis, type Shape, staticDims } from '../../../core/shape';
import type { Builder } from '../../../ir/builder';
import { Maths } from '../../../ir/maths';
import type { OpAttrs, OpName, Value } from '../../../ir/op';
import type { ReduceAttrs } from '../../../ir/reduction';
import type { NodeContext } from '../rule';

/** Arithmetic in which a number is a constant of the element type of `like`. */
export function mathsOf(b: Builder, like: Value): Maths {
  return new Maths(b, like.type.dtype);
}

/** Names of the IR's reductions. */
export type Reduction = { [K in OpName]: OpAttrs[K] extends ReduceAttrs ? K : never }[OpName];

/** A reduction; over no axes the value itself. */
export function reduce(b: Builder, op: Reduction, x: Value, { axes, keepDims }: ReduceAttrs): Value {
  return axes.length === 0 ? x : b.op(op, [x], { axes, keepDims });
}

/** The mean of (x - mean)^2, reduced axes kept as 1, and x - mean. */
export function moments(b: Builder, x: Value, axes: readonly number[]) {
  const m = mathsOf(b, x);
  const mean = reduce(b, 'reduceMean', x, { axes, keepDims: true });
  const centered = m.sub(x, mean);
  return { mean, centered, variance: reduce(b, 'reduceMean', m.square(centered), { axes, keepDims: true }) };
}

/** A vector set to meet axis `axis` of `rank`. */
export function along(b: Builder, x: Value, axis: number, rank: number): Value {
  const dims = new Array<number>(rank).fill(1);
  return b.reshape(x, dims.with(normalizeAxis(axis, rank), x.type.shape[0] as number));
}

/** 0, 1, 2 ... along one axis of `rank`. */
export function rangeAlong(c: NodeContext, size: number, axis: number, rank: number, dtype: DType): Value {
  const dims = new Array<number>(rank).fill(1).with(axis, size);
  const data = Int32Array.from({ length: c.bounded(size) }, (_, i) => i);
  return castTo(c.b, c.b.constant({ dtype: 'int32', dims, data }), dtype);
}

export function castTo(b: Builder, x: Value, to: DType): Value {
  return x.type.dtype === to ? x : b.op('cast', [x], { to });
}

export function expandTo(b: Builder, x: Value, shape: Shape): Value {
  return b.op('expand', [x], { shape: staticDims(shape) });
}

/** All axes of a rank. */
export function allAxes(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}
