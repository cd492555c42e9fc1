import { tensor } from '../reference/tensor';
import { as, given, type Numbers, type OpCase, type OpCases } from './case';

type Draw = Numbers['normal'];
type BinaryName = 'add' | 'sub' | 'mul' | 'div';
type UnaryName = 'abs' | 'exp' | 'log' | 'neg' | 'relu' | 'sigmoid' | 'sqrt' | 'tanh';

/** Shapes that stretch in every way, then the other element types. `right` draws what stands on the right. */
function binaryCases<K extends BinaryName>(right: (numbers: Numbers) => Draw): OpCases<K>['cases'] {
  const shapes: readonly [string, readonly number[], readonly number[]][] = [
    ['same shape', [2, 3], [2, 3]],
    ['row', [2, 3], [3]],
    ['column', [2, 3], [2, 1]],
    ['both stretch', [2, 1, 4], [3, 1]],
    ['scalar left', [], [2, 3]],
    ['scalar right', [2, 3], []],
    ['scalars', [], []],
    ['axes of size 1', [1, 1], [1]],
    ['longer left', [2, 1, 1, 3], [1, 3]],
    ['empty', [0, 3], [3]],
    ['stretched to empty', [1, 3], [0, 3]],
  ];
  const attrs = {} as OpCase<K>['attrs'];
  const float = shapes.map(
    ([name, x, y]): OpCase<K> => ({ name, inputs: (n) => [n.normal(...x), right(n)(...y)], attrs }),
  );
  return [
    { name: 'float64', inputs: (n) => [as('float64', n.normal(3)), as('float64', right(n)(2, 1))], attrs },
    ...float,
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 2), right(n)(2)],
      attrs,
      declared: [['B', 2], [2]],
    },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 4, 3), n.whole('int32', 1, 9, 3)], attrs },
    { name: 'int64', inputs: (n) => [n.whole('int64', -9, 9, 4), n.whole('int64', 1, 9, 4)], attrs },
  ];
}

export const add: OpCases<'add'> = { gradient: 'rule', cases: binaryCases((n) => n.normal) };
export const sub: OpCases<'sub'> = { gradient: 'rule', cases: binaryCases((n) => n.normal) };
export const mul: OpCases<'mul'> = { gradient: 'rule', cases: binaryCases((n) => n.normal) };
export const div: OpCases<'div'> = { gradient: 'rule', cases: binaryCases((n) => n.nonzero) };

function comparisonCases<K extends 'equal' | 'greater'>(): OpCases<K>['cases'] {
  const attrs = {} as OpCase<K>['attrs'];
  return [
    {
      name: 'ties',
      inputs: (n) => [as('float32', n.whole('float32', -1, 1, 3, 4)), n.whole('float32', -1, 1, 4)],
      attrs,
    },
    { name: 'both stretch', inputs: (n) => [n.whole('float32', 0, 1, 3, 1), n.whole('float32', 0, 1, 2)], attrs },
    { name: 'scalar', inputs: (n) => [n.normal(5), given([], 0)], attrs },
    { name: 'signed zeros', inputs: () => [given([2], 0, -0), given([2], -0, 0)], attrs },
    { name: 'empty', inputs: (n) => [n.normal(0, 2), n.normal(2)], attrs },
    { name: 'int32', inputs: (n) => [n.whole('int32', -2, 2, 8), n.whole('int32', -2, 2, 8)], attrs },
    { name: 'int64', inputs: (n) => [n.whole('int64', -2, 2, 8), n.whole('int64', -2, 2, 8)], attrs },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.whole('float32', 0, 1, 3, 2), n.whole('float32', 0, 1, 2)],
      attrs,
      declared: [['B', 2], [2]],
    },
  ];
}

export const equal: OpCases<'equal'> = {
  gradient: 'zero',
  cases: [...comparisonCases<'equal'>(), { name: 'bool', inputs: (n) => [n.bool(8), n.bool(8)], attrs: {} }],
};
export const greater: OpCases<'greater'> = { gradient: 'zero', cases: comparisonCases() };

export const where: OpCases<'where'> = {
  gradient: 'rule',
  cases: [
    { name: 'same shape', inputs: (n) => [n.bool(2, 3), n.normal(2, 3), n.normal(2, 3)], attrs: {} },
    { name: 'all stretch', inputs: (n) => [n.bool(4, 1, 1), n.normal(3, 1), n.normal(2)], attrs: {} },
    { name: 'scalars', inputs: (n) => [n.bool(3, 2), given([], 2.5), given([], -1)], attrs: {} },
    { name: 'scalar condition', inputs: (n) => [tensor('bool', [], [1]), n.normal(2), n.normal(3, 1)], attrs: {} },
    { name: 'empty', inputs: (n) => [n.bool(1, 2), n.normal(0, 2), n.normal(2)], attrs: {} },
    { name: 'int32', inputs: (n) => [n.bool(6), n.whole('int32', 0, 9, 6), n.whole('int32', -9, 0, 6)], attrs: {} },
    {
      name: 'infinite on the side not taken',
      inputs: () => [tensor('bool', [2], [1, 0]), given([2], 1, Number.POSITIVE_INFINITY), given([2], Number.NaN, 2)],
      attrs: {},
      kink: true,
    },
  ],
};

