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
