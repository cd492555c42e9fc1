import { type DType, isFloat } from '../../core/dtype';
import { internal } from '../../core/errors';
import type { OpAttrs, OpName } from '../../ir/op';
import { at, type Kernel } from './kernel';
import { build, stretchedReader } from './tensor';

const bits: Partial<Record<DType, (value: bigint) => bigint>> = {
  int8: (value) => BigInt.asIntN(8, value),
  int16: (value) => BigInt.asIntN(16, value),
  int32: (value) => BigInt.asIntN(32, value),
  int64: (value) => BigInt.asIntN(64, value),
  uint8: (value) => BigInt.asUintN(8, value),
  uint16: (value) => BigInt.asUintN(16, value),
  uint32: (value) => BigInt.asUintN(32, value),
  uint64: (value) => BigInt.asUintN(64, value),
};

/** An integer as its type stores it: two's complement wraps. */
export function wrapInteger(dtype: DType, value: bigint): number {
  const wrapped = Number((bits[dtype] ?? internal(`no integer arithmetic on ${dtype}`))(value));
  if (!Number.isSafeInteger(wrapped)) internal(`${wrapped} is not exact in float64`);
  return wrapped;
}

function binary<K extends OpName>(
  float: (x: number, y: number, attrs: OpAttrs[K]) => number,
  integer: (x: bigint, y: bigint, attrs: OpAttrs[K]) => bigint,
): Kernel<K> {
  return ({ inputs, outputs, attrs }) => {
    const type = at(outputs, 0);
    const [x, y] = [0, 1].map((i) => stretchedReader(at(inputs, i), type.dims.length));
    const apply = isFloat(type.dtype)
      ? (a: number, b: number) => float(a, b, attrs)
      : (a: number, b: number) => wrapInteger(type.dtype, integer(BigInt(a), BigInt(b), attrs));
    return [build(type, (index) => apply(x!(index), y!(index)))];
  };
}

export const add = binary<'add'>(
  (x, y) => x + y,
  (x, y) => x + y,
);
export const sub = binary<'sub'>(
  (x, y) => x - y,
  (x, y) => x - y,
);
export const mul = binary<'mul'>(
  (x, y) => x * y,
  (x, y) => x * y,
);
/** Integers: towards zero, as C does. */
export const div = binary<'div'>(
  (x, y) => x / y,
  (x, y) => x / y,
);

export const max = binary<'max'>(
  (x, y) => Math.max(x, y),
  (x, y) => (x > y ? x : y),
);
export const min = binary<'min'>(
  (x, y) => Math.min(x, y),
  (x, y) => (x < y ? x : y),
);
/** With `fmod` the sign is that of x, without that of y. */
export const mod = binary<'mod'>(
  (x, y, { fmod }) => {
    const rest = x % y;
    return fmod || rest === 0 || rest < 0 === y < 0 ? rest : rest + y;
  },
  (x, y, { fmod }) => {
    const rest = x % y;
    return fmod || rest === 0n || rest < 0n === y < 0n ? rest : rest + y;
  },
);

/** Of the type of x, whatever that of y. */
export const pow: Kernel<'pow'> = ({ inputs, outputs }) => {
  const type = at(outputs, 0);
  const [x, y] = [0, 1].map((i) => stretchedReader(at(inputs, i), type.dims.length));
  return [build(type, (index) => x!(index) ** y!(index))];
};

function comparison<K extends OpName>(holds: (x: number, y: number) => boolean): Kernel<K> {
  return ({ inputs, outputs }) => {
    const type = at(outputs, 0);
    const [x, y] = [0, 1].map((i) => stretchedReader(at(inputs, i), type.dims.length));
    return [build(type, (index) => (holds(x!(index), y!(index)) ? 1 : 0))];
  };
}

export const equal = comparison<'equal'>((x, y) => x === y);
export const greater = comparison<'greater'>((x, y) => x > y);
export const greaterOrEqual = comparison<'greaterOrEqual'>((x, y) => x >= y);
export const less = comparison<'less'>((x, y) => x < y);
export const lessOrEqual = comparison<'lessOrEqual'>((x, y) => x <= y);
export const and = comparison<'and'>((x, y) => x === 1 && y === 1);
export const or = comparison<'or'>((x, y) => x === 1 || y === 1);
export const xor = comparison<'xor'>((x, y) => x !== y);

export const where: Kernel<'where'> = ({ inputs, outputs }) => {
  const type = at(outputs, 0);
  const [condition, x, y] = [0, 1, 2].map((i) => stretchedReader(at(inputs, i), type.dims.length));
  return [build(type, (index) => (condition!(index) ? x!(index) : y!(index)))];
};

/** To bool: not zero. Float to integer: towards zero, then the low bits. */
export const cast: Kernel<'cast'> = ({ inputs, attrs: { to } }) => {
  const { dims, data } = at(inputs, 0);
  const convert = (x: number): number => {
    if (isFloat(to)) return x;
    return to === 'bool' ? Number(x !== 0) : wrapInteger(to, BigInt(Math.trunc(x)));
  };
  return [{ dtype: to, dims, data: data.map(convert) }];
};
