import type { OpCases } from './case';
import { at, unaryCases } from './unary';

export const abs: OpCases<'abs'> = {
  gradient: 'rule',
  cases: unaryCases<'abs'>((n) => n.nonzero, {}, [
    at('zeros', [0, -0, 1, -1], {}, true),
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 8)], attrs: {} },
    { name: 'int64', inputs: (n) => [n.whole('int64', -9, 9, 8)], attrs: {} },
  ]),
};
export const acos: OpCases<'acos'> = {
  gradient: 'rule',
  cases: unaryCases<'acos'>((n) => n.within, {}, [], { single: true }),
};
export const acosh: OpCases<'acosh'> = {
  gradient: 'rule',
  cases: unaryCases<'acosh'>((n) => n.aboveOne, {}, [], { single: true }),
};
export const asin: OpCases<'asin'> = {
  gradient: 'rule',
  cases: unaryCases<'asin'>((n) => n.within, {}, [], { single: true }),
};
export const asinh: OpCases<'asinh'> = {
  gradient: 'rule',
  cases: unaryCases<'asinh'>((n) => n.normal, {}, [at('far', [-1000, 0, 1000], {})], { single: true }),
};
export const atan: OpCases<'atan'> = {
  gradient: 'rule',
  cases: unaryCases<'atan'>((n) => n.normal, {}, [at('far', [-1000, 0, 1000], {})], { single: true }),
};
export const atanh: OpCases<'atanh'> = {
  gradient: 'rule',
  cases: unaryCases<'atanh'>((n) => n.within, {}, [], { single: true }),
};
export const ceil: OpCases<'ceil'> = {
  gradient: 'zero',
  cases: unaryCases<'ceil'>((n) => n.between, {}, [
    at('whole and not', [-2, -1.5, -0.25, 0, 0.25, 1.5, 2, 1e9], {}, true),
  ]),
};
export const cos: OpCases<'cos'> = {
  gradient: 'rule',
  cases: unaryCases<'cos'>((n) => n.normal, {}, [at('far', [-20, 0, 20], {})]),
};
export const cosh: OpCases<'cosh'> = {
  gradient: 'rule',
  cases: unaryCases<'cosh'>((n) => n.normal, {}, [], { single: true }),
};
export const erf: OpCases<'erf'> = {
  gradient: 'rule',
  cases: unaryCases<'erf'>((n) => n.normal, {}, [at('far', [-8, -3.5, 0, 3.5, 8], {})], { single: true }),
};
export const exp: OpCases<'exp'> = {
  gradient: 'rule',
  cases: unaryCases<'exp'>((n) => n.normal, {}, [at('far', [-30, 10, 20], {})]),
};
export const floor: OpCases<'floor'> = {
  gradient: 'zero',
  cases: unaryCases<'floor'>((n) => n.between, {}, [
    at('whole and not', [-2, -1.5, -0.25, 0, 0.25, 1.5, 2, 1e9], {}, true),
  ]),
};
export const log: OpCases<'log'> = {
  gradient: 'rule',
  cases: unaryCases<'log'>((n) => n.positive, {}, [at('near zero', [2 ** -12, 2 ** -10], {}), at('far', [32, 64], {})]),
};
export const neg: OpCases<'neg'> = {
  gradient: 'rule',
  cases: unaryCases<'neg'>((n) => n.normal, {}, [
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 8)], attrs: {} },
    { name: 'int64', inputs: (n) => [n.whole('int64', -9, 9, 8)], attrs: {} },
  ]),
};
export const reciprocal: OpCases<'reciprocal'> = {
  gradient: 'rule',
  cases: unaryCases<'reciprocal'>((n) => n.nonzero, {}),
};
export const round: OpCases<'round'> = {
  gradient: 'zero',
  cases: unaryCases<'round'>((n) => n.between, {}, [
    at('halves', [-2.5, -1.5, -0.5, 0, 0.5, 1.5, 2.5, 3.5], {}, true),
    at('large', [8388607, 8388606.5, 4194304.5, 4194305.5, -4194303.5, 16777216, 1e20, -1e20], {}, true),
    at('almost halves', [0.5 - 2 ** -25, 0.5 + 2 ** -24, 1.5 - 2 ** -23, -0.5 + 2 ** -25], {}, true),
  ]),
};
export const sign: OpCases<'sign'> = {
  gradient: 'zero',
  cases: unaryCases<'sign'>((n) => n.between, {}, [
    at('zeros', [0, -0, 1e-30, -1e-30], {}, true),
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 8)], attrs: {} },
    { name: 'int64', inputs: (n) => [n.whole('int64', -9, 9, 8)], attrs: {} },
  ]),
};
export const sin: OpCases<'sin'> = {
  gradient: 'rule',
  cases: unaryCases<'sin'>((n) => n.normal, {}, [at('far', [-20, 0, 20], {})]),
};
export const sinh: OpCases<'sinh'> = {
  gradient: 'rule',
  cases: unaryCases<'sinh'>((n) => n.normal, {}, [], { single: true }),
};
export const sqrt: OpCases<'sqrt'> = { gradient: 'rule', cases: unaryCases<'sqrt'>((n) => n.positive, {}) };
export const stopGradient: OpCases<'stopGradient'> = {
  gradient: 'zero',
  cases: unaryCases<'stopGradient'>((n) => n.normal, {}, [
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 8)], attrs: {} },
  ]),
};
export const tan: OpCases<'tan'> = {
  gradient: 'rule',
  cases: unaryCases<'tan'>((n) => n.within, {}, [], { single: true }),
};
export const tanh: OpCases<'tanh'> = {
  gradient: 'rule',
  cases: unaryCases<'tanh'>((n) => n.normal, {}, [at('far', [-40, 0, 40], {})]),
};

const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 3.4e38, -3.4e38, 1e-40];

export const isNan: OpCases<'isNan'> = {
  gradient: 'zero',
  cases: unaryCases<'isNan'>((n) => n.normal, {}, [at('odd', odd, {})]),
};

export const isInf: OpCases<'isInf'> = {
  gradient: 'zero',
  cases: [
    ...unaryCases<'isInf'>((n) => n.normal, { positive: true, negative: true }),
    at('either', odd, { positive: true, negative: true }),
    at('positive', odd, { positive: true, negative: false }),
    at('negative', odd, { positive: false, negative: true }),
    at('neither', odd, { positive: false, negative: false }),
  ],
};

export const not: OpCases<'not'> = {
  gradient: 'zero',
  cases: [
    { name: 'matrix', inputs: (n) => [n.bool(3, 4)], attrs: {} },
    { name: 'scalar', inputs: (n) => [n.bool()], attrs: {} },
    { name: 'empty', inputs: (n) => [n.bool(0, 2)], attrs: {} },
    { name: 'symbolic batch', inputs: (n) => [n.bool(3, 2)], attrs: {}, declared: [['B', 2]] },
  ],
};