function unaryCases<K extends UnaryName>(
  draw: (numbers: Numbers) => Draw,
  ...special: readonly OpCase<K>[]
): OpCases<K>['cases'] {
  const attrs = {} as OpCase<K>['attrs'];
  return [
    { name: 'matrix', inputs: (n) => [draw(n)(3, 5)], attrs },
    { name: 'scalar', inputs: (n) => [draw(n)()], attrs },
    { name: 'rank 4', inputs: (n) => [draw(n)(2, 1, 2, 3)], attrs },
    { name: 'empty', inputs: (n) => [draw(n)(2, 0)], attrs },
    { name: 'float64', inputs: (n) => [as('float64', draw(n)(4))], attrs },
    { name: 'symbolic batch', inputs: (n) => [draw(n)(3, 2)], attrs, declared: [['B', 2]] },
    ...special,
  ];
}

const unary = <K extends UnaryName>(name: string, values: readonly number[], kink?: true): OpCase<K> => ({
  name,
  inputs: () => [given([values.length], ...values)],
  attrs: {} as OpCase<K>['attrs'],
  ...(kink ? { kink } : {}),
});

export const abs: OpCases<'abs'> = {
  gradient: 'rule',
  cases: unaryCases((n) => n.nonzero, unary('zeros', [0, -0, 1, -1], true)),
};
export const exp: OpCases<'exp'> = {
  gradient: 'rule',
  cases: unaryCases((n) => n.normal, unary('far', [-30, 10, 20])),
};
export const log: OpCases<'log'> = {
  gradient: 'rule',
  cases: unaryCases((n) => n.positive, unary('near zero', [2 ** -12, 2 ** -10]), unary('far', [32, 64])),
};
export const neg: OpCases<'neg'> = { gradient: 'rule', cases: unaryCases((n) => n.normal) };
export const relu: OpCases<'relu'> = {
  gradient: 'rule',
  cases: unaryCases((n) => n.nonzero, unary('zeros', [0, -0, 1, -1], true)),
};
export const sigmoid: OpCases<'sigmoid'> = {
  gradient: 'rule',
  cases: unaryCases((n) => n.normal, unary('far', [-40, -3, 0, 3, 40])),
};
export const sqrt: OpCases<'sqrt'> = { gradient: 'rule', cases: unaryCases((n) => n.positive) };
export const tanh: OpCases<'tanh'> = {
  gradient: 'rule',
  cases: unaryCases((n) => n.normal, unary('far', [-40, 0, 40])),
};

export const cast: OpCases<'cast'> = {
  gradient: 'rule',
  cases: [
    { name: 'float32 to float64', inputs: (n) => [n.normal(2, 3)], attrs: { to: 'float64' } },
    { name: 'float64 to float32', inputs: (n) => [as('float64', n.normal(4))], attrs: { to: 'float32' } },
    { name: 'float32 to float32', inputs: (n) => [n.normal(4)], attrs: { to: 'float32' } },
    { name: 'towards zero', inputs: () => [given([6], -1.75, -1, -0.5, 0.5, 1, 1.75)], attrs: { to: 'int32' } },
    { name: 'float32 to int64', inputs: () => [given([4], -2.5, 2.5, 0, 1e6)], attrs: { to: 'int64' } },
    { name: 'float32 to uint8', inputs: () => [given([4], 0, 1.5, 127.9, 255)], attrs: { to: 'uint8' } },
    { name: 'float32 to bool', inputs: () => [given([5], 0, -0, 0.25, -1, 3)], attrs: { to: 'bool' } },
    { name: 'int32 to float32', inputs: (n) => [n.whole('int32', -9, 9, 5)], attrs: { to: 'float32' } },
    { name: 'int64 to int32', inputs: (n) => [n.whole('int64', -9, 9, 5)], attrs: { to: 'int32' } },
    { name: 'uint8 to float32', inputs: (n) => [n.whole('uint8', 0, 255, 5)], attrs: { to: 'float32' } },
    { name: 'bool to float32', inputs: (n) => [n.bool(5)], attrs: { to: 'float32' } },
    { name: 'empty', inputs: (n) => [n.normal(0)], attrs: { to: 'float64' } },
  ],
};
