import { ShapeError } from '../core/errors';
import { staticDims } from '../core/shape';
import type { Builder } from '../ir/builder';
import { expectRank } from '../ir/expect';
import type { Value } from '../ir/op';
import { float, select } from './fields';
import { layouts } from './windowParams';

/** How what is made larger is filled. */
export const upSamplingModes = {
  nearest: { en: 'Nearest', 'zh-CN': '最近邻' },
  linear: { en: 'Linear', 'zh-CN': '线性' },
};
export const linearModeField = select({ en: 'Mode', 'zh-CN': '方式' }, 'nearest', upSamplingModes);

/** What a border of zeros may hold instead. */
export const borderValueField = float({ en: 'Value', 'zh-CN': '数值' }, 0, -1e6, 1e6, {
  help: {
    en: 'What the border holds where it is not a picture of the inside.',
    'zh-CN': '边界为“零”方式时填入的数值。',
  },
});

/** [B, C, ...n] -> [B, C, ...f n]; linear as torch with align_corners = false. Throws `rank`. */
export function upSampled(b: Builder, x: Value, factor: readonly number[], mode: 'nearest' | 'linear'): Value {
  expectRank(x.type.shape, factor.length + 2, layouts[factor.length] ?? '');
  const sizes = staticDims(x.type.shape.slice(2)).map((size, i) => size * (factor[i] ?? 1));
  const how =
    mode === 'nearest'
      ? ({ mode, coordinateMode: 'asymmetric', nearestMode: 'floor' } as const)
      : ({ mode, coordinateMode: 'half_pixel' } as const);
  return b.op('resize', [x], { sizes, ...how });
}

export interface Border {
  /** Elements before and after each spatial axis. */
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly border: 'zeros' | 'reflect' | 'edge' | 'wrap';
  readonly value: number;
}

/** [B, C, ...n] -> [B, C, ...begin + n + end]. Throws `rank`, `range`. */
export function padded(b: Builder, x: Value, { begin, end, border, value }: Border): Value {
  expectRank(x.type.shape, begin.length + 2, layouts[begin.length] ?? '');
  const mode = border === 'zeros' ? 'constant' : border;
  return b.op('pad', [x], { begin: [0, 0, ...begin], end: [0, 0, ...end], value, mode });
}

/** [B, C, ...n] -> [B, C, ...n - begin - end]. Throws `rank`, `window` where nothing is left. */
export function cropped(b: Builder, x: Value, begin: readonly number[], end: readonly number[]): Value {
  expectRank(x.type.shape, begin.length + 2, layouts[begin.length] ?? '');
  const sizes = staticDims(x.type.shape.slice(2));
  const lengths = sizes.map((size, i) => size - (begin[i] ?? 0) - (end[i] ?? 0));
  if (Math.min(...lengths) < 1)
    throw new ShapeError('window', {
      expected: begin.map((rows, i) => `${rows} + ${end[i]}`).join(', '),
      actual: `[${sizes.join(', ')}]`,
    });
  const axes = sizes.map((_, i) => i + 2);
  return b.op('slice', [x], { axes, starts: begin, lengths, steps: sizes.map(() => 1) });
}
