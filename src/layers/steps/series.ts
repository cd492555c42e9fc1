import type { ColumnSpec } from '../columns';
import { int } from '../fields';
import { defineStep } from './step';

const rowsOnly = ({ kind, dtype, shape }: ColumnSpec): string | undefined =>
  dtype === 'float32' && (kind === 'features' || kind === 'number') && shape.length <= 1
    ? undefined
    : 'rows of numbers';

/** x_t - x_(t - lag); the first rows go. */
export const differences = defineStep({
  type: 'differences',
  group: 'series',
  label: { en: 'Differences', 'zh-CN': '差分' },
  summary: {
    en: 'Each row minus the row some time before: a trend or a season goes.',
    'zh-CN': '每行减去若干步之前的那一行：去掉趋势或季节。',
  },
  fields: { lag: int({ en: 'Lag', 'zh-CN': '间隔' }, 1, 1, 10_000) },
  place: () => 'rows',
  refuses: rowsOnly,
  infer: (column) => [column],
});

/** Windows of rows in the order of time, with what one number of the rows does next. */
export const windows = defineStep({
  type: 'windows',
  group: 'series',
  label: { en: 'Windows', 'zh-CN': '滑动窗口' },
  summary: {
    en: 'The last rows as one example; the target is what one of their numbers does next.',
    'zh-CN': '把最近若干行作为一个样本；目标是其中一个数接下来的值。',
  },
  fields: {
    length: int({ en: 'Length', 'zh-CN': '长度' }, 30, 1, 4096),
    horizon: int({ en: 'Steps ahead', 'zh-CN': '预测步数' }, 1, 1, 512),
    of: int({ en: 'Number to predict', 'zh-CN': '预测第几个数' }, 1, 1, 1000, {
      help: { en: 'Its place in the row, from 1.', 'zh-CN': '它在一行中的位置，从 1 起。' },
    }),
    stride: int({ en: 'Stride', 'zh-CN': '步长' }, 1, 1, 4096),
  },
  place: () => 'examples',
  refuses: rowsOnly,
  infer: (column, { length, horizon }) => [
    {
      name: 'x',
      kind: 'series',
      dtype: 'float32',
      shape: [length, column.shape[0] ?? 1],
      ...(column.features ? { features: column.features } : {}),
    },
    { name: 'y', kind: 'features', dtype: 'float32', shape: [horizon], target: true },
  ],
});
