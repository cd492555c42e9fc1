import * as v from 'valibot';
import { int, records, select, text } from '../fields';
import { defineLayer, type PortSpec } from '../layer';

const portSchema = v.pipe(
  v.array(
    v.object({
      /** The moduleInput or moduleOutput node inside. */
      id: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/)),
      /** What the user calls it; empty leaves it to the layer's name. */
      name: v.pipe(v.string(), v.maxLength(120)),
    }),
  ),
  v.maxLength(200),
);

/** A port of a module as its instances know it. */
export type ModulePort = v.InferOutput<typeof portSchema>[number];

const params = {
  /** Id of the module in the document. */
  module: text({ en: 'Module', 'zh-CN': '模块' }, '', { hidden: true, pattern: /^([A-Za-z][A-Za-z0-9_]{0,63})?$/ }),
  weights: select(
    { en: 'Weights', 'zh-CN': '权重' },
    'own',
    {
      own: { en: 'Own', 'zh-CN': '独立' },
      shared: { en: 'Shared by all that share', 'zh-CN': '共享' },
    },
    {
      help: {
        en: 'Own: this node learns weights of its own. Shared: all nodes of this module that share use the same weights.',
        'zh-CN': '独立：此节点学习自己的权重。共享：该模块所有选择共享的节点使用同一组权重。',
      },
    },
  ),
  repeat: int({ en: 'Repeat', 'zh-CN': '重复次数' }, 1, 1, 64, {
    help: {
      en: 'Copies one after the other: the output of each goes into the first input of the next. Other inputs go to every copy.',
      'zh-CN': '依次连接的副本数：每个副本的输出接入下一个的第一个输入，其余输入送入每个副本。',
    },
  }),
  /** The module's ports; edits of the module keep them current. */
  inputs: records<ModulePort>({ en: 'Inputs', 'zh-CN': '输入' }, [], portSchema, { hidden: true }),
  outputs: records<ModulePort>({ en: 'Outputs', 'zh-CN': '输出' }, [], portSchema, { hidden: true }),
};

const label = (
  { name }: ModulePort,
  index: number,
  all: readonly ModulePort[],
  side: PortSpec['label'],
): PortSpec['label'] => {
  const number = all.length > 1 ? ` ${index + 1}` : '';
  return name ? { en: name, 'zh-CN': name } : { en: `${side.en}${number}`, 'zh-CN': `${side['zh-CN']}${number}` };
};

const specs = (ports: readonly ModulePort[], side: PortSpec['label']): PortSpec[] =>
  ports.map((port, index) => ({ id: port.id, label: label(port, index, ports, side) }));

/** A module of the document in the place of a node. Its ports are the moduleInput and moduleOutput nodes inside, by their ids. */
export const module = defineLayer({
  type: 'module',
  version: 1,
  migrations: {},
  group: 'core',
  params,
  ports: ({ inputs, outputs }) => ({
    inputs: specs(inputs, { en: 'Input', 'zh-CN': '输入' }),
    outputs: specs(outputs, { en: 'Output', 'zh-CN': '输出' }),
  }),
  brief: ({ repeat }) => (repeat > 1 ? `× ${repeat}` : ''),
  lower: ({ instance }, inputs, { module: id, weights, repeat }) => instance({ module: id, weights, repeat }, inputs),
  docs: {
    name: { en: 'Module', 'zh-CN': '模块' },
    summary: {
      en: 'A part of the drawing with a name: placed as often as you like, with weights of its own or shared, and repeated in a row.',
      'zh-CN': '图中一个有名称的部分：可任意多次放置，权重可独立或共享，也可连续重复。',
    },
    formula: 'y = f_N(\\cdots f_2(f_1(x)))',
    references: ['torch.nn.Module', 'Lan et al. 2020, ALBERT (weights shared across layers)'],
    aliases: ['block', 'subgraph', 'group', 'function', 'siamese', 'repeat', '子图', '块'],
  },
});
