import { tensor } from '../reference/tensor';
import { as, given, type OpCase, type OpCases } from './case';
import type { Draw } from './unary';

type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min' | 'mod' | 'pow';

/** Shapes that stretch in every way, then the other element types. `right` draws what stands on the right. */
function binaryCases<K extends BinaryName>(
  left: Draw,
  right: Draw,
  attrs: OpCase<K>['attrs'],
  special: readonly OpCase<K>[] = [],
): OpCases<K>['cases'] {
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
  const float = shapes.map(
    ([name, x, y]): OpCase<K> => ({ name, inputs: (n) => [left(n)(...x), right(n)(...y)], attrs }),
  );
  return [
    { name: 'float64', inputs: (n) => [as('float64', left(n)(3)), as('float64', right(n)(2, 1))], attrs },
    ...float,
    {
      name: 'symbolic batch',
      inputs: (n) => [left(n)(3, 2), right(n)(2)],
      attrs,
      declared: [['B', 2], [2]],
    },
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 4, 3), n.whole('int32', 1, 9, 3)], attrs },
    { name: 'int64', inputs: (n) => [n.whole('int64', -9, 9, 4), n.whole('int64', 1, 9, 4)], attrs },
    ...special,
  ];
}

const normal: Draw = (n) => n.normal;
const nonzero: Draw = (n) => n.nonzero;
const positive: Draw = (n) => n.positive;

export const add: OpCases<'add'> = { gradient: 'rule', cases: binaryCases<'add'>(normal, normal, {}) };
export const sub: OpCases<'sub'> = { gradient: 'rule', cases: binaryCases<'sub'>(normal, normal, {}) };
export const mul: OpCases<'mul'> = { gradient: 'rule', cases: binaryCases<'mul'>(normal, normal, {}) };
export const div: OpCases<'div'> = { gradient: 'rule', cases: binaryCases<'div'>(normal, nonzero, {}) };

/** Multiples of 1/128 against multiples of 1/64: never equal. */
function extremeCases<K extends 'max' | 'min'>(): OpCases<K> {
  const attrs = {} as OpCase<K>['attrs'];
  const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
  return {
    gradient: 'rule',
    cases: binaryCases<K>((n) => n.between, normal, attrs, [
      {
        name: 'ties',
        inputs: (n) => [n.whole('float32', -1, 1, 3, 4), n.whole('float32', -1, 1, 4)],
        attrs,
        kink: true,
      },
      {
        name: 'not a number',
        inputs: () => [given([4], nan, 1, nan, 2), given([4], 1, nan, nan, 3)],
        attrs,
        kink: true,
      },
      { name: 'infinite', inputs: () => [given([3], inf, -inf, 1), given([3], 1, 1, -inf)], attrs, kink: true },
      {
        name: 'apart by the last bit',
        inputs: () => [given([2], 1, 1), given([2], 1 + 2 ** -23, 1 - 2 ** -24)],
        attrs,
        kink: true,
      },
    ]),
  };
}

export const max = extremeCases<'max'>();
export const min = extremeCases<'min'>();

const signs = () => [given([4], 5.5, -5.5, 5.5, -5.5), given([4], 3, 3, -3, -3)];
/** Quotients away from whole numbers. */
function modCases(fmod: boolean): OpCases<'mod'>['cases'] {
  const attrs = { fmod };
  const name = fmod ? 'sign of the left' : 'sign of the right';
  const named = binaryCases<'mod'>(
    (n) => n.between,
    (n) => n.aboveOne,
    attrs,
  ).map((item) => ({
    ...item,
    name: `${item.name}, ${name}`,
  })) as [OpCase<'mod'>];
  return [
    ...named,
    { name: `signs, ${name}`, inputs: signs, attrs },
    {
      name: `whole signs, ${name}`,
      inputs: () => signs().map((x) => as('int32', { ...x, data: x.data.map(Math.trunc) })),
      attrs,
    },
    {
      name: `multiples, ${name}`,
      inputs: () => [given([5], 6, -6, 0, 0.75, -1.5), given([5], 3, 3, 3, 0.25, 0.375)],
      attrs,
      kink: true,
    },
  ];
}
export const mod: OpCases<'mod'> = { gradient: 'rule', cases: [...modCases(true), ...modCases(false)] };

