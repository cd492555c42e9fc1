import type { WindowAttrs } from '../../../ir/window';
import { ceilOverhang, samePadding } from '../../../ir/window';
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
  if (kernel.length !== spatial.length || kernel.some((size) => size < 1)) c.refuse(`a kernel of [${kernel}]`);
  if (pads.length !== 2 * kernel.length || pads.some((pad) => pad < 0)) c.refuse(`pads [${pads}]`);
  for (const length of [...spatial, ...pads, ...kernel.map((size, i) => size * (dilations[i] ?? 1)), ...strides])
    c.bounded(length);
  const window = { kernel, strides, dilations };
  if (auto === 'NOTSET')
    return { ...window, padBegin: pads.slice(0, kernel.length), padEnd: pads.slice(kernel.length) };
  if (auto === 'VALID') return { ...window, padBegin: ones.map(() => 0), padEnd: ones.map(() => 0) };
  const { padBegin, padEnd } = samePadding(spatial, kernel, strides, dilations);
  return auto === 'SAME_UPPER' ? { ...window, padBegin, padEnd } : { ...window, padBegin: padEnd, padEnd: padBegin };
}

export interface PoolWindow extends Window {
  /** Rows of `padEnd` that only rounding up asked for, an entry an axis. */
  readonly overhang: readonly number[];
}

/** The window of a pool: its kernel an attribute, its end padded on where `ceil_mode` rounds the number of windows up. */
export function poolWindow(c: NodeContext): PoolWindow {
  const spatial = c.sizesFrom(0, 2);
  const window = windowOf(c, c.attrs.ints('kernel_shape') ?? c.attrs.missing('kernel_shape'), spatial);
  const overhang = c.attrs.flag('ceil_mode', false)
    ? ceilOverhang(spatial, window.kernel, window)
    : spatial.map(() => 0);
  return { ...window, padEnd: window.padEnd.map((pad, i) => pad + (overhang[i] ?? 0)), overhang };
}
