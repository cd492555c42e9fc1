import type { Localized } from '../core/locale';
import { type ColumnSpec, mnistColumns } from './columns';
import type { StepSpec, StepType } from './steps/registry';

export type CatalogueGroup = 'pictures' | 'text' | 'tables' | 'series' | 'generated';

/** A data set that comes with Netloom: what a data node needs to know of it before it is loaded. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: Localized;
  readonly group: CatalogueGroup;
  readonly columns: readonly ColumnSpec[];
  /** What one would do with it first. */
  readonly steps: readonly StepSpec[];
  /** Name of the first input in an exported model. */
  readonly inputName: string;
  /** Fetched once on demand, since it is too large to come along. */
  readonly onDemand?: true;
}

const target = { dtype: 'uint8', kind: 'class', shape: [], target: true } satisfies Partial<ColumnSpec>;
const text: ColumnSpec = { name: 'text', kind: 'text', dtype: 'text', shape: [] };
const features = (...names: string[]): ColumnSpec => ({
  name: 'features',
  kind: 'features',
  dtype: 'float32',
  shape: [names.length],
  features: names,
});
const category = (name: string, classes: string[]): ColumnSpec => ({
  name,
  kind: 'class',
  dtype: 'int32',
  shape: [],
  classes,
});
const texts = (name: string): ColumnSpec => ({ ...text, name });
const plane: ColumnSpec = { name: 'x', kind: 'features', dtype: 'float32', shape: [2], features: ['x1', 'x2'] };
const twoClasses: ColumnSpec[] = [plane, { ...target, name: 'y', classes: ['orange', 'blue'] }];
const surface: ColumnSpec[] = [plane, { name: 'y', kind: 'number', dtype: 'float32', shape: [], target: true }];

const step = (column: string, type: StepType, params: StepSpec['params'] = {}): StepSpec => ({ column, type, params });
const scaled = [step('x', 'scale')];

const generated = (
  id: string,
  en: string,
  zh: string,
  columns: readonly ColumnSpec[],
  inputName = 'point',
  steps: readonly StepSpec[] = [],
) => ({ id, title: { en, 'zh-CN': zh }, group: 'generated', columns, steps, inputName }) satisfies CatalogueEntry;

