import type { Value } from '../../ir/op';
import { int } from '../fields';
import { defineLayer } from '../layer';
import { expectTokens } from '../sequence';

const params = {
  padding: int({ en: 'Padding token', 'zh-CN': '填充词元' }, 0, -1_000_000, 1_000_000, {
    help: { en: 'The token that fills up short sequences.', 'zh-CN': '用于补齐较短序列的词元。' },
  }),
};

/** Tokens [B, T] -> bool [B, T], true where a token is real. */
export const paddingMask = defineLayer({
  type: 'paddingMask',
  version: 1,
  migrations: {},
  group: 'sequence',
  params,
  ports: {
    inputs: [{ id: 'tokens', label: { en: 'Tokens', 'zh-CN': '词元' } }],
    outputs: [{ id: 'mask', label: { en: 'Mask', 'zh-CN': '掩码' } }],
  },
  brief: ({ padding }) => `≠ ${padding}`,
  lower: ({ b }, inputs, { padding }) => {
    const tokens = expectTokens(b, inputs.tokens as Value, 'tokens');
    return { mask: b.op('not', [b.op('equal', [tokens, b.scalar(padding, 'int32')])]) };
  },
  docs: {
    name: { en: 'Padding mask', 'zh-CN': '填充掩码' },
    summary: {
      en: 'Tells real tokens from padding, so that attention, recurrent layers and pooling pass over the padding.',
      'zh-CN': '区分真实词元与填充，使注意力、循环层和池化跳过填充部分。',
    },
    formula: 'm_{b,t} = [x_{b,t} \\neq p]',
    references: ['torch.nn.MultiheadAttention (key_padding_mask, inverted)', 'tf.keras.layers.Embedding (mask_zero)'],
    aliases: ['mask', 'key_padding_mask', 'mask_zero', 'attention mask', 'Masking', '掩码', '补齐'],
  },
});
