import { atPort, ShapeError } from '../../core/errors';
import type { Builder } from '../../ir/builder';
import { multiHeadAttention as attend } from '../../ir/composites/attention';
import { expectDim } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { dropped } from '../dropped';
import { bool, float, posInt, select } from '../fields';
import { weightInit, zeros } from '../initializers';
import { defineLayer, type LowerContext, type PortSpec } from '../layer';
import { linear } from '../linear';
import { expectMask, expectSequence, maskedField, maskPort } from '../sequence';

const params = {
  heads: posInt({ en: 'Heads', 'zh-CN': '头数' }, 4, {
    help: { en: 'Divides the features: each head has D / heads.', 'zh-CN': '须整除特征数：每个头有 D / 头数 个特征。' },
  }),
  source: select({ en: 'Looks at', 'zh-CN': '关注' }, 'self', {
    self: { en: 'Its own sequence', 'zh-CN': '自身序列' },
    cross: { en: 'Another sequence', 'zh-CN': '另一序列' },
  }),
  causal: bool({ en: 'Causal', 'zh-CN': '因果' }, false, {
    help: { en: 'A step sees itself and those before it only.', 'zh-CN': '每一步只能看到自身及之前的步。' },
  }),
  masked: maskedField,
  dropout: float({ en: 'Dropout', 'zh-CN': '丢弃率' }, 0, 0, 0.99, {
    step: 0.05,
    help: { en: 'Of the attention weights, while training.', 'zh-CN': '训练时作用于注意力权重。' },
  }),
  bias: bool({ en: 'Bias', 'zh-CN': '偏置' }, true),
  weights: bool({ en: 'Give the weights', 'zh-CN': '输出权重' }, false, {
    help: {
      en: 'Adds an output that says how much each step looked at each: [B, heads, T, S].',
      'zh-CN': '增加一个输出，说明每一步对各步的关注程度：[B, heads, T, S]。',
    },
  }),
};

const memoryPort: PortSpec = { id: 'memory', label: { en: 'Keys and values', 'zh-CN': '键和值' } };

/** torch.nn.MultiheadAttention (batch_first): in_proj_weight [3 D, D], in_proj_bias [3 D], out_proj_weight [D, D], out_proj_bias [D]. */
export const multiHeadAttention = defineLayer({
  type: 'multiHeadAttention',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: ({ source, masked, weights }) => ({
    inputs: [
      { id: 'x', label: source === 'cross' ? { en: 'Query', 'zh-CN': '查询' } : { en: 'Sequence', 'zh-CN': '序列' } },
      ...(source === 'cross' ? [memoryPort] : []),
      ...(masked ? [maskPort] : []),
    ],
    outputs: [
      { id: 'y', label: { en: 'Output', 'zh-CN': '输出' } },
      ...(weights ? [{ id: 'weights', label: { en: 'Weights', 'zh-CN': '权重' } }] : []),
    ],
  }),
  brief: ({ heads, causal, source }) => `${heads} h${causal ? ' · ≤ t' : ''}${source === 'cross' ? ' · q ← kv' : ''}`,
  lower: (context, inputs, { heads, source, causal, masked, dropout, bias, weights: shown }) => {
    const { b, parameter } = context;
    const x = inputs.x as Value;
    const { batch, features } = expectSequence(x, 'x');
    const memory = source === 'cross' ? (inputs.memory as Value) : x;
    const keys = expectSequence(memory, source === 'cross' ? 'memory' : 'x');
    if (source === 'cross') atPort('memory', () => expectDim(keys.batch, batch, 'B'));
    if (features % heads !== 0)
      throw new ShapeError('dim', { axis: 'D mod heads', expected: 0, actual: features % heads });
    const padding = masked ? expectMask(inputs.mask as Value, keys) : undefined;
    const projected = project(context, x, memory, bias);
    const { y, weights } = attend(b, projected, {
      heads,
      causal,
      padding,
      dropout: (values) => dropped(context, values, dropout),
    });
    const out = linear(
      b,
      y,
      parameter('out_proj_weight', [features, features], weightInit('default', features, features)),
      bias ? parameter('out_proj_bias', [features], zeros) : undefined,
    );
    return shown ? { y: out, weights } : { y: out };
  },
  docs: {
    name: { en: 'Multi-head attention', 'zh-CN': '多头注意力' },
    summary: {
      en: 'Every step gathers what it needs from all steps of a sequence, its own or another, in several ways at once.',
      'zh-CN': '每一步以多种方式同时从某个序列（自身或另一个）的所有步中收集所需的信息。',
    },
    formula:
      '\\text{head}_i = \\text{softmax}\\!\\left(\\frac{Q_i K_i^\\top}{\\sqrt{d}}\\right) V_i, \\quad y = [\\text{head}_1 \\dots \\text{head}_h] W_O^\\top + b_O',
    references: [
      'Vaswani et al. 2017, Attention is all you need',
      'torch.nn.MultiheadAttention',
      'tf.keras.layers.MultiHeadAttention',
    ],
    aliases: [
      'self-attention',
      'cross-attention',
      'transformer',
      'causal mask',
      'MultiheadAttention',
      'MultiHeadAttention',
      '自注意力',
      '交叉注意力',
      '注意力',
    ],
  },
});

/** Queries, keys and values. One weight [3 D, D] holds all three, as in PyTorch, unless the keys have another number of features. */
function project({ b, parameter }: LowerContext, x: Value, memory: Value, bias: boolean) {
  const size = x.type.shape[2] as number;
  const memorySize = memory.type.shape[2] as number;
  const offset = bias ? parameter('in_proj_bias', [3 * size], zeros) : undefined;
  const thirds = (value: Value) => b.ops('split', [value], { axis: 0, sizes: [size, size, size] });
  if (memorySize === size) {
    const weight = parameter('in_proj_weight', [3 * size, size], weightInit('xavierUniform', size, 3 * size));
    if (memory === x) {
      const all = linear(b, x, weight, offset);
      const [q, k, v] = b.ops('split', [all], { axis: 2, sizes: [size, size, size] });
      return { q, k, v } as Projected;
    }
    return separately(b, x, memory, thirds(weight), offset && thirds(offset));
  }
  const weights = ['q', 'k', 'v'].map((name) => {
    const columns = name === 'q' ? size : memorySize;
    return parameter(`${name}_proj_weight`, [size, columns], weightInit('xavierUniform', columns, size));
  });
  return separately(b, x, memory, weights, offset && thirds(offset));
}

interface Projected {
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
}

function separately(
  b: Builder,
  x: Value,
  memory: Value,
  [wq, wk, wv]: readonly Value[],
  [bq, bk, bv]: readonly Value[] = [],
): Projected {
  return {
    q: linear(b, x, wq as Value, bq),
    k: linear(b, memory, wk as Value, bk),
    v: linear(b, memory, wv as Value, bv),
  };
}
