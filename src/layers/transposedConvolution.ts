import { ShapeError } from '../core/errors';
import { expectRank } from '../ir/expect';
import type { Value } from '../ir/op';
import { reach } from '../ir/window';
import { activate } from './activations';
import type { Convolution } from './convolution';
import { biasInit, weightInit } from './initializers';
import type { LowerContext } from './layer';
import { channelsOf, layouts } from './windowParams';

export interface TransposedConvolution extends Omit<Convolution, 'padding' | 'border'> {
  readonly padding: 'valid' | 'same' | 'custom';
  readonly pad: readonly number[];
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
}

/**
 * x [B, C, ...] -> [B, filters, ...] with a weight [C, filters / groups, ...kernel] as torch.nn.ConvTranspose1d and 2d have it. Throws
 * `rank`, `dim` where the groups do not divide the channels and the filters, `declared` where other channels arrive.
 */
export function convolveTransposed({ b, parameter }: LowerContext, x: Value, layer: TransposedConvolution): Value {
  const { filters, inChannels, kernel, stride, dilation, groups, bias, init, activation } = layer;
  expectRank(x.type.shape, kernel.length + 2, layouts[kernel.length] ?? '[B, C, …]');
  const channels = channelsOf(x, groups, inChannels);
  if (filters % groups !== 0)
    throw new ShapeError('dim', { axis: `F mod ${groups}`, expected: 0, actual: filters % groups });
  const taps = kernel.reduce((product, size) => product * size, 1);
  // torch counts the second axis of the weight as inputs
  const fanIn = (filters / groups) * taps;
  const shape = [channels, filters / groups, ...kernel];
  const weight = parameter('weight', shape, weightInit(init, fanIn, (channels / groups) * taps));
  const offset = bias ? [parameter('bias', [filters], biasInit(init, fanIn))] : [];
  const attrs = { strides: stride, dilations: dilation, group: groups, ...borders(layer) };
  return activate(b, b.op('convTranspose', [x, weight, ...offset], attrs), activation);
}

/** What is cut off at both ends and added at the last. Throws `range` where more is added than a stride or a dilation is long. */
function borders({ kernel, stride, dilation, padding, pad, outputPadding }: TransposedConvolution) {
  for (const [i, rows] of outputPadding.entries()) {
    const most = Math.max(stride[i] ?? 1, dilation[i] ?? 1) - 1;
    if (rows > most) throw new ShapeError('range', { expected: `output padding 0 … ${most}`, actual: rows });
  }
  if (padding !== 'same') {
    const cut = padding === 'custom' ? pad : kernel.map(() => 0);
    return { padBegin: cut, padEnd: cut, outputPadding };
  }
  // stride n outputs: as many are cut as the window reaches beyond its stride
  const beyond = kernel.map((size, i) => reach(size, dilation[i] ?? 1) - (stride[i] ?? 1));
  return {
    padBegin: beyond.map((size) => Math.floor(Math.max(0, size) / 2)),
    padEnd: beyond.map((size) => Math.ceil(Math.max(0, size) / 2)),
    outputPadding: beyond.map((size, i) => Math.max(0, -size) + (outputPadding[i] ?? 0)),
  };
}
