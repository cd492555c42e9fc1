import * as v from 'valibot';
import { ShapeError } from '../../core/errors';
import { hostTensor } from '../../core/tensor';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { type ColumnSpec, columnLabel, columnsSchema, labelled, mnistColumns } from '../columns';
import { bool, float, type ParamsOf, records, select, text } from '../fields';
import { defineLayer, type LowerContext } from '../layer';

const params = {
  /** Id in the data catalogue. */
  dataset: text({ en: 'Data set', 'zh-CN': '数据集' }, 'mnist', { hidden: true }),
  /** The columns that the data set gives: the ports of the node. */
  columns: records<ColumnSpec>({ en: 'Columns', 'zh-CN': '列' }, mnistColumns, columnsSchema, { hidden: true }),
  full: bool({ en: 'All examples', 'zh-CN': '使用全部样本' }, false, {
    help: {
      en: 'Off: a part that loads and trains faster. On: the whole training split.',
      'zh-CN': '关闭时只用一部分样本，加载和训练更快；打开时使用完整训练集。',
    },
  }),
  scaling: select({ en: 'Scaling', 'zh-CN': '缩放' }, 'unit', {
    none: { en: 'None (0–255)', 'zh-CN': '不缩放（0–255）' },
    unit: { en: 'To 0–1', 'zh-CN': '缩放到 0–1' },
    standard: { en: 'Standardise (mean, std)', 'zh-CN': '标准化（均值、标准差）' },
  }),
  mean: float({ en: 'Mean', 'zh-CN': '均值' }, 0.1307, -1e6, 1e6, {
    step: 0.01,
    help: { en: 'Subtracted after scaling to 0–1, when standardising.', 'zh-CN': '标准化时，缩放到 0–1 之后减去。' },
  }),
  std: float({ en: 'Standard deviation', 'zh-CN': '标准差' }, 0.3081, 1e-6, 1e6, {
    step: 0.01,
    help: { en: 'Divides after the mean is subtracted, when standardising.', 'zh-CN': '标准化时，减去均值后除以它。' },
  }),
  target: select({ en: 'Target', 'zh-CN': '目标' }, 'index', {
    index: { en: 'Class number', 'zh-CN': '类别编号' },
    oneHot: { en: 'One-hot', 'zh-CN': '独热编码' },
  }),
  inputName: text({ en: 'Input name', 'zh-CN': '输入名' }, 'image', {
    pattern: /^[A-Za-z_][A-Za-z0-9_]{0,62}$/,
    help: { en: 'Name of the input in the exported model.', 'zh-CN': '导出模型中输入的名称。' },
  }),
};

/** The columns a data node says it has; those of its defaults where it says nothing of use. */
export function columnsOf(given: Readonly<Record<string, unknown>>): readonly ColumnSpec[] {
  const parsed = v.safeParse(columnsSchema, given.columns);
  return parsed.success ? parsed.output : mnistColumns;
}

/** Version 1 knew one shape and one list of classes. */
function toColumns({ shape, classes, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const sizes = Array.isArray(shape) ? shape.map(Number) : [1, 28, 28];
  const names = Array.isArray(classes) ? classes.map(String) : (mnistColumns[1]?.classes ?? []);
  return { ...rest, columns: labelled(sizes, names) };
}

/** Raw data in, float32 out: the preprocessing is part of the model, so the exported file has it too. */
export const dataset = defineLayer({
  type: 'dataset',
  version: 2,
  migrations: { 1: toColumns },
  group: 'data',
  params,
  ports: ({ columns }) => ({
    inputs: [],
    outputs: columns
      .filter(({ dtype }) => dtype !== 'text')
      .map((column) => ({ id: column.name, label: columnLabel(column) })),
  }),
  brief: ({ dataset: id, full }) => `${id.toUpperCase()}${full ? ' · 100 %' : ''}`,
  lower: (context, _, given) => {
    const tensors = given.columns.filter(({ dtype }) => dtype !== 'text');
    const first = tensors.find(({ target }) => !target);
    return Object.fromEntries(
      tensors.map((column) => [
        column.name,
        lowerColumn(context, column, column === first ? given.inputName : column.name, given),
      ]),
    );
  },
  docs: {
    name: { en: 'Data set', 'zh-CN': '数据集' },
    summary: {
      en: 'Feeds examples and their targets; scaling is part of the model and goes with it when exported.',
      'zh-CN': '提供样本及其目标；缩放属于模型本身，导出时一并带走。',
    },
    formula: 'x = \\frac{\\text{pixel}/255 - \\mu}{\\sigma}',
    references: ['LeCun, Cortes, Burges: The MNIST database of handwritten digits (1998)'],
    aliases: ['input', 'data', 'mnist', 'source', '输入', '数据'],
  },
});

/** Pictures become float32, classes int32; other columns stay as they are stored. */
function lowerColumn(
  { b, batch, data }: LowerContext,
  { name, kind, dtype, shape, target: isTarget, classes = [] }: ColumnSpec,
  inputName: string,
  { scaling, mean, std, target }: ParamsOf<typeof params>,
): Value {
  if (dtype === 'text') throw new ShapeError('dtype', { expected: 'numbers', actual: 'text' });
  const use = isTarget ? 'target' : 'input';
  const raw = data(name, inputName, { dtype: kind === 'class' ? 'int32' : dtype, shape: [batch, ...shape] }, use);
  if (kind === 'class') {
    if (target !== 'oneHot' || !isTarget) return raw;
    if (classes.length === 0) throw new ShapeError('dim', { axis: 'classes', expected: '>= 1', actual: 0 });
    return oneHot(b, raw, classes.length);
  }
  if (kind !== 'picture') return raw;
  let x = b.op('cast', [raw], { to: 'float32' });
  if (scaling !== 'none') x = b.op('div', [x, b.scalar(255)]);
  if (scaling === 'standard') x = b.op('div', [b.op('sub', [x, b.scalar(mean)]), b.scalar(std)]);
  return x;
}

/** Class numbers [B] -> float32 [B, N]. Comparison instead of OneHot, which has no WebGPU kernel. */
export function oneHot(b: Builder, label: Value, count: number): Value {
  const [batch = 1] = label.type.shape;
  const range = b.constant(
    hostTensor(
      'int32',
      [1, count],
      Int32Array.from({ length: count }, (_, i) => i),
    ),
  );
  return b.op('cast', [b.op('equal', [b.reshape(label, [batch, 1]), range])], { to: 'float32' });
}
