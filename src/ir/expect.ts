import { type DType, dtypes } from '../core/dtype';
import { ShapeError } from '../core/errors';
import { type Dim, formatShape, type Shape, type TensorType } from '../core/shape';

/** The i-th input type; throws `arity` where it is missing. */
export function inputAt(inputs: readonly TensorType[], index: number): TensorType {
  const type = inputs[index];
  if (!type) throw new ShapeError('arity', { expected: index + 1, actual: inputs.length });
  return type;
}

export function expectRank(shape: Shape, rank: number, layout: string): void {
  if (shape.length !== rank)
    throw new ShapeError('rank', { expected: `${rank} ${layout}`, actual: `${shape.length} ${formatShape(shape)}` });
}

export function expectDim(actual: Dim | undefined, expected: Dim | undefined, axis: string): void {
  if (actual !== expected)
    throw new ShapeError('dim', { axis, expected: expected ?? 'none', actual: actual ?? 'none' });
}

/** A size that must not be 0; symbolic ones are taken to be more. */
export function expectSome(actual: Dim | undefined, axis: string): void {
  if (actual === 0) throw new ShapeError('dim', { axis, expected: '>= 1', actual });
}

export function expectDtype(type: TensorType, ...allowed: readonly DType[]): void {
  if (!allowed.includes(type.dtype))
    throw new ShapeError('dtype', { expected: allowed.join(' | '), actual: type.dtype });
}

export function expectFloat(type: TensorType): void {
  expectDtype(type, 'float32', 'float64', 'float16');
}

/** Anything but bool. */
export function expectNumeric(type: TensorType): void {
  expectDtype(type, ...dtypes.filter((dtype) => dtype !== 'bool'));
}

/** The dtype all inputs share; throws `dtype` where they differ. */
export function commonDtype(inputs: readonly TensorType[]): DType {
  const { dtype } = inputAt(inputs, 0);
  for (const type of inputs) expectDtype(type, dtype);
  return dtype;
}
