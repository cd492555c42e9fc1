import { type DType, isFloat } from '../../../core/dtype';
import type { Element, Known } from '../known';
import { dtypeFrom } from '../tensor';
import { type Fold, fill, readerOf, stretchedDims } from './fold';

/** The element as its type stores it: integers wrap, floats round. Undefined where the type's numbers are not computed here. */
function stored(dtype: DType, value: number | bigint): Element | undefined {
  switch (dtype) {
    case 'float64':
      return Number(value);
    case 'float32':
      return Math.fround(Number(value));
    case 'int32':
      return BigInt.asIntN(32, BigInt(value));
    case 'int64':
      return BigInt.asIntN(64, BigInt(value));
    case 'uint8':
      return BigInt.asUintN(8, BigInt(value));
    case 'bool':
      return value ? 1n : 0n;
    default:
      return undefined;
  }
}

type Binary = {
  readonly float?: (x: number, y: number) => number;
  readonly integer?: (x: bigint, y: bigint) => bigint | undefined;
};

function twoOf(inputs: readonly (Known | undefined)[]): [Known, Known] | undefined {
  const [x, y] = inputs;
  return x && y ? [x, y] : undefined;
}

function combine(x: Known, y: Known, dtype: DType, apply: (x: Element, y: Element) => Element | undefined) {
  const dims = stretchedDims([x.dims, y.dims]);
  if (!dims) return undefined;
  const [readX, readY] = [readerOf(x, dims.length), readerOf(y, dims.length)];
  return fill(dtype, dims, (index) => {
    const [a, b] = [readX(index), readY(index)];
    return a === undefined || b === undefined ? undefined : apply(a, b);
  });
}

/** Element by element with broadcasting; the first input's type. */
function binary({ float, integer }: Binary): Fold {
  return ({ inputs }) => {
    const pair = twoOf(inputs);
    if (!pair || pair[0].dtype !== pair[1].dtype) return undefined;
    const { dtype } = pair[0];
    return combine(...pair, dtype, (x, y) => {
      if (isFloat(dtype)) return float && stored(dtype, float(Number(x), Number(y)));
      if (typeof x !== 'bigint' || typeof y !== 'bigint' || dtype === 'bool') return undefined;
      const result = integer?.(x, y);
      return result === undefined ? undefined : stored(dtype, result);
    });
  };
}

/** Several inputs, folded from the left. */
function variadic(rule: Binary): Fold {
  const two = binary(rule);
  return (args) => {
    const [first, ...rest] = args.inputs;
    return rest.reduce<Known | undefined>((total, next) => total && two({ ...args, inputs: [total, next] }), first);
  };
}

function comparison(apply: (x: number | bigint, y: number | bigint) => boolean): Fold {
  return ({ inputs }) => {
    const pair = twoOf(inputs);
    return (
      pair &&
      combine(...pair, 'bool', (x, y) =>
        typeof x === 'string' || typeof y === 'string' ? undefined : apply(x, y) ? 1n : 0n,
      )
    );
  };
}

function unary(float: ((x: number) => number) | undefined, integer?: (x: bigint) => bigint): Fold {
  return ({ inputs: [x] }) =>
    x &&
    fill(x.dtype, x.dims, (index) => {
      const element = readerOf(x)(index);
      if (typeof element === 'bigint') return integer && stored(x.dtype, integer(element));
      return typeof element === 'number' && float ? stored(x.dtype, float(element)) : undefined;
    });
}

/** A size is itself, and never below 0; otherwise it may be any number. */
const equal: Fold = ({ inputs }) => {
  const pair = twoOf(inputs);
  return (
    pair &&
    combine(...pair, 'bool', (x, y) => {
      if (x === y) return 1n;
      const numbers = [x, y].filter((element) => typeof element !== 'string');
      return numbers.length === 2 || numbers.some((number) => number < 0) ? 0n : undefined;
    })
  );
};

