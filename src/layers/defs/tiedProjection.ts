import { atPort, ShapeError } from '../../core/errors';
import { type Dim, formatShape, staticDims } from '../../core/shape';
import { expectDim, expectFloat, expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { bool } from '../fields';
import { zeros } from '../initializers';
import { defineLayer } from '../layer';
import { linear } from '../linear';

const params = {
  bias: bool({ en: 'Bias', 'zh-CN': '偏置' }, false),
};

/** x [.., D] against every row of a table [V, D] that another layer owns: one set of weights, two uses, one gradient. */
export const tiedProjection = defineLayer({
  type: 'tiedProjection',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: {
    inputs: [
      { id: 'x', label: { en: 'Input', 'zh-CN': '输入' } },
      { id: 'table', label: { en: 'Table', 'zh-CN': '表' } },
    ],
    outputs: [{ id: 'y', label: { en: 'Scores', 'zh-CN': '得分' } }],
  },
  brief: () => '',
  lower: ({ b, parameter }, inputs, { bias }) => {
    const { x, table } = inputs as { x: Value; table: Value };
    const [rows, features] = atPort('table', () => {
      expectFloat(table.type);
      expectRank(table.type.shape, 2, '[V, D]');
      return table.type.shape as [Dim, Dim];
    });
    atPort('x', () => {
      expectFloat(x.type);
      if (x.type.shape.length < 2)
        throw new ShapeError('rank', { expected: '>= 2 [B, …, D]', actual: formatShape(x.type.shape) });
      expectDim(x.type.shape.at(-1), features, 'D');
    });
    return { y: linear(b, x, table, bias ? parameter('bias', staticDims([rows]), zeros) : undefined) };
  },
  docs: {
    name: { en: 'Tied projection', 'zh-CN': '绑定投影' },
    summary: {
      en: 'Scores every token by comparing the input with its row in an Embedding’s table: weights shared, not copied.',
      'zh-CN': '将输入与词嵌入表中的每一行比较，为每个词元打分：权重共享而非复制。',
    },
    formula: 'y = x E^\\top + b',
    references: [
      'Press & Wolf 2017, Using the output embedding to improve language models',
      'Inan et al. 2017, Tying word vectors and word classifiers',
    ],
    aliases: ['weight tying', 'shared weights', 'lm head', 'output embedding', 'tie', '权重绑定', '共享权重'],
  },
});
