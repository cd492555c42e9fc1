import { type DType, isFloat } from '../../core/dtype';
import { internal } from '../../core/errors';
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

type Binary = Kernel<'add' | 'sub' | 'mul' | 'div'>;

function binary(float: (x: number, y: number) => number, integer: (x: bigint, y: bigint) => bigint): Binary {
  return ({ inputs, outputs }) => {
    const type = at(outputs, 0);
    const [x, y] = [0, 1].map((i) => stretchedReader(at(inputs, i), type.dims.length));
    const apply = isFloat(type.dtype)
      ? float
      : (a: number, b: number) => wrapInteger(type.dtype, integer(BigInt(a), BigInt(b)));
    return [build(type, (index) => apply(x!(index), y!(index)))];
  };
}

export const add = binary(
  (x, y) => x + y,
  (x, y) => x + y,
);
export const sub = binary(
  (x, y) => x - y,
  (x, y) => x - y,
);
export const mul = binary(
  (x, y) => x * y,
  (x, y) => x * y,
);
/** Integers: towards zero, as C does. */
export const div = binary(
  (x, y) => x / y,
  (x, y) => x / y,
);

function comparison(holds: (x: number, y: number) => boolean): Kernel<'equal' | 'greater'> {
  return ({ inputs, outputs }) => {
    const type = at(outputs, 0);
    const [x, y] = [0, 1].map((i) => stretchedReader(at(inputs, i), type.dims.length));
    return [build(type, (index) => (holds(x!(index), y!(index)) ? 1 : 0))];
  };
}

export const equal = comparison((x, y) => x === y);
export const greater = comparison((x, y) => x > y);

export const where: Kernel<'where'> = ({ inputs, outputs }) => {
  const type = at(outputs, 0);
  const [condition, x, y] = [0, 1, 2].map((i) => stretchedReader(at(inputs, i), type.dims.length));
  return [build(type, (index) => (condition!(index) ? x!(index) : y!(index)))];
};

function unary(f: (x: number) => number): Kernel<'abs' | 'exp' | 'log' | 'neg' | 'relu' | 'sigmoid' | 'sqrt' | 'tanh'> {
  return ({ inputs }) => {
    const { dtype, dims, data } = at(inputs, 0);
    return [{ dtype, dims, data: data.map(f) }];
  };
}

export const abs = unary(Math.abs);
export const exp = unary(Math.exp);
export const log = unary(Math.log);
export const neg = unary((x) => -x);
export const relu = unary((x) => Math.max(x, 0));
export const sigmoid = unary((x) => 1 / (1 + Math.exp(-x)));
export const sqrt = unary(Math.sqrt);
export const tanh = unary(Math.tanh);

/** To bool: not zero. Float to integer: towards zero, then the low bits. */
export const cast: Kernel<'cast'> = ({ inputs, attrs: { to } }) => {
  const { dims, data } = at(inputs, 0);
  const convert = (x: number): number => {
    if (isFloat(to)) return x;
    return to === 'bool' ? Number(x !== 0) : wrapInteger(to, BigInt(Math.trunc(x)));
  };
  return [{ dtype: to, dims, data: data.map(convert) }];
};
