import * as v from 'valibot';
import type { Localized } from '../core/locale';

/** What the numbers (or texts) of a column mean: it decides what can be done with them and how they are shown. */
export const columnKinds = ['picture', 'class', 'number', 'features', 'tokens', 'series', 'text'] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** Of the elements as stored. Texts become numbers by a step before they reach a model. */
export const columnDtypes = ['uint8', 'int32', 'float32', 'text'] as const;

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0x7fffffff));
const names = v.pipe(v.array(v.string()), v.maxLength(100_000));

/** One named column of a data set. */
export const columnSchema = v.object({
  /** Name of the column and of its port. */
  name: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, 'a name of letters, digits and _')),
  /** As the source calls it, where that is not the name. */
  title: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
  kind: v.picklist(columnKinds),
  dtype: v.picklist(columnDtypes),
  /** Of one example; pictures channels first: [1, 28, 28]. */
  shape: v.pipe(v.array(size), v.maxLength(4)),
  /** What a model is to answer: known while it learns, not asked for when it predicts. */
  target: v.exactOptional(v.boolean()),
  /** Class names; the values are places in this list, -1 (not in uint8) where missing. */
  classes: v.exactOptional(names),
  /** What each of the elements is, for a row of features. Missing values are NaN. */
  features: v.exactOptional(names),
  /** Smallest number that is no token, for tokens. */
  vocabulary: v.exactOptional(size),
});

export type ColumnSpec = v.InferOutput<typeof columnSchema>;

export const columnsSchema = v.pipe(
  v.array(columnSchema),
  v.maxLength(200),
  v.check((columns) => new Set(columns.map(({ name }) => name)).size === columns.length, 'two columns have one name'),
);

/** Elements of one example. */
export const elementsOf = ({ shape }: Pick<ColumnSpec, 'shape'>): number => shape.reduce((a, b) => a * b, 1);

const kindNames: Readonly<Record<ColumnKind, Localized>> = {
  picture: { en: 'Picture', 'zh-CN': '图片' },
  class: { en: 'Class', 'zh-CN': '类别' },
  number: { en: 'Number', 'zh-CN': '数值' },
  features: { en: 'Features', 'zh-CN': '特征' },
  tokens: { en: 'Tokens', 'zh-CN': '词元' },
  series: { en: 'Series', 'zh-CN': '序列' },
  text: { en: 'Text', 'zh-CN': '文本' },
};

export const kindName = (kind: ColumnKind): Localized => kindNames[kind];

/** What a column is called where people read it: its own title, else by the old names, else its name. */
export function columnLabel({ name, title }: Pick<ColumnSpec, 'name' | 'title'>): Localized {
  if (title) return { en: title, 'zh-CN': title };
  if (name === 'x') return { en: 'Example', 'zh-CN': '样本' };
  if (name === 'y') return { en: 'Target', 'zh-CN': '目标' };
  return { en: name, 'zh-CN': name };
}

/** The columns of MNIST: what a data node has before another data set is chosen. */
export const mnistColumns: readonly ColumnSpec[] = [
  { name: 'x', kind: 'picture', dtype: 'uint8', shape: [1, 28, 28] },
  {
    name: 'y',
    kind: 'class',
    dtype: 'uint8',
    shape: [],
    target: true,
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
];

/** A picture (or any block of bytes) with one class label, as the first data sets had it. */
export function labelled(shape: readonly number[], classes: readonly string[]): ColumnSpec[] {
  return [
    { name: 'x', kind: 'picture', dtype: 'uint8', shape: [...shape] },
    { name: 'y', kind: 'class', dtype: 'uint8', shape: [], target: true, classes: [...classes] },
  ];
}
