import { fromNumbers } from '../core/dtype';
import { atPort, ShapeError } from '../core/errors';
import { type Dim, formatShape, type TensorType } from '../core/shape';
import type { Builder } from '../ir/builder';
import { expectDtype, expectFloat, expectRank } from '../ir/expect';
import type { Value } from '../ir/op';
import { bool } from './fields';
import type { PortSpec } from './layer';

/** Sizes of a sequence of vectors [B, T, D]. */
export interface SequenceSizes {
  readonly batch: Dim;
  readonly time: number;
  readonly features: number;
}

/** A sequence of float vectors [B, T, D] of fixed length. Throws ShapeError at `port`. */
export function expectSequence({ type }: Value, port: string): SequenceSizes {
  return atPort(port, () => {
    expectFloat(type);
    expectRank(type.shape, 3, '[B, T, D]');
    const [batch, time, features] = type.shape as [Dim, Dim, Dim];
    if (typeof time !== 'number' || typeof features !== 'number')
      throw new ShapeError('symbolic', { actual: formatShape(type.shape) });
    return { batch, time, features };
  });
}

/** Whole numbers as int32, of any shape. Throws `dtype` at `port`. */
export function expectTokens(b: Builder, tokens: Value, port: string): Value {
  atPort(port, () => expectDtype(tokens.type, 'int32', 'int64', 'uint8'));
  return tokens.type.dtype === 'int32' ? tokens : b.op('cast', [tokens], { to: 'int32' });
}

/** A layer that can be told which steps are real has this parameter, and with it the port. */
export const maskedField = bool({ en: 'Padding mask', 'zh-CN': '填充掩码' }, false, {
  help: {
    en: 'Adds an input that says which steps are real: true for a token, false for the padding after it.',
    'zh-CN': '增加一个输入，说明哪些步是真实的：词元为真，其后的填充为假。',
  },
});

export const maskPort: PortSpec = { id: 'mask', label: { en: 'Mask', 'zh-CN': '掩码' } };

/** The mask that belongs to a sequence: bool [B, T]. Throws ShapeError at `mask`. */
export function expectMask(mask: Value, { batch, time }: SequenceSizes): Value {
  return atPort('mask', () => {
    expectDtype(mask.type, 'bool');
    expectRank(mask.type.shape, 2, '[B, T]');
    const wanted = [batch, time];
    if (mask.type.shape.some((size, axis) => size !== wanted[axis]))
      throw new ShapeError('broadcast', { expected: formatShape(wanted), actual: formatShape(mask.type.shape) });
    return mask;
  });
}

/** bool [B, T] -> 1 and 0 of a float type, [B, T]. */
export function asNumbers(b: Builder, mask: Value, dtype: TensorType['dtype']): Value {
  return b.op('where', [mask, b.scalar(1, dtype), b.scalar(0, dtype)]);
}

/** How many steps are real: bool [B, T] -> int32 [B, 1]. */
export function lengths(b: Builder, mask: Value): Value {
  const ones = b.op('where', [mask, b.scalar(1, 'float32'), b.scalar(0, 'float32')]);
  return b.op('cast', [b.op('reduceSum', [ones], { axes: [1], keepDims: true })], { to: 'int32' });
}

/** 0 ... n - 1 under `dims`. */
export function countUp(b: Builder, dims: readonly number[]): Value {
  const size = dims.reduce((product, dim) => product * dim, 1);
  return b.constant({ dtype: 'int32', dims, data: Int32Array.from({ length: size }, (_, i) => i) });
}

/** The last real step of each sequence: y [B, T, H], mask [B, T] -> [B, H]; zeros where none is. */
export function lastReal(b: Builder, y: Value, mask: Value): Value {
  const [batch, time] = y.type.shape as [Dim, number, number];
  const isLast = b.op('equal', [countUp(b, [1, time]), b.op('sub', [lengths(b, mask), b.scalar(1, 'int32')])]);
  const chosen = b.reshape(asNumbers(b, isLast, y.type.dtype), [batch, time, 1]);
  return b.op('reduceSum', [b.op('mul', [y, chosen])], { axes: [1], keepDims: false });
}

/** y [B, T, H] with zeros where the mask [B, T] is false. */
export function onlyReal(b: Builder, y: Value, mask: Value): Value {
  const [batch, time] = y.type.shape as [Dim, number, number];
  return b.op('where', [b.reshape(mask, [batch, time, 1]), y, b.scalar(0, y.type.dtype)]);
}

/** A table of fixed numbers, in the precision of `dtype`. */
export function fixedTable(
  b: Builder,
  dtype: TensorType['dtype'],
  dims: readonly [number, number],
  at: (row: number, column: number) => number,
): Value {
  const [rows, columns] = dims;
  const values = Array.from({ length: rows * columns }, (_, n) => at(Math.floor(n / columns), n % columns));
  return b.constant({ dtype, dims, data: fromNumbers(dtype, values) });
}
