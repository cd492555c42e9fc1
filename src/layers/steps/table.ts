import { float, select } from '../fields';
import { oneHot as oneHotOf } from '../oneHot';
import { channelsOf, defineStep, numbersOf, onlyNumbers } from './step';

/** What is not known: filled by something learned from the training examples, or the row is left out. */
export const missing = defineStep({
  type: 'missing',
  group: 'table',
  label: { en: 'Missing values', 'zh-CN': '缺失值' },
  summary: {
    en: 'Fills what is missing by the mean or the most frequent value of the training examples, or leaves such rows out.',
    'zh-CN': '用训练样本的均值或最常见的值填补缺失，或略去这些行。',
  },
  fields: {
    method: select({ en: 'Method', 'zh-CN': '方法' }, 'mean', {
      mean: { en: 'Mean', 'zh-CN': '均值' },
      mostFrequent: { en: 'Most frequent', 'zh-CN': '众数' },
      value: { en: 'A value', 'zh-CN': '指定的值' },
      drop: { en: 'Leave the row out', 'zh-CN': '略去该行' },
    }),
    value: float({ en: 'Value', 'zh-CN': '值' }, 0, -1e9, 1e9, {
      help: { en: 'Used by the method "A value".', 'zh-CN': '仅在方法为“指定的值”时使用。' },
    }),
  },
  place: ({ method }) => (method === 'drop' ? 'rows' : 'model'),
  refuses: (column) => (column.kind === 'class' && column.dtype === 'int32' ? undefined : onlyNumbers(column)),
  infer: (column) => [column],
  lower: (b, value, column, params, statistics) => {
    const fill = params.method === 'value' ? [params.value] : numbersOf(statistics, 'fill');
    if (!fill) return value;
    if (column.kind === 'class') {
      const at = (n: number) => b.constant({ dtype: 'int32', dims: [], data: Int32Array.of(n) });
      return b.op('where', [b.op('less', [value, at(0)]), at(Math.trunc(fill[0] ?? 0)), value]);
    }
    const dims = value.type.shape.length > 1 ? [channelsOf(column)] : [];
    const data = Float32Array.from({ length: dims[0] ?? 1 }, (_, i) => fill[i] ?? fill[0] ?? 0);
    return b.op('where', [b.op('isNan', [value]), b.constant({ dtype: 'float32', dims, data }), value]);
  },
});

/** (x - mean) / std for each feature, over the training examples. */
export const standardise = defineStep({
  type: 'standardise',
  group: 'table',
  label: { en: 'Standardise', 'zh-CN': '标准化' },
  summary: {
    en: 'Brings each feature to mean 0 and deviation 1, as measured on the training examples.',
    'zh-CN': '按训练样本的统计量，把每个特征变为均值 0、标准差 1。',
  },
  fields: {},
  place: () => 'model',
  refuses: onlyNumbers,
  infer: (column) => [column],
  lower: (b, value, column, _, statistics) => {
    const [mean, std] = [numbersOf(statistics, 'mean'), numbersOf(statistics, 'std')];
    if (!mean || !std) return value;
    const dims = value.type.shape.length > 1 ? [channelsOf(column)] : [];
    const row = (values: readonly number[]) =>
      b.constant({
        dtype: 'float32',
        dims,
        data: Float32Array.from({ length: dims[0] ?? 1 }, (_, i) => values[i] ?? 0),
      });
    return b.op('div', [b.op('sub', [value, row(mean)]), row(std)]);
  },
});

/** A class as a row of zeros with a one at its place; a missing class is zeros alone. */
export const oneHot = defineStep({
  type: 'oneHot',
  group: 'table',
  label: { en: 'One-hot', 'zh-CN': '独热编码' },
  summary: {
    en: 'A class becomes a row of zeros with a one at its place; a missing class is zeros alone.',
    'zh-CN': '把类别变成只有一处为 1 的向量；缺失的类别全为 0。',
  },
  fields: {},
  place: () => 'model',
  refuses: ({ kind, shape, classes = [] }) =>
    kind === 'class' && shape.length === 0 && classes.length > 0 ? undefined : 'classes',
  infer: ({ classes = [], ...column }) => [
    { ...column, kind: 'features', dtype: 'float32', shape: [classes.length], features: classes },
  ],
  lower: (b, value, { classes = [] }) => oneHotOf(b, value, classes.length),
});
