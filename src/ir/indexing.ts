import { ShapeError } from '../core/errors';
import { type Dim, formatShape, type Shape, sizeOf, staticDims, type TensorType } from '../core/shape';
import type { Builder } from './builder';
import { commonDtype, expectDtype, inputAt } from './expect';
import { filledLike } from './gradients';
import type { GradientRuleArgs, OnnxWriter, OpName, Value } from './op';

/** What happens where several updates (and the element that was there) meet. */
export type ScatterReduction = 'none' | 'add' | 'mul' | 'max' | 'min';

/** The i-th input as indices: int32 or int64; negative ones count from the back. */
export function indicesAt(inputs: readonly TensorType[], index: number): TensorType {
  const type = inputAt(inputs, index);
  expectDtype(type, 'int32', 'int64');
  return type;
}

/** No axis of `inner` but those of `free` is longer than in `outer`; both have the same rank. */
export function expectWithin(inner: Shape, outer: Shape, free: number): void {
  if (inner.length !== outer.length)
    throw new ShapeError('rank', { expected: outer.length, actual: `${inner.length} ${formatShape(inner)}` });
  for (const [axis, size] of inner.entries()) {
    const room = outer[axis] as Dim;
    const fits = size === room || (typeof size === 'number' && typeof room === 'number' && size < room);
    if (axis !== free && !fits) throw new ShapeError('dim', { axis: `axis ${axis}`, expected: room, actual: size });
  }
}

/** x and updates of one dtype; gives the type of x. */
export function scatteredType(inputs: readonly TensorType[]): TensorType {
  const [x, updates] = [inputAt(inputs, 0), inputAt(inputs, 2)];
  commonDtype([x, updates]);
  return x;
}

/** `reduction` by its ONNX attribute; raises the opset to the one that knows it (add, mul: 16; max, min: 18). */
export function onnxReduction(w: OnnxWriter, reduction: ScatterReduction): { reduction?: string } {
  if (reduction === 'none') return {};
  w.requireOpset(reduction === 'max' || reduction === 'min' ? 18 : 16);
  return { reduction };
}

/** Indices as int64, the only type GatherND and ScatterND take. */
export function writeInt64(w: OnnxWriter, indices: string, { dtype }: TensorType): string {
  return dtype === 'int64' ? indices : (w.node('Cast', [indices], { to: 7 })[0] as string);
}

/** Zeros of the type of `like` under `shape`. */
export function zeros(b: Builder, like: Value, shape: Shape): Value {
  return b.op('expand', [b.scalar(0, like.type.dtype)], { shape: staticDims(shape) });
}

/** dx of gathering along one axis: dy [P, N, S] is added into zeros [P, n, S] at the indices [N]. */
export function gatherGradient(b: Builder, x: Value, indices: Value, dy: Value, axis: number): Value {
  const { shape } = x.type;
  const count = sizeOf(indices.type.shape);
  if (sizeOf(shape) === 0) return zeros(b, x, shape);
  if (axis === 0) {
    const rows = b.reshape(dy, [count, ...shape.slice(1)]);
    return b.op('scatterND', [zeros(b, x, shape), b.reshape(indices, [count, 1]), rows], { reduction: 'add' });
  }
  const [before, after] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  const flat = [before, count, after];
  const at = b.op('expand', [b.reshape(indices, [1, count, 1])], { shape: flat });
  const into = zeros(b, x, [before, shape[axis] as Dim, after]);
  const added = b.op('scatterElements', [into, at, b.reshape(dy, flat)], { axis: 1, reduction: 'add' });
  return b.reshape(added, shape);
}

export interface Scatter {
  readonly reduction: ScatterReduction;
  /** The elements of a tensor shaped like x that the indices name. */
  gather(source: Value): Value;
  /** Updates written into a tensor shaped like x. */
  scatter(into: Value, updates: Value, reduction: ScatterReduction): Value;
}

/**
 * Gradients of y = scatter(x, indices, updates). `none`: an element that was written over gets nothing. `max`, `min`: all
 * elements equal to the result share dy evenly. `mul`: dy times the product of the others, zeros among them included.
 * As torch.scatter_reduce does (derivatives.yaml, scatter_reduce_backward); of several writes to one place, all get dy.
 */
export function scatterGradient<K extends OpName>(
  { b, inputs, outputs, dy, needs }: GradientRuleArgs<K>,
  { reduction, gather, scatter }: Scatter,
): (Value | undefined)[] {
  const [x, , updates] = inputs as [Value, Value, Value];
  const y = outputs[0] as Value;
  const pair = (dx: () => Value, du: () => Value) => [
    needs[0] ? dx() : undefined,
    undefined,
    needs[2] ? du() : undefined,
  ];
  if (reduction === 'none')
    return pair(
      () => scatter(dy, filledLike(b, updates, 0), 'none'),
      () => gather(dy),
    );
  if (reduction === 'add')
    return pair(
      () => dy,
      () => gather(dy),
    );
  if (reduction === 'mul') {
    const { nonzero, zerosAmong } = factors(b, x, updates, scatter);
    const others = (value: Value, product: Value, zeroCount: Value) => productOfOthers(b, value, product, zeroCount);
    return pair(
      () => b.op('mul', [dy, others(x, nonzero, zerosAmong)]),
      () => b.op('mul', [gather(dy), others(updates, gather(nonzero), gather(zerosAmong))]),
    );
  }
  const hit = indicator(b, b.op('equal', [x, y]), x);
  const won = indicator(b, b.op('equal', [updates, gather(y)]), x);
  const share = b.op('div', [dy, scatter(hit, won, 'add')]);
  return pair(
    () => b.op('mul', [hit, share]),
    () => b.op('mul', [won, gather(share)]),
  );
}

/** 1 where the condition holds, else 0. */
function indicator(b: Builder, condition: Value, like: Value): Value {
  const { dtype } = like.type;
  return b.op('where', [condition, b.scalar(1, dtype), b.scalar(0, dtype)]);
}

/** At each place, the product of all factors that are not 0, and how many are. */
function factors(
  b: Builder,
  x: Value,
  updates: Value,
  scatter: Scatter['scatter'],
): { nonzero: Value; zerosAmong: Value } {
  const zero = b.scalar(0, x.type.dtype);
  const one = b.scalar(1, x.type.dtype);
  const isZero = (value: Value) => b.op('equal', [value, zero]);
  const without = (value: Value) => b.op('where', [isZero(value), one, value]);
  return {
    nonzero: scatter(without(x), without(updates), 'mul'),
    zerosAmong: scatter(indicator(b, isZero(x), x), indicator(b, isZero(updates), x), 'add'),
  };
}

/** The product of all factors but `value`: 0 where one of the others is. */
function productOfOthers(b: Builder, value: Value, nonzero: Value, zerosAmong: Value): Value {
  const zero = b.scalar(0, value.type.dtype);
  const one = b.scalar(1, value.type.dtype);
  const isZero = b.op('equal', [value, zero]);
  const otherZeros = b.op('sub', [zerosAmong, indicator(b, isZero, value)]);
  const product = b.op('div', [nonzero, b.op('where', [isZero, one, value])]);
  return b.op('where', [b.op('greater', [otherZeros, zero]), zero, product]);
}
