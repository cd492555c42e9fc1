import type { Shape } from '../core/shape';
import { expectRank } from '../ir/expect';
import type { WindowAttrs } from '../ir/window';
import { samePadding } from '../ir/window';
import { select } from './fields';

/** How the border is treated, by Keras's names. */
export const paddingField = select({ en: 'Padding', 'zh-CN': '填充' }, 'valid', {
  valid: { en: 'Valid (none)', 'zh-CN': '无填充（valid）' },
  same: { en: 'Same (zeros)', 'zh-CN': '补零（same）' },
});

interface Window2d {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: 'valid' | 'same';
  readonly dilation?: readonly [number, number];
}

/** Attributes of a window over an input [B, C, H, W]. Throws `rank`. */
export function window2d(input: Shape, { kernel, stride, padding, dilation = [1, 1] }: Window2d): WindowAttrs {
  expectRank(input, 4, '[B, C, H, W]');
  const none = { padBegin: [0, 0], padEnd: [0, 0] };
  const pads = padding === 'same' ? samePadding(input.slice(2), kernel, stride, dilation) : none;
  return { strides: stride, dilations: dilation, ...pads };
}
