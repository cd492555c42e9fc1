import { ShapeError } from '../core/errors';
import type { Shape } from '../core/shape';
import type { Builder } from '../ir/builder';
import { expectRank } from '../ir/expect';
import type { Value } from '../ir/op';
import { reach, samePadding, type WindowAttrs } from '../ir/window';
import { strideBrief, times } from './briefs';
import { expectDeclared } from './declared';
import { int, type ParamsOf, posInt, select, size2 } from './fields';

const valid = { en: 'Valid (none)', 'zh-CN': '无填充（valid）' };
const same = { en: 'Same', 'zh-CN': '等宽（same）' };
const custom = { en: 'By number', 'zh-CN': '指定数量' };
const paddingLabel = { en: 'Padding', 'zh-CN': '填充' };

/** How the border is treated, by Keras's names. */
export const paddingField = select(paddingLabel, 'valid', { valid, same });
/** The same, or so many elements at each side as PyTorch has it. */
export const convPaddingField = select(paddingLabel, 'valid', { valid, same, custom });
export const causalPaddingField = select(paddingLabel, 'valid', {
  valid,
  same,
  causal: { en: 'Causal (before only)', 'zh-CN': '因果（只在前面）' },
  custom,
});

const padLabel = { en: 'Padding elements', 'zh-CN': '填充数量' };
const padHelp = { en: 'At each side, when padding by number.', 'zh-CN': '按数量填充时，每一侧的元素数。' };
export const pad1Field = int(padLabel, 0, 0, 1024, { help: padHelp });
export const pad2Field = size2(padLabel, 0, { min: 0, help: padHelp });

/** What stands in the border, by PyTorch's padding_mode. */
export const borderField = select({ en: 'Border', 'zh-CN': '边界' }, 'zeros', {
  zeros: { en: 'Zeros', 'zh-CN': '零' },
  reflect: { en: 'Reflect', 'zh-CN': '镜像' },
  edge: { en: 'Replicate the edge', 'zh-CN': '重复边缘' },
  wrap: { en: 'Circular', 'zh-CN': '循环' },
});

const kernelLabel = { en: 'Kernel', 'zh-CN': '卷积核大小' };
const strideLabel = { en: 'Stride', 'zh-CN': '步幅' };
const dilationLabel = { en: 'Dilation', 'zh-CN': '空洞率' };
export const kernel1Field = (size: number) => posInt(kernelLabel, size);
export const kernel2Field = (size: number) => size2(kernelLabel, size);
export const stride1Field = (step: number) => posInt(strideLabel, step);
export const stride2Field = (step: number) => size2(strideLabel, step);
export const dilation1Field = posInt(dilationLabel, 1);
export const dilation2Field = size2(dilationLabel, 1);

/** The window of every convolution over a series. */
export const conv1dWindow = {
  kernel: kernel1Field(3),
  stride: stride1Field(1),
  padding: causalPaddingField,
  pad: pad1Field,
  border: borderField,
  dilation: dilation1Field,
};

/** The window of every convolution over pictures. */
export const conv2dWindow = {
  kernel: kernel2Field(3),
  stride: stride2Field(1),
  padding: convPaddingField,
  pad: pad2Field,
  border: borderField,
  dilation: dilation2Field,
};

/** The layer with the sizes of its window as lists, an element an axis, as a {@link Window} over [B, C, L] has them. */
export function along1d<T extends Record<'kernel' | 'stride' | 'pad' | 'dilation', number>>(layer: T) {
  const { kernel, stride, pad, dilation } = layer;
  return { ...layer, kernel: [kernel], stride: [stride], pad: [pad], dilation: [dilation] };
}

/** Of every pool over pictures. */
export const pool2dParams = {
  pool: size2({ en: 'Pool size', 'zh-CN': '池化大小' }, 2),
  stride: stride2Field(2),
  padding: paddingField,
};

export const pool2dBrief = ({ pool, stride }: Pick<ParamsOf<typeof pool2dParams>, 'pool' | 'stride'>): string =>
  `${times(pool)}${strideBrief(stride)}`;

export const groupsField = posInt({ en: 'Groups', 'zh-CN': '分组数' }, 1, {
  help: {
    en: 'Channels are split into so many sets, each with filters of its own.',
    'zh-CN': '把通道分成若干组，每组有自己的卷积核。',
  },
});

export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: 'valid' | 'same' | 'causal' | 'custom';
  readonly dilation?: readonly number[];
  readonly pad?: readonly number[];
  readonly border?: 'zeros' | 'reflect' | 'edge' | 'wrap';
}

/** Of inputs, by the number of their spatial axes. */
export const layouts: Readonly<Record<number, string>> = { 1: '[B, C, L]', 2: '[B, C, H, W]' };

/** Attributes of a window over an input [B, C, ...] with as many spatial axes as the kernel has. Throws `rank`. */
export function windowAttrs(input: Shape, window: Window): WindowAttrs {
  const { kernel, stride } = window;
  expectRank(input, kernel.length + 2, layouts[kernel.length] ?? '[B, C, …]');
  const dilation = window.dilation ?? kernel.map(() => 1);
  return { strides: stride, dilations: dilation, ...pads(input.slice(2), { ...window, dilation }) };
}

function pads(
  spatial: Shape,
  { kernel, stride, padding, dilation = [], pad = [] }: Window,
): { padBegin: readonly number[]; padEnd: readonly number[] } {
  const none = kernel.map(() => 0);
  switch (padding) {
    case 'valid':
      return { padBegin: none, padEnd: none };
    case 'same':
      return samePadding(spatial, kernel, stride, dilation);
    case 'causal':
      return { padBegin: kernel.map((size, i) => reach(size, dilation[i] ?? 1) - 1), padEnd: none };
    case 'custom':
      return { padBegin: pad, padEnd: pad };
    default:
      return padding satisfies never;
  }
}

/** The input and the window's attributes; a border that is not zeros has become part of the input. Throws `rank`, `range`. */
export function bordered(b: Builder, x: Value, window: Window): { readonly x: Value; readonly attrs: WindowAttrs } {
  const attrs = windowAttrs(x.type.shape, window);
  const { border = 'zeros' } = window;
  if (border === 'zeros' || [...attrs.padBegin, ...attrs.padEnd].every((size) => size === 0)) return { x, attrs };
  const begin = [0, 0, ...attrs.padBegin];
  const end = [0, 0, ...attrs.padEnd];
  const none = window.kernel.map(() => 0);
  return {
    x: b.op('pad', [x], { begin, end, value: 0, mode: border }),
    attrs: { ...attrs, padBegin: none, padEnd: none },
  };
}

/** Channels of x [B, C, ...], which must be a number, as `declared` says where it does, that `groups` divides. Throws `symbolic`, `declared`, `dim`. */
export function channelsOf(x: Value, groups = 1, declared = ''): number {
  const channels = x.type.shape[1];
  if (typeof channels !== 'number') throw new ShapeError('symbolic', { actual: channels ?? '?' });
  expectDeclared(declared, 'channels', channels);
  if (channels % groups !== 0)
    throw new ShapeError('dim', { axis: `C mod ${groups}`, expected: 0, actual: channels % groups });
  return channels;
}
