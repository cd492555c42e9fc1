import { ShapeError } from '../core/errors';

/** A formula as a tree. `at`: where it begins in the text, from 0. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[]; readonly at: number };

/** Functions of one value, by the operator that computes them. */
export const unaryFunctions = {
  exp: 'exp',
  log: 'log',
  sqrt: 'sqrt',
  abs: 'abs',
  sign: 'sign',
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  tanh: 'tanh',
  atan: 'atan',
  erf: 'erf',
  sigmoid: 'sigmoid',
  relu: 'relu',
  softplus: 'softplus',
  floor: 'floor',
  ceil: 'ceil',
} as const;
/** Functions of several values, element by element; of one value, over its last axis. */
export const variadicFunctions = ['max', 'min', 'sum', 'mean'] as const;

const constants: Readonly<Record<string, number>> = { pi: Math.PI };
const inputNames = 'abcdefgh';

const isFunction = (name: string): boolean =>
  Object.hasOwn(unaryFunctions, name) || variadicFunctions.some((known) => known === name);

interface Token {
  readonly text: string;
  readonly at: number;
}

const END = 'end';
const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|([A-Za-z_]\w*)|([-+*/^(),]))/y;

/** Throws `syntax` at a character that begins nothing. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) {
      const bad = at + (text.slice(at).match(/^\s*/)?.[0].length ?? 0);
      throw syntax('+ - * / ^ ( ) , 0 … 9 a … h', text[bad] ?? END, bad);
    }
    const found = match[1] ?? match[2] ?? match[3] ?? '';
    at = TOKEN.lastIndex;
    tokens.push({ text: found, at: at - found.length });
  }
  return [...tokens, { text: END, at: text.length }];
}

/** Positions are said as people count, from 1. */
const syntax = (expected: string, actual: string, at: number) =>
  new ShapeError('syntax', { expected, actual, position: at + 1 });

/**
 * Reads a formula: + - * / ^ (to the right, above the sign: -a^2 is -(a^2)), numbers, pi, inputs a to h and functions.
 * Throws ShapeError `syntax` and `name` with the position of what is wrong.
 */
export function parseExpression(text: string): Expression {
  return new Parser(tokensOf(text)).whole();
}

/** Inputs a formula reads, in the order of the alphabet, whether or not it is whole; `a` where it reads none. */
export function inputsOf(text: string): string[] {
  const names = text.match(/(?<![\w.])[a-h](?!\w|\s*\()/g) ?? [];
  const found = [...new Set(names)].toSorted();
  return found.length > 0 ? found : ['a'];
}

class Parser {
  private next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const found = this.sum();
    this.expect(END, `+ - * / ^ | ${END}`);
    return found;
  }

  private get token(): Token {
    return this.tokens[this.next] ?? { text: END, at: 0 };
  }

  private take(): Token {
    const { token } = this;
    this.next++;
    return token;
  }

  private expect(text: string, said = text): void {
    if (this.token.text !== text) throw syntax(said, this.token.text, this.token.at);
    this.next++;
  }

  private sum(): Expression {
    return this.chain(['+', '-'], () => this.product());
  }

  private product(): Expression {
    return this.chain(['*', '/'], () => this.signed());
  }

  /** One or more operands with operators of one rank between them, from the left. */
  private chain(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    while (operators.includes(this.token.text)) {
      const { text, at } = this.take();
      left = { kind: 'call', name: text, of: [left, operand()], at };
    }
    return left;
  }

  private signed(): Expression {
    if (this.token.text === '+') {
      this.take();
      return this.signed();
    }
    if (this.token.text !== '-') return this.power();
    const { at } = this.take();
    return { kind: 'call', name: 'neg', of: [this.signed()], at };
  }

  private power(): Expression {
    const base = this.primary();
    if (this.token.text !== '^') return base;
    const { at } = this.take();
    return { kind: 'call', name: '^', of: [base, this.signed()], at };
  }

  private primary(): Expression {
    const { text, at } = this.take();
    if (/^[\d.]/.test(text)) return { kind: 'number', value: Number(text) };
    if (text === '(') {
      const inner = this.sum();
      this.expect(')');
      return inner;
    }
    if (text === END || !/^[A-Za-z_]/.test(text)) throw syntax('1 | a | f(a) | (', text, at);
    return this.token.text === '(' ? this.call(text, at) : named(text, at);
  }

  private call(name: string, at: number): Expression {
    if (!isFunction(name)) throw unknown(name, at);
    this.expect('(');
    const of = [this.sum()];
    while (this.token.text === ',') {
      this.take();
      of.push(this.sum());
    }
    if (of.length > 1 && Object.hasOwn(unaryFunctions, name)) throw syntax(`${name}(a)`, `${of.length} × ,`, at);
    this.expect(')', ', | )');
    return { kind: 'call', name, of, at };
  }
}

function named(name: string, at: number): Expression {
  const value = Object.hasOwn(constants, name) ? constants[name] : undefined;
  if (value !== undefined) return { kind: 'number', value };
  if (name.length === 1 && inputNames.includes(name)) return { kind: 'input', name };
  if (isFunction(name)) throw syntax(`${name}(`, name, at);
  throw unknown(name, at);
}

function unknown(name: string, at: number): ShapeError {
  const known = [...inputNames, ...Object.keys(constants), ...Object.keys(unaryFunctions), ...variadicFunctions];
  return new ShapeError('name', { expected: known.join(' '), actual: name, position: at + 1 });
}
