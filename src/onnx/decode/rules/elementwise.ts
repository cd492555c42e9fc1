import type { DType } from '../../../core/dtype';
import { normalizeAxis, sameShape } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { type NodeContext, type Rule, type RuleTable, since, type Versions } from '../rule';
import { castTo, mathsOf } from './math';

type Unary =
  | 'abs'
  | 'neg'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'reciprocal'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'sign'
  | 'erf'
  | 'not'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'isNan';

type Binary =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'pow'
  | 'equal'
  | 'greater'
  | 'greaterOrEqual'
  | 'less'
  | 'lessOrEqual'
  | 'and'
  | 'or'
  | 'xor';

const unary = (from: number, op: Unary): Versions => since(from, (c) => c.b.op(op, [c.x(0)]));

/** Both sides broadcast as in NumPy since opset 7; before, y's axes stood at `axis` of x. */
const binary = (from: number, op: Binary): Versions => [
  [1, (c) => c.b.op(op, [c.x(0), placed(c)])],
  [from, (c) => c.b.op(op, [c.x(0), c.x(1)])],
];

function placed(c: NodeContext): Value {
  const stretches = c.attrs.flag('broadcast', false);
  const axis = c.attrs.int('axis');
  const [x, y] = [c.x(0), c.x(1)];
  c.attrs.ignore('consumed_inputs');
  if (!stretches && !sameShape(x.type.shape, y.type.shape)) c.refuse('two shapes without broadcast');
  if (!stretches || axis === undefined) return y;
  const rank = x.type.shape.length;
  const after = rank - normalizeAxis(axis, rank) - y.type.shape.length;
  if (after < 0) c.refuse(`axis ${axis}`);
  return c.b.reshape(y, [...y.type.shape, ...new Array<number>(after).fill(1)]);
}

/** All inputs, at least one. */
function operands(c: NodeContext): [Value, ...Value[]] {
  return [c.x(0), ...Array.from({ length: c.arity - 1 }, (_, i) => c.x(i + 1))];
}

/** Any number of inputs, from the left. */
const variadic = (from: number, op: 'add' | 'max' | 'min'): Versions =>
  since(from, (c) => operands(c).reduce((total, next) => c.b.op(op, [total, next])));

/** Between numbers and bool; `saturate` is about 8-bit floats. */
function cast(c: NodeContext, to: DType): Value {
  c.attrs.ignore('saturate', 'round_mode');
  return castTo(c.b, c.x(0), to);
}

/** Ends known at import become attributes; others are limits like any value. */
const clip: Rule = (c) => {
  const ends = [1, 2].map((i) => (c.has(i) ? c.known(i)?.data[0] : undefined));
  const [min, max] = ends.map((end) => (end === undefined ? undefined : Number(end)));
  const open = [1, 2].filter((i) => c.has(i) && ends[i - 1] === undefined);
  let x = c.x(0);
  if (open.includes(1)) x = c.b.op('max', [x, c.x(1)]);
  if (open.includes(2)) x = c.b.op('min', [x, c.x(2)]);
  return clipped(c, x, min, max);
};

function clipped(c: NodeContext, x: Value, min: number | undefined, max: number | undefined): Value {
  if (min === undefined && max === undefined) return x;
  return c.b.op('clip', [x], { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
}

export const elementwiseRules: RuleTable = {
  Abs: unary(6, 'abs'),
  Neg: unary(6, 'neg'),
  Exp: unary(6, 'exp'),
  Log: unary(6, 'log'),
  Sqrt: unary(6, 'sqrt'),
  Reciprocal: unary(6, 'reciprocal'),
  Floor: unary(6, 'floor'),
  Ceil: unary(6, 'ceil'),
  Round: unary(11, 'round'),
  Sign: unary(9, 'sign'),
  Erf: unary(9, 'erf'),
  Sin: unary(7, 'sin'),
  Cos: unary(7, 'cos'),
  Tan: unary(7, 'tan'),
  Asin: unary(7, 'asin'),
  Acos: unary(7, 'acos'),
  Atan: unary(7, 'atan'),
  Sinh: unary(9, 'sinh'),
  Cosh: unary(9, 'cosh'),
  Asinh: unary(9, 'asinh'),
  Acosh: unary(9, 'acosh'),
  Atanh: unary(9, 'atanh'),
  IsNaN: unary(9, 'isNan'),
  IsInf: since(10, (c) =>
    c.b.op('isInf', [c.x(0)], {
      positive: c.attrs.flag('detect_positive', true),
      negative: c.attrs.flag('detect_negative', true),
    }),
  ),
  Not: unary(1, 'not'),
  Add: binary(7, 'add'),
  Sub: binary(7, 'sub'),
  Mul: binary(7, 'mul'),
  Div: binary(7, 'div'),
  Pow: binary(7, 'pow'),
  Mod: since(10, (c) => c.b.op('mod', [c.x(0), c.x(1)], { fmod: c.attrs.flag('fmod', false) })),
  And: binary(7, 'and'),
  Or: binary(7, 'or'),
  Xor: binary(7, 'xor'),
  Equal: binary(7, 'equal'),
  Greater: binary(7, 'greater'),
  GreaterOrEqual: since(12, (c) => c.b.op('greaterOrEqual', [c.x(0), c.x(1)])),
  Less: binary(7, 'less'),
  LessOrEqual: since(12, (c) => c.b.op('lessOrEqual', [c.x(0), c.x(1)])),
  Sum: variadic(6, 'add'),
  Max: variadic(6, 'max'),
  Min: variadic(6, 'min'),
  Mean: since(8, (c) => {
    const [x, ...rest] = operands(c);
    c.float(0);
    return mathsOf(c.b, x).div(
      rest.reduce((total, next) => c.b.op('add', [total, next]), x),
      c.arity,
    );
  }),
  Clip: [
    [6, (c) => clipped(c, c.float(0), c.attrs.float('min'), c.attrs.float('max'))],
    [11, clip],
  ],
  Where: since(9, (c) => c.b.op('where', [c.x(0), c.x(1), c.x(2)])),
  Cast: since(6, (c) => cast(c, c.dtypeFrom(c.attrs.int('to', 0)))),
  CastLike: since(15, (c) => cast(c, c.type(1).dtype)),
  Identity: since(1, (c) => c.x(0)),
};