export const pow: OpCases<'pow'> = {
  gradient: 'rule',
  cases: binaryCases<'pow'>(positive, normal, {}, [
    { name: 'integer exponents', inputs: (n) => [n.nonzero(2, 5), tensor('int32', [5], [-2, -1, 0, 2, 3])], attrs: {} },
    { name: 'int64 exponents', inputs: (n) => [n.nonzero(4), tensor('int64', [4], [-1, 0, 1, 2])], attrs: {} },
    { name: 'float of an integer', inputs: (n) => [n.whole('int32', 1, 9, 4), given([4], 0, 1, 2, 3)], attrs: {} },
    { name: 'exponents of another precision', inputs: (n) => [as('float64', n.positive(4)), n.normal(4)], attrs: {} },
    {
      name: 'zero to a power',
      inputs: () => [given([5], 0, 0, 0, 0, 0), given([5], 0, 0.5, 1, 2, 3)],
      attrs: {},
      kink: true,
    },
    { name: 'to the power of zero', inputs: () => [given([3], -2, 0, 3), given([3], 0, 0, 0)], attrs: {}, kink: true },
    {
      name: 'negative to a whole power',
      inputs: () => [given([4], -2, -1.5, -1, -0.5), given([4], 2, 3, -1, -2)],
      attrs: {},
      kink: true,
    },
  ]),
};

function comparisonCases<
  K extends 'equal' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual',
>(): OpCases<K>['cases'] {
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
export const greaterOrEqual: OpCases<'greaterOrEqual'> = { gradient: 'zero', cases: comparisonCases() };
export const less: OpCases<'less'> = { gradient: 'zero', cases: comparisonCases() };
export const lessOrEqual: OpCases<'lessOrEqual'> = { gradient: 'zero', cases: comparisonCases() };

function logicalCases<K extends 'and' | 'or' | 'xor'>(): OpCases<K>['cases'] {
  const attrs = {} as OpCase<K>['attrs'];
  return [
    { name: 'truth table', inputs: () => [tensor('bool', [2, 1], [0, 1]), tensor('bool', [2], [0, 1])], attrs },
    { name: 'same shape', inputs: (n) => [n.bool(3, 4), n.bool(3, 4)], attrs },
    { name: 'longer left', inputs: (n) => [n.bool(2, 1, 3), n.bool(3)], attrs },
    { name: 'scalar', inputs: (n) => [n.bool(), n.bool(4)], attrs },
    { name: 'empty', inputs: (n) => [n.bool(0, 2), n.bool(2)], attrs },
    { name: 'symbolic batch', inputs: (n) => [n.bool(3, 2), n.bool(2)], attrs, declared: [['B', 2], [2]] },
  ];
}

export const and: OpCases<'and'> = { gradient: 'zero', cases: logicalCases() };
export const or: OpCases<'or'> = { gradient: 'zero', cases: logicalCases() };
export const xor: OpCases<'xor'> = { gradient: 'zero', cases: logicalCases() };

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

export const cast: OpCases<'cast'> = {
  gradient: 'rule',
  cases: [
    { name: 'float32 to float64', inputs: (n) => [n.normal(2, 3)], attrs: { to: 'float64' } },
    { name: 'float64 to float32', inputs: (n) => [as('float64', n.normal(4))], attrs: { to: 'float32' } },
    { name: 'float32 to float32', inputs: (n) => [n.normal(4)], attrs: { to: 'float32' } },
    { name: 'towards zero', inputs: () => [given([6], -1.75, -1, -0.5, 0.5, 1, 1.75)], attrs: { to: 'int32' } },
    { name: 'axes of size 1', inputs: (n) => [n.whole('int32', -9, 9, 1, 3, 1)], attrs: { to: 'float32' } },
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
