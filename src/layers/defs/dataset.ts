import * as v from 'valibot';
import { ShapeError } from '../../core/errors';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { catalogueEntry } from '../catalogue';
import { type ColumnSpec, columnLabel, columnsSchema, labelled, mnistColumns } from '../columns';
import { bool, records, text } from '../fields';
import { defineLayer, type LowerContext } from '../layer';
import { type Plan, planSteps, type StepSpec, stepsSchema } from '../steps/registry';
import { type StepStatisticsEntry, statisticsSchema } from '../steps/statistics';

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
  /** What is done to the columns before a model sees them. */
  steps: records<StepSpec>(
    { en: 'Steps', 'zh-CN': '预处理步骤' },
    [{ column: 'x', type: 'scale', params: {} }],
    stepsSchema,
    {
      hidden: true,
    },
  ),
  /** What the steps learned from the training examples: filled in for a run or an export, empty in a saved document. */
  statistics: records<StepStatisticsEntry>({ en: 'Statistics', 'zh-CN': '统计量' }, [], statisticsSchema, {
    hidden: true,
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

const defaultSteps = (column: string, scaling: unknown, mean: unknown, std: unknown): StepSpec[] => {
  if (scaling === 'none') return [];
  const scale: StepSpec = { column, type: 'scale', params: {} };
  if (scaling !== 'standard') return [scale];
  const given = { fitted: false, mean: Number(mean ?? 0.1307), std: Number(std ?? 0.3081) };
  return [scale, { column, type: 'normalise', params: given }];
};

/** Version 1 knew one shape, one list of classes, three ways of scaling and two of giving the target. */
function toColumns(old: Record<string, unknown>): Record<string, unknown> {
  const { shape, classes, scaling, mean, std, target, ...rest } = old;
  const sizes = Array.isArray(shape) ? shape.map(Number) : [1, 28, 28];
  const names = Array.isArray(classes) ? classes.map(String) : (mnistColumns[1]?.classes ?? []);
  const steps = defaultSteps('x', scaling, mean, std);
  if (target === 'oneHot') steps.push({ column: 'y', type: 'oneHot', params: {} });
  return { ...rest, columns: labelled(sizes, names), steps };
}

/** What a data node does, from its parameters. */
export function planOf(params: Readonly<Record<string, unknown>>): Plan {
  const parsed = v.safeParse(stepsSchema, params.steps);
  return planSteps(columnsOf(params), parsed.success ? parsed.output : []);
}

/** Raw data in, float32 out: preprocessing that is tensor arithmetic is part of the model, so the exported file has it too. */
export const dataset = defineLayer({
  type: 'dataset',
  version: 2,
  migrations: { 1: toColumns },
  group: 'data',
  params,
  ports: ({ columns, steps }) => ({
    inputs: [],
    outputs: planSteps(columns, steps)
      .columns.filter(({ dtype }) => dtype !== 'text')
      .map((column) => ({ id: column.name, label: columnLabel(column) })),
  }),
  brief: ({ dataset: id, full }) => `${shortName(id)}${full ? ' · 100%' : ''}`,
  lower: (context, _, { columns, steps, statistics, inputName }) => {
    const plan = planSteps(columns, steps);
    const [problem] = plan.problems;
    if (problem) throw new ShapeError('dtype', { expected: problem.expected, actual: problem.actual });
    const fed = plan.fed.filter(({ dtype }) => dtype !== 'text');
    const first = fed.find(({ target }) => !target);
    return Object.fromEntries(
      fed.map((column) => {
        const raw = feed(context, column, column === first ? inputName : column.name);
        return [column.name, lowerSteps(context.b, raw, column.name, plan, statistics)];
      }),
    );
  },
  docs: {
    name: { en: 'Data set', 'zh-CN': '数据集' },
    summary: {
      en: 'Feeds examples and their targets; preprocessing by arithmetic is part of the model and goes with it when exported.',
      'zh-CN': '提供样本及其目标；可用算术表达的预处理属于模型本身，导出时一并带走。',
    },
    formula: '(x_i, y_i), \\quad i = 1, \\dots, N',
    references: ['LeCun, Cortes, Burges: The MNIST database of handwritten digits (1998)'],
    aliases: ['input', 'data', 'mnist', 'source', '输入', '数据'],
  },
});

const shortName = (id: string): string => (id.length <= 10 ? id.toUpperCase() : (catalogueEntry(id)?.title.en ?? id));

/** A column as it is fed: pictures become float32 at once, classes arrive as int32, other columns as they are stored. */
function feed(
  { b, batch, data }: LowerContext,
  { name, kind, dtype, shape, target }: ColumnSpec,
  inputName: string,
): Value {
  if (dtype === 'text') throw new ShapeError('dtype', { expected: 'numbers', actual: 'text' });
  const type = { dtype: kind === 'class' ? 'int32' : dtype, shape: [batch, ...shape] } as const;
  const raw = data(name, inputName, type, target ? 'target' : 'input');
  return kind === 'picture' ? b.op('cast', [raw], { to: 'float32' }) : raw;
}

function lowerSteps(
  b: Builder,
  raw: Value,
  name: string,
  { steps }: Plan,
  entries: readonly StepStatisticsEntry[],
): Value {
  let value = raw;
  for (const { index, def, params, place, column } of steps) {
    if (place !== 'model' || column.name !== name || !def.lower) continue;
    const statistics = entries.find(({ step }) => step === index)?.values;
    value = def.lower(b, value, column, params, statistics);
  }
  return value;
}
