import { ShapeError } from '../core/errors';
import type { Value } from '../ir/op';
import { type ActivationName, activate, activationNames } from './activations';
import { bool, posInt, select } from './fields';
import { biasInit, type InitScheme, initSchemes, weightInit } from './initializers';
import type { LowerContext } from './layer';
import { bordered, channelsOf, type Window } from './windowParams';

export const filtersField = posInt({ en: 'Filters', 'zh-CN': '卷积核数' }, 32, {
  help: { en: 'Channels of the output.', 'zh-CN': '输出的通道数。' },
});

const multiplierLabel = { en: 'Multiplier', 'zh-CN': '倍数' };
export const multiplierField = posInt(multiplierLabel, 1, {
  help: { en: 'Filters for each channel.', 'zh-CN': '每个通道的卷积核数。' },
});
export const mixedMultiplierField = posInt(multiplierLabel, 1, {
  help: { en: 'Filters for each channel before they are mixed.', 'zh-CN': '混合之前每个通道的卷积核数。' },
});

/** What all convolutions end with. */
export const endFields = {
  activation: select({ en: 'Activation', 'zh-CN': '激活函数' }, 'none', activationNames),
  bias: bool({ en: 'Bias', 'zh-CN': '偏置' }, true),
  init: select({ en: 'Initialisation', 'zh-CN': '初始化' }, 'default', initSchemes),
};

export interface Convolution extends Window {
  readonly filters: number;
  readonly groups: number;
  readonly inChannels?: string;
  readonly activation: ActivationName;
  readonly bias: boolean;
  readonly init: InitScheme;
}

/**
 * Cross-correlation x [B, C, ...] -> [B, filters, ...] with a weight [filters, C / groups, ...kernel] and a bias [filters] of its
 * own, named as in torch.nn. Throws `dim` where the groups do not divide the channels and the filters, `declared` where
 * other channels arrive than `inChannels` says.
 */
export function convolve(context: LowerContext, given: Value, layer: Convolution): Value {
  const { b, parameter } = context;
  const { filters, groups, inChannels, kernel, bias, init, activation } = layer;
  const { x, attrs } = bordered(b, given, layer);
  const channels = channelsOf(x, groups, inChannels);
  if (filters % groups !== 0)
    throw new ShapeError('dim', { axis: `F mod ${groups}`, expected: 0, actual: filters % groups });
  const taps = kernel.reduce((product, size) => product * size, 1);
  const fanIn = (channels / groups) * taps;
  const shape = [filters, channels / groups, ...kernel];
  const weight = parameter('weight', shape, weightInit(init, fanIn, (filters / groups) * taps));
  const offset = bias ? [parameter('bias', [filters], biasInit(init, fanIn))] : [];
  return activate(b, b.op('conv', [x, weight, ...offset], { ...attrs, group: groups }), activation);
}

/**
 * x [B, C, ...] -> [B, filters, ...]: every channel by itself with weights `depthwise` [C m, 1, ...kernel], then all of them point by
 * point with `pointwise` [filters, C m, 1, ...] and a bias [filters]. Throws `declared` as `convolve` does.
 */
export function convolveSeparably(
  { b, parameter }: LowerContext,
  given: Value,
  layer: Omit<Convolution, 'groups'> & { readonly multiplier: number },
): Value {
  const { filters, inChannels, multiplier, bias, init, activation, kernel } = layer;
  const { x, attrs } = bordered(b, given, layer);
  const group = channelsOf(x, 1, inChannels);
  const taps = kernel.reduce((product, size) => product * size, 1);
  const inner = group * multiplier;
  const depthwise = parameter('depthwise', [inner, 1, ...kernel], weightInit(init, taps, taps * multiplier));
  const ones = kernel.map(() => 1);
  const none = kernel.map(() => 0);
  const pointwise = parameter('pointwise', [filters, inner, ...ones], weightInit(init, inner, filters));
  const offset = bias ? [parameter('bias', [filters], biasInit(init, inner))] : [];
  const spread = b.op('conv', [x, depthwise], { ...attrs, group });
  const alone = { strides: ones, dilations: ones, padBegin: none, padEnd: none, group: 1 };
  return activate(b, b.op('conv', [spread, pointwise, ...offset], alone), activation);
}