/** In the order of the data room. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    id: 'mnist',
    title: { en: 'MNIST digits', 'zh-CN': 'MNIST 手写数字' },
    group: 'pictures',
    columns: mnistColumns,
    steps: scaled,
    inputName: 'image',
  },
  {
    id: 'doodles',
    title: { en: 'Doodles of 20 things', 'zh-CN': '20 类涂鸦' },
    group: 'pictures',
    columns: [
      { name: 'x', kind: 'picture', dtype: 'uint8', shape: [1, 28, 28] },
      {
        ...target,
        name: 'y',
        // biome-ignore format: one list
        classes: [
          'apple', 'bicycle', 'butterfly', 'candle', 'cat', 'clock', 'cloud', 'envelope', 'eyeglasses', 'fish',
          'flower', 'house', 'ladder', 'lightning', 'moon', 'mushroom', 'star', 'sun', 'tree', 'umbrella',
        ],
      },
    ],
    steps: scaled,
    inputName: 'image',
  },
  {
    id: 'cifar10',
    title: { en: 'CIFAR-10 photographs', 'zh-CN': 'CIFAR-10 照片' },
    group: 'pictures',
    columns: [
      { name: 'x', kind: 'picture', dtype: 'uint8', shape: [3, 32, 32] },
      {
        ...target,
        name: 'y',
        classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
      },
    ],
    steps: scaled,
    inputName: 'image',
    onDemand: true,
  },
  {
    id: 'sentiment',
    title: { en: 'Moods of short reviews', 'zh-CN': '短评情感' },
    group: 'text',
    columns: [text, { ...target, name: 'y', classes: ['negative', 'positive'] }],
    steps: [
      step('text', 'lowerCase'),
      step('text', 'tokenise', { unit: 'words', limit: 4000, minCount: 2, length: 40 }),
    ],
    inputName: 'tokens',
  },
  {
    id: 'names',
    title: { en: 'First names by gender', 'zh-CN': '英文名与性别' },
    group: 'text',
    columns: [
      { ...text, title: 'name' },
      { ...target, name: 'y', classes: ['female', 'male'] },
    ],
    steps: [step('text', 'lowerCase'), step('text', 'tokenise', { unit: 'characters', limit: 40, length: 16 })],
    inputName: 'tokens',
  },
  {
    id: 'mobyDick',
    title: { en: 'Moby-Dick, the book', 'zh-CN': '《白鲸》全文' },
    group: 'text',
    columns: [text],
    steps: [step('text', 'nextToken', { unit: 'characters', limit: 96, length: 64, stride: 64 })],
    inputName: 'tokens',
  },
  {
    id: 'iris',
    title: { en: 'Iris flowers', 'zh-CN': '鸢尾花' },
    group: 'tables',
    columns: [
      features('sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'),
      { ...target, name: 'y', title: 'species', classes: ['setosa', 'versicolor', 'virginica'] },
    ],
    steps: [step('features', 'standardise')],
    inputName: 'features',
  },
  {
    id: 'penguins',
    title: { en: 'Palmer penguins', 'zh-CN': '帕尔默企鹅' },
    group: 'tables',
    columns: [
      features('Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'),
      category('island', ['Biscoe', 'Dream', 'Torgersen']),
      category('sex', ['female', 'male']),
      { ...target, name: 'y', title: 'species', classes: ['Adelie', 'Chinstrap', 'Gentoo'] },
    ],
    steps: [
      step('features', 'missing', { method: 'mean' }),
      step('features', 'standardise'),
      step('island', 'oneHot'),
      step('sex', 'oneHot'),
    ],
    inputName: 'features',
  },
  {
    id: 'cars',
    title: { en: 'Cars and their consumption', 'zh-CN': '汽车油耗' },
    group: 'tables',
    columns: [
      features('cylinders', 'displacement (cu in)', 'horsepower (hp)', 'weight (lb)', '0-60 mph (s)', 'year'),
      category('origin', ['Europe', 'Japan', 'USA']),
      texts('name'),
      { name: 'y', title: 'miles per gallon', kind: 'number', dtype: 'float32', shape: [], target: true },
    ],
    steps: [step('features', 'missing', { method: 'mean' }), step('features', 'standardise'), step('origin', 'oneHot')],
    inputName: 'features',
  },
  {
    id: 'weather',
    title: { en: 'Seattle weather, by day', 'zh-CN': '西雅图逐日天气' },
    group: 'series',
    columns: [
      features('highest temperature (°C)', 'lowest temperature (°C)', 'precipitation (mm)', 'wind (m/s)'),
      category('weather', ['drizzle', 'fog', 'rain', 'snow', 'sun']),
      texts('date'),
    ],
    steps: [step('features', 'windows', { length: 30, horizon: 1, of: 1 }), step('x', 'standardise')],
    inputName: 'series',
  },
  {
    id: 'co2',
    title: { en: 'CO₂ at Mauna Loa, by month', 'zh-CN': '莫纳罗亚逐月 CO₂' },
    group: 'series',
    columns: [features('CO₂ (ppm)'), texts('date')],
    steps: [step('features', 'windows', { length: 24, horizon: 1, of: 1 }), step('x', 'standardise')],
    inputName: 'series',
  },
  generated('circle', 'Disc in a ring', '圆盘与圆环', twoClasses),
  generated('xor', 'Exclusive or', '异或', twoClasses),
  generated('gauss', 'Two clouds', '两团高斯点', twoClasses),
  generated('spiral', 'Two spirals', '双螺旋', twoClasses),
  generated('moons', 'Two moons', '双月牙', twoClasses),
  generated('plane', 'Inclined plane', '斜面', surface),
  generated('hills', 'Hills and valleys', '起伏曲面', surface),
  generated(
    'motifs',
    'Motifs in noise',
    '噪声中的动机',
    [
      { name: 'x', kind: 'series', dtype: 'float32', shape: [10, 64] },
      { ...target, name: 'y', classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
    ],
    'series',
  ),
  generated(
    'dates',
    'Dates in many formats',
    '多种格式的日期',
    [texts('written'), { ...texts('iso'), target: true }],
    'tokens',
    [
      step('written', 'lowerCase'),
      step('written', 'tokenise', { unit: 'characters', limit: 48, length: 30, ends: true }),
      step('iso', 'teacherForcing', { limit: 16, length: 11 }),
    ],
  ),
  generated(
    'ratings',
    'Ratings of low rank',
    '低秩评分',
    [
      { name: 'user', kind: 'tokens', dtype: 'int32', shape: [], vocabulary: 400 },
      { name: 'item', kind: 'tokens', dtype: 'int32', shape: [], vocabulary: 300 },
      { name: 'y', title: 'rating', kind: 'number', dtype: 'float32', shape: [], target: true },
    ],
    'user',
  ),
];

export const catalogueEntry = (id: string): CatalogueEntry | undefined => catalogue.find((entry) => entry.id === id);
