import { embedding as lookUp } from '../../ir/composites/embedding';
import type { Value } from '../../ir/op';
import { bool, float, int, posInt } from '../fields';
import { defineLayer } from '../layer';
import { expectTokens } from '../sequence';

const params = {
  vocabulary: posInt({ en: 'Vocabulary', 'zh-CN': '词表大小' }, 1000, {
    help: { en: 'How many tokens there are: 0 … V − 1.', 'zh-CN': '词元的个数：0 … V − 1。' },
  }),
  features: posInt({ en: 'Features', 'zh-CN': '特征数' }, 64, {
    help: { en: 'Length of the vector of a token.', 'zh-CN': '每个词元的向量长度。' },
  }),
  padding: int({ en: 'Padding token', 'zh-CN': '填充词元' }, -1, -1, 1_000_000, {
    help: {
      en: 'This token reads as zeros and learns nothing; −1 for none.',
      'zh-CN': '该词元读作零且不参与学习；−1 表示没有。',
    },
  }),
  std: float({ en: 'First values', 'zh-CN': '初始值' }, 1, 0, 100, {
    step: 0.01,
    help: {
      en: 'Standard deviation of the normal distribution that the table starts from.',
      'zh-CN': '表初始值所服从的正态分布的标准差。',
    },
  }),
  table: bool({ en: 'Give the table', 'zh-CN': '输出整个表' }, false, {
    help: {
      en: 'Adds an output with the whole table, for a Tied projection that shares it.',
      'zh-CN': '增加一个输出整个表的端口，供共享它的绑定投影使用。',
    },
  }),
};

export const embedding = defineLayer({
  type: 'embedding',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: ({ table }) => ({
    inputs: [{ id: 'tokens', label: { en: 'Tokens', 'zh-CN': '词元' } }],
    outputs: [
      { id: 'y', label: { en: 'Vectors', 'zh-CN': '向量' } },
      ...(table ? [{ id: 'table', label: { en: 'Table', 'zh-CN': '表' } }] : []),
    ],
  }),
  brief: ({ vocabulary, features }) => `${vocabulary} → ${features}`,
  lower: ({ b, parameter }, inputs, { vocabulary, features, padding, std, table }) => {
    const tokens = expectTokens(b, inputs.tokens as Value, 'tokens');
    const weight = parameter('weight', [vocabulary, features], { kind: 'normal', std });
    const y = lookUp(b, weight, tokens, padding < 0 ? undefined : padding);
    return table ? { y, table: weight } : { y };
  },
  docs: {
    name: { en: 'Embedding', 'zh-CN': '词嵌入' },
    summary: {
      en: 'Looks up a learned vector for every token; tokens are whole numbers such as words, characters or users.',
      'zh-CN': '为每个词元查出一个可学习的向量；词元是整数，可代表词、字符或用户。',
    },
    formula: 'y_{b,t} = W_{x_{b,t}}, \\quad W \\in \\mathbb{R}^{V \\times D}',
    references: [
      'torch.nn.Embedding',
      'tf.keras.layers.Embedding',
      'Bengio et al. 2003, A neural probabilistic language model',
    ],
    aliases: ['lookup', 'word vectors', 'token', 'nn.Embedding', 'word2vec', '嵌入', '查表', '词向量'],
  },
});
