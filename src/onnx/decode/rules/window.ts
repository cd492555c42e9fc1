import type { WindowAttrs } from '../../../ir/window';
import { reach, samePadding } from '../../../ir/window';
import type { NodeContext } from '../rule';

export interface Window extends WindowAttrs {
  readonly kernel: readonly number[];
}

const autoPads = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'] as const;

/** The window of a convolution or pool over `spatial` sizes, its padding written out. */
export function windowOf(c: NodeContext, kernel: readonly number[], spatial: readonly number[]): Window {
  const ones = kernel.map(() => 1);
  const strides = c.attrs.ints('strides') ?? ones;
  const dilations = c.attrs.ints('dilations') ?? ones;
  const pads = c.attrs.ints('pads') ?? [...ones, ...ones].map(() => 0);
  const auto = c.attrs.choice('auto_pad', 'NOTSET', autoPads);
  if ([strides, dilations].some((list) => list.length !== kernel.length || list.some((size) => size < 1)))
    c.refuse(`strides [${strides}], dilations [${dilations}]`);
  if (pads.length !== 2 * kernel.length || pads.some((pad) => pad < 0)) c.refuse(`pads [${pads}]`);
  const window = { kernel, strides, dilations };
  if (auto === 'NOTSET')
    return { ...window, padBegin: pads.slice(0, kernel.length), padEnd: pads.slice(kernel.length) };
  if (auto === 'VALID') return { ...window, padBegin: ones.map(() => 0), padEnd: ones.map(() => 0) };
  const { padBegin, padEnd } = samePadding(spatial, kernel, strides, dilations);
  return auto === 'SAME_UPPER' ? { ...window, padBegin, padEnd } : { ...window, padBegin: padEnd, padEnd: padBegin };
}

/** The window with its end padding set so that rounding down gives the sizes `ceil_mode` asks for. A window may not start beyond the input and its first padding. */
export function ceiled(window: Window, spatial: readonly number[]): Window {
  const padEnd = spatial.map((size, i) => {
    const [stride, begin, end] = [window.strides[i] ?? 1, window.padBegin[i] ?? 0, window.padEnd[i] ?? 0];
    const span = reach(window.kernel[i] ?? 1, window.dilations[i] ?? 1);
    let count = Math.ceil((size + begin + end - span) / stride) + 1;
    if ((count - 1) * stride >= size + begin) count--;
    return Math.max(0, (count - 1) * stride + span - size - begin);
  });
  return { ...window, padEnd };
}