const logical = (apply: (x: boolean, y: boolean) => boolean): Fold =>
  comparison((x, y) => apply(Boolean(x), Boolean(y)));

const bigMax = (x: bigint, y: bigint): bigint => (x > y ? x : y);
const bigMin = (x: bigint, y: bigint): bigint => (x < y ? x : y);

/** Rounds halves to even. */
function rint(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

/** The remainder with the sign of the divisor. */
function modulo(x: bigint, y: bigint): bigint {
  const rest = x % y;
  return rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest;
}

const castTo = (x: Known, dtype: DType): Known | undefined =>
  fill(dtype, x.dims, (index) => {
    const element = readerOf(x)(index);
    if (typeof element === 'string') return isFloat(dtype) || dtype === 'bool' ? undefined : element;
    if (element === undefined || (typeof element === 'number' && !isFloat(dtype) && !Number.isFinite(element)))
      return undefined;
    if (dtype === 'bool') return element ? 1n : 0n;
    return stored(dtype, typeof element === 'number' && !isFloat(dtype) ? BigInt(Math.trunc(element)) : element);
  });

export const elementwiseFolds: Readonly<Record<string, Fold>> = {
  Add: binary({ float: (x, y) => x + y, integer: (x, y) => x + y }),
  Sub: binary({ float: (x, y) => x - y, integer: (x, y) => x - y }),
  Mul: binary({ float: (x, y) => x * y, integer: (x, y) => x * y }),
  // integers truncate towards zero
  Div: binary({ float: (x, y) => x / y, integer: (x, y) => (y === 0n ? undefined : x / y) }),
  Pow: binary({ float: (x, y) => x ** y, integer: (x, y) => (y < 0n || y > 64n ? undefined : x ** y) }),
  Mod: ({ attrs, ...args }) =>
    attrs.flag('fmod', false)
      ? binary({ float: (x, y) => x % y })({ attrs, ...args })
      : binary({ integer: (x, y) => (y === 0n ? undefined : modulo(x, y)) })({ attrs, ...args }),
  Max: variadic({ float: Math.max, integer: bigMax }),
  Min: variadic({ float: Math.min, integer: bigMin }),
  Sum: variadic({ float: (x, y) => x + y }),
  Neg: unary(
    (x) => -x,
    (x) => -x,
  ),
  Abs: unary(Math.abs, (x) => (x < 0n ? -x : x)),
  Sign: unary(Math.sign, (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Round: unary(rint),
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Reciprocal: unary((x) => 1 / x),
  Relu: unary(
    (x) => Math.max(x, 0),
    (x) => bigMax(x, 0n),
  ),
  Equal: equal,
  Greater: comparison((x, y) => x > y),
  GreaterOrEqual: comparison((x, y) => x >= y),
  Less: comparison((x, y) => x < y),
  LessOrEqual: comparison((x, y) => x <= y),
  And: logical((x, y) => x && y),
  Or: logical((x, y) => x || y),
  Xor: logical((x, y) => x !== y),
  Not: ({ inputs: [x] }) => x && fill('bool', x.dims, (index) => (readerOf(x)(index) ? 0n : 1n)),
  Cast: ({ inputs: [x], attrs }) => {
    attrs.ignore('saturate');
    return x && castTo(x, dtypeFrom(attrs.int('to', 0), 'Cast'));
  },
  CastLike: ({ inputs: [x, like], attrs }) => {
    attrs.ignore('saturate');
    return x && like && castTo(x, like.dtype);
  },
  Where: ({ inputs: [condition, x, y] }) => {
    const dims = condition && x && y && stretchedDims([condition.dims, x.dims, y.dims]);
    if (!dims) return undefined;
    const [readCondition, readX, readY] = [condition, x, y].map((known) => readerOf(known, dims.length));
    return fill(x.dtype, dims, (index) => (readCondition?.(index) ? readX?.(index) : readY?.(index)));
  },
};
