import { atPort } from '../../core/errors';
import type { Dim } from '../../core/shape';
import { hostTensor } from '../../core/tensor';
import type { Builder } from '../../ir/builder';
import { expectFloat, expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { posInt, select } from '../fields';
import { zeros } from '../initializers';
import { defineLayer, type LowerContext } from '../layer';
import { linear } from '../linear';
import { expectTokens } from '../sequence';

const params = {
  vocabulary: posInt({ en: 'Vocabulary', 'zh-CN': '词表大小' }, 1000, {
    help: { en: 'How many tokens there are: 0 … V − 1.', 'zh-CN': '词元的个数：0 … V − 1。' },
  }),
  negatives: posInt({ en: 'Negatives', 'zh-CN': '负样本数' }, 5, {
    help: { en: 'Random tokens that each right one is set against.', 'zh-CN': '与每个正确词元对比的随机词元个数。' },
  }),
  sampler: select(
    { en: 'Drawn', 'zh-CN': '抽样' },
    'logUniform',
    {
      logUniform: { en: 'Common ones more often', 'zh-CN': '常见的更频繁' },
      uniform: { en: 'All alike', 'zh-CN': '均匀' },
    },
    {
      help: {
        en: 'Common ones more often (Zipf’s law): tokens must be numbered from the commonest to the rarest.',
        'zh-CN': '常见的更频繁（齐夫定律）：词元须按从最常见到最罕见的顺序编号。',
      },
    },
  ),
};

type Sampler = 'logUniform' | 'uniform';

/**
 * -ln sigma(u_o v) - sum_k ln sigma(-u_k v): vectors v [B, D], tokens o [B], u rows of a table of its own. Training draws the k;
 * elsewhere their sum is the expectation over the sampler, so that the loss of a model is one number.
 */
export const negativeSampling = defineLayer({
  type: 'negativeSampling',
  version: 1,
  migrations: {},
  group: 'loss',
  params,
  ports: {
    inputs: [
      { id: 'x', label: { en: 'Vectors', 'zh-CN': '向量' } },
      { id: 'target', label: { en: 'Target', 'zh-CN': '目标' } },
    ],
    outputs: [],
  },
  brief: ({ negatives }) => `1 : ${negatives}`,
  lower: (context, inputs, { vocabulary, negatives, sampler }) => {
    const { b, parameter, loss, mode } = context;
    const x = inputs.x as Value;
    atPort('x', () => {
      expectFloat(x.type);
      expectRank(x.type.shape, 2, '[B, D]');
    });
    const target = expectTokens(b, inputs.target as Value, 'target');
    atPort('target', () => expectRank(target.type.shape, 1, '[B]'));
    const [batch, features] = x.type.shape as [Dim, number];
    const table = parameter('weight', [vocabulary, features], zeros);
    const right = b.op('gather', [table, target], { axis: 0 });
    const agreement = b.op('reduceSum', [b.op('mul', [x, right])], { axes: [1], keepDims: false });
    const against =
      mode === 'train'
        ? drawn(context, { x, table, batch, negatives, sampler })
        : expected(b, { x, table, negatives, sampler });
    loss(b.op('add', [b.op('softplus', [b.op('neg', [agreement])]), against]));
    return {};
  },
  docs: {
    name: { en: 'Negative sampling', 'zh-CN': '负采样' },
    summary: {
      en: 'Loss that tells the right token from a few random ones; learns word vectors without scoring every word.',
      'zh-CN': '把正确的词元与少量随机词元区分开的损失；无需为每个词打分即可学习词向量。',
    },
    formula: 'L = -\\ln \\sigma(u_o^\\top v) - \\sum_{k=1}^{K} \\ln \\sigma(-u_k^\\top v), \\quad k \\sim q',
    references: [
      'Mikolov et al. 2013, Distributed representations of words and phrases and their compositionality, eq. 4',
      'tf.nn.nce_loss',
      'tf.random.log_uniform_candidate_sampler',
    ],
    aliases: ['word2vec', 'skip-gram', 'sgns', 'nce', 'noise contrastive', '词向量', '负采样损失'],
  },
});

interface Against {
  readonly x: Value;
  readonly table: Value;
  readonly negatives: number;
  readonly sampler: Sampler;
}

/** Sum over K drawn tokens of -ln sigma(-u_k v), [B]. */
function drawn(
  { b, random }: LowerContext,
  { x, table, batch, negatives, sampler }: Against & { readonly batch: Dim },
): Value {
  const [vocabulary, features] = table.type.shape as [number, number];
  const tokens = tokensOf(b, random('uniform', [batch, negatives]), vocabulary, sampler);
  const rows = b.op('gather', [table, tokens], { axis: 0 });
  const scores = b.op('mul', [rows, b.reshape(x, [batch, 1, features])]);
  const agreement = b.op('reduceSum', [scores], { axes: [2], keepDims: false });
  return b.op('reduceSum', [b.op('softplus', [agreement])], { axes: [1], keepDims: false });
}

/** K times the mean over the sampler of -ln sigma(-u v), [B]. */
function expected(b: Builder, { x, table, negatives, sampler }: Against): Value {
  const vocabulary = table.type.shape[0] as number;
  const shares = Float32Array.from({ length: vocabulary }, (_, k) => negatives * shareOf(k, vocabulary, sampler));
  const costs = b.op('softplus', [linear(b, x, table)]);
  const weighted = b.op('mul', [costs, b.constant(hostTensor('float32', [1, vocabulary], shares))]);
  return b.op('reduceSum', [weighted], { axes: [1], keepDims: false });
}

/** Numbers in [0, 1) as tokens: floor(u V), or floor((V + 1)^u) - 1, which gives token k the share below. */
function tokensOf(b: Builder, u: Value, vocabulary: number, sampler: Sampler): Value {
  const drawnAt =
    sampler === 'uniform'
      ? b.op('mul', [u, b.scalar(vocabulary)])
      : b.op('sub', [b.op('exp', [b.op('mul', [u, b.scalar(Math.log(vocabulary + 1))])]), b.scalar(1)]);
  const whole = b.op('floor', [drawnAt]);
  const within = b.op('min', [b.op('max', [whole, b.scalar(0)]), b.scalar(vocabulary - 1)]);
  return b.op('cast', [within], { to: 'int32' });
}

/** How often token k is drawn: ln((k + 2) / (k + 1)) / ln(V + 1). */
export function shareOf(k: number, vocabulary: number, sampler: Sampler): number {
  return sampler === 'uniform' ? 1 / vocabulary : Math.log((k + 2) / (k + 1)) / Math.log(vocabulary + 1);
}
