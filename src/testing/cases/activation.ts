import type { OpName } from '../../ir/op';
import { as, given, type OpCase, type OpCases } from './case';
import { at, type Draw, type UnaryTrial, unaryCases } from './unary';

const nonzero: Draw = (n) => n.nonzero;
const between: Draw = (n) => n.between;
const single: UnaryTrial = { single: true };

/** Cases for several settings of the attributes; the first ones get every shape. */
function settings<K extends OpName>(
  draw: Draw,
  all: readonly [OpCase<K>['attrs'], ...OpCase<K>['attrs'][]],
  special: readonly OpCase<K>[] = [],
  trial: UnaryTrial = {},
): OpCases<K> {
  const [first, ...rest] = all;
  const others = rest.map((attrs): OpCase<K> => ({ name: settingName(attrs), inputs: (n) => [draw(n)(2, 7)], attrs }));
  return { gradient: 'rule', cases: unaryCases<K>(draw, first, [...others, ...special], trial) };
}

/** `min -1, max 1` */
function settingName(attrs: object): string {
  const given = Object.entries(attrs).map(([name, value]) => `${name} ${value}`);
  return given.join(', ') || 'nothing set';
}

/** ONNX Runtime's Sigmoid and Tanh are right to 2e-8 in absolute terms, so what they multiply is not held to more. */
const far = [-40, -6, -3, 0, 3, 9, 40];
const corners = [0, -0, 1, -1];

export const celu = settings<'celu'>(
  nonzero,
  [{ alpha: 1 }, { alpha: 0.5 }, { alpha: 2 }],
  [at('corners', corners, { alpha: 2 }, true), at('far', [-40, -9, 40], { alpha: 1 })],
  single,
);
export const elu = settings<'elu'>(
  nonzero,
  [{ alpha: 1 }, { alpha: 0.25 }],
  [at('corners', corners, { alpha: 1 }, true), at('far', [-40, -9, 40], { alpha: 1 })],
  single,
);
export const selu = settings<'selu'>(
  nonzero,
  [
    { alpha: 1.6732632423543772, gamma: 1.0507009873554805 },
    { alpha: 2, gamma: 3 },
  ],
  [at('corners', corners, { alpha: 2, gamma: 3 }, true)],
  single,
);
export const leakyRelu = settings<'leakyRelu'>(
  nonzero,
  [{ alpha: 0.01 }, { alpha: 0.5 }, { alpha: -1 }],
  [at('corners', corners, { alpha: 0.25 }, true)],
);
export const relu = settings<'relu'>(nonzero, [{}], [at('zeros', corners, {}, true)]);
export const thresholdedRelu = settings<'thresholdedRelu'>(
  between,
  [{ alpha: 1 }, { alpha: -0.5 }],
  [at('corners', [1, 0.5, 2, -1], { alpha: 1 }, true)],
  single,
);
export const shrink = settings<'shrink'>(
  between,
  [
    { lambda: 0.5, bias: 0.5 },
    { lambda: 0.5, bias: 0 },
    { lambda: 1.5, bias: 0.5 },
  ],
  [at('corners', [0.5, -0.5, 0, 1], { lambda: 0.5, bias: 0.5 }, true)],
);
export const clip = settings<'clip'>(
  between,
  [{ min: -1, max: 1 }, { min: -0.5 }, { max: 0.5 }, {}],
  [
    at('ends', [-1, 1, 0, 2], { min: -1, max: 1 }, true),
    { name: 'int32', inputs: (n) => [n.whole('int32', -9, 9, 8)], attrs: { min: -3, max: 4 } },
    { name: 'int64', inputs: (n) => [n.whole('int64', -9, 9, 8)], attrs: { max: 4 } },
  ],
);
export const hardTanh = settings<'hardTanh'>(
  between,
  [
    { min: -1, max: 1 },
    { min: 0, max: 6 },
  ],
  [at('ends', [-1, 1, 0, 2], { min: -1, max: 1 }, true), at('relu6', [-1, 0, 6, 7], { min: 0, max: 6 }, true)],
);
export const hardSigmoid = settings<'hardSigmoid'>(
  between,
  [
    { alpha: 1 / 6, beta: 0.5 },
    { alpha: 0.5, beta: 0.25 },
  ],
  [at('ends', [-4, -3, 0, 3, 4], { alpha: 1 / 6, beta: 0.5 }, true)],
  single,
);
export const hardSwish = settings<'hardSwish'>(between, [{}], [at('ends', [-4, -3, 0, 3, 4], {}, true)], single);
export const sigmoid = settings<'sigmoid'>((n) => n.normal, [{}], [at('far', [-40, -3, 0, 3, 40], {})]);
export const softplus = settings<'softplus'>((n) => n.normal, [{}], [at('far', far, {})], single);
export const softsign = settings<'softsign'>(
  nonzero,
  [{}],
  [at('corners', corners, {}, true), at('far', [-30, 30], {})],
  single,
);
export const silu = settings<'silu'>((n) => n.normal, [{}], [at('far', far, {})]);
export const mish = settings<'mish'>((n) => n.normal, [{}], [at('far', [-40, -6, -3, 0, 3, 9, 20, 21, 40, 100], {})]);
export const gelu = settings<'gelu'>(
  (n) => n.normal,
  [{ approximate: 'none' }, { approximate: 'tanh' }],
  [
    at('far', [-3, 0, 3, 9, 40], { approximate: 'none' }),
    at('far, tanh', [-2.5, 0, 3, 9, 40], { approximate: 'tanh' }),
  ],
  single,
);

export const prelu: OpCases<'prelu'> = {
  gradient: 'rule',
  cases: [
    { name: 'one slope', inputs: (n) => [n.nonzero(3, 4), n.normal(1)], attrs: {} },
    { name: 'scalar slope', inputs: (n) => [n.nonzero(3, 4), n.normal()], attrs: {} },
    { name: 'a slope a feature', inputs: (n) => [n.nonzero(3, 4), n.normal(4)], attrs: {} },
    { name: 'a slope a channel', inputs: (n) => [n.nonzero(2, 3, 2, 2), n.normal(3, 1, 1)], attrs: {} },
    { name: 'same shape', inputs: (n) => [n.nonzero(2, 3), n.normal(2, 3)], attrs: {} },
    { name: 'float64', inputs: (n) => [as('float64', n.nonzero(4)), as('float64', n.normal(1))], attrs: {} },
    { name: 'empty', inputs: (n) => [n.nonzero(0, 3), n.normal(3)], attrs: {} },
    { name: 'corners', inputs: () => [given([4], ...corners), given([1], 0.25)], attrs: {}, kink: true },
    { name: 'symbolic batch', inputs: (n) => [n.nonzero(3, 2), n.normal(2)], attrs: {}, declared: [['B', 2], [2]] },
  ],
};
