import { atPort, ShapeError } from '../../core/errors';
import type { Builder } from '../../ir/builder';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { type Expression, inputsOf, parseExpression, unaryFunctions } from '../expression';
import { text } from '../fields';
import { defineLayer, type PortSpec } from '../layer';

const params = {
  formula: text({ en: 'Formula', 'zh-CN': '公式' }, 'a + b', {
    help: {
      en: 'Of inputs a to h: + - * / ^, numbers, pi, exp log sqrt abs sign sin cos tan tanh atan erf sigmoid relu softplus floor ceil, and max min sum mean: of several values element by element, of one over its last axis.',
      'zh-CN':
        '输入为 a 到 h：+ - * / ^、数字、pi、exp log sqrt abs sign sin cos tan tanh atan erf sigmoid relu softplus floor ceil，以及 max min sum mean：多个值时逐元素计算，单个值时沿最后一个轴计算。',
    },
  }),
};

/** A formula of its inputs, element by element; the letters in it are its ports. */
export const expression = defineLayer({
  type: 'expression',
  version: 1,
  migrations: {},
  group: 'merge',
  params,
  ports: ({ formula }) => ({
    inputs: inputsOf(formula).map((id): PortSpec => ({ id, label: { en: id, 'zh-CN': id } })),
    outputs: [{ id: 'y', label: { en: 'Output', 'zh-CN': '输出' } }],
  }),
  brief: ({ formula }) => (formula.length > 18 ? `${formula.slice(0, 17)}…` : formula),
  lower: ({ b }, inputs, { formula }) => {
    const ids = inputsOf(formula);
    for (const id of ids) atPort(id, () => expectLike(inputs[id] as Value, inputs[ids[0] as string] as Value));
    const y = evaluate(b, parseExpression(formula), inputs);
    if (y === undefined || typeof y === 'number')
      throw new ShapeError('syntax', { expected: 'a … h', actual: formula.trim() || 'end', position: 1 });
    return { y };
  },
  docs: {
    name: { en: 'Expression', 'zh-CN': '表达式' },
    summary: {
      en: 'Computes a formula of its inputs that you write, such as a * sigmoid(b) + 1; gradients follow by themselves.',
      'zh-CN': '计算你写下的公式，例如 a * sigmoid(b) + 1；梯度自动得出。',
    },
    formula: 'y = f(a, b, \\dots)',
    references: ['tf.keras.layers.Lambda', 'ONNX elementwise operators'],
    aliases: ['Lambda', 'formula', 'math', 'custom', 'function', '公式', '自定义', '数学'],
  },
});

/** Float and of as many axes as the first input: what differs in rank would stretch along the wrong axis. */
function expectLike({ type }: Value, first: Value): void {
  expectFloat(type);
  if (type.shape.length !== first.type.shape.length)
    throw new ShapeError('rank', { expected: first.type.shape.length, actual: type.shape.length });
}

type Inputs = Readonly<Record<string, Value>>;

/** Numbers stay numbers for as long as nothing else comes in. */
function evaluate(b: Builder, e: Expression, inputs: Inputs): Value | number {
  switch (e.kind) {
    case 'number':
      return e.value;
    case 'input':
      return inputs[e.name] as Value;
    case 'call': {
      const of = e.of.map((part) => evaluate(b, part, inputs));
      const numbers = of.filter((part) => typeof part === 'number');
      const folded = numbers.length === of.length ? computed(e.name, numbers) : undefined;
      return (
        folded ??
        applied(
          b,
          e.name,
          of.map((part) => asValue(b, part, inputs)),
          of,
        )
      );
    }
    default:
      return e satisfies never;
  }
}

function asValue(b: Builder, part: Value | number, inputs: Inputs): Value {
  if (typeof part !== 'number') return part;
  const [first] = Object.values(inputs);
  return b.scalar(part, first?.type.dtype ?? 'float32');
}

/** A call on numbers alone, where it is arithmetic. */
function computed(name: string, [x = 0, y = 0]: readonly number[]): number | undefined {
  switch (name) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '^':
      return x ** y;
    case 'neg':
      return -x;
    default:
      return undefined;
  }
}

const binary = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', max: 'max', min: 'min', sum: 'add' } as const;
const overLast = { max: 'reduceMax', min: 'reduceMin', sum: 'reduceSum', mean: 'reduceMean' } as const;
const has = <T extends object>(table: T, name: string): name is Extract<keyof T, string> => Object.hasOwn(table, name);

function applied(b: Builder, name: string, of: readonly Value[], given: readonly (Value | number)[]): Value {
  const [x, ...rest] = of as [Value, ...Value[]];
  if (name === 'neg') return b.op('neg', [x]);
  if (name === '^') return power(b, x, rest[0] as Value, given[1]);
  if (has(unaryFunctions, name)) return b.op(unaryFunctions[name], [x]);
  if (rest.length === 0 && has(overLast, name))
    return x.type.shape.length === 0 ? x : b.op(overLast[name], [x], { axes: [-1], keepDims: true });
  const operator = has(binary, name) ? binary[name] : 'add';
  const all = rest.reduce((sum, next) => b.op(operator, [sum, next]), x);
  return name === 'mean' ? b.op('div', [all, b.scalar(of.length, x.type.dtype)]) : all;
}

/** Squares and roots by operators that know their gradient at 0. */
function power(b: Builder, x: Value, exponent: Value, given: Value | number | undefined): Value {
  if (given === 2) return b.op('mul', [x, x]);
  if (given === 1) return x;
  return given === 0.5 ? b.op('sqrt', [x]) : b.op('pow', [x, exponent]);
}
