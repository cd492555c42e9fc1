import type { DType } from '../core/dtype';
import type { Builder } from './builder';
import type { Value } from './op';

type Term = Value | number;

/** Arithmetic that reads like its formula: a number stands for the rank-0 constant of `dtype`. */
export class Maths {
  constructor(
    private readonly b: Builder,
    private readonly dtype: DType,
  ) {}

  /** The value itself, or the constant a number stands for. */
  readonly value = (x: Term): Value => (typeof x === 'number' ? this.b.scalar(x, this.dtype) : x);

  readonly add = (x: Term, y: Term): Value => this.b.op('add', [this.value(x), this.value(y)]);
  readonly sub = (x: Term, y: Term): Value => this.b.op('sub', [this.value(x), this.value(y)]);
  readonly mul = (x: Term, y: Term): Value => this.b.op('mul', [this.value(x), this.value(y)]);
  readonly div = (x: Term, y: Term): Value => this.b.op('div', [this.value(x), this.value(y)]);
  readonly neg = (x: Value): Value => this.b.op('neg', [x]);
  readonly square = (x: Value): Value => this.b.op('mul', [x, x]);
  readonly sqrt = (x: Value): Value => this.b.op('sqrt', [x]);
  readonly exp = (x: Value): Value => this.b.op('exp', [x]);
  readonly log = (x: Value): Value => this.b.op('log', [x]);
  readonly abs = (x: Value): Value => this.b.op('abs', [x]);

  readonly greater = (x: Term, y: Term): Value => this.b.op('greater', [this.value(x), this.value(y)]);
  readonly less = (x: Term, y: Term): Value => this.b.op('less', [this.value(x), this.value(y)]);
  readonly equal = (x: Term, y: Term): Value => this.b.op('equal', [this.value(x), this.value(y)]);
  readonly where = (condition: Value, x: Term, y: Term): Value =>
    this.b.op('where', [condition, this.value(x), this.value(y)]);
}
