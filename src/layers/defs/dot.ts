import { atPort } from '../../core/errors';
import type { Builder } from '../../ir/builder';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { bool } from '../fields';
import { defineLayer } from '../layer';
import { letterPorts, letterValues } from '../mergeLayer';

const params = {
  normalize: bool({ en: 'Normalise', 'zh-CN': '归一化' }, false, {
    help: {
      en: 'Divide by both lengths: the cosine of the angle between them.',
      'zh-CN': '除以两者的长度，即夹角余弦。',
    },
  }),
};

/** Inner product over the last axis: [B, ..., D], [B, ..., D] -> [B, ..., 1]. */
export const dot = defineLayer({
  type: 'dot',
  version: 1,
  migrations: {},
  group: 'merge',
  params,
  ports: letterPorts(2),
  brief: ({ normalize }) => (normalize ? 'cos' : ''),
  lower: ({ b }, inputs, { normalize }) => {
    const [x, y] = letterValues(inputs, 2) as [Value, Value];
    atPort('a', () => expectFloat(x.type));
    return atPort('b', () => {
      const product = inner(b, x, y);
      if (!normalize) return { y: product };
      const lengths = b.op('sqrt', [b.op('mul', [inner(b, x, x), inner(b, y, y)])]);
      return { y: b.op('div', [product, b.op('max', [lengths, b.scalar(1e-8, x.type.dtype)])]) };
    });
  },
  docs: {
    name: { en: 'Dot', 'zh-CN': '点积' },
    summary: {
      en: 'How well two vectors agree: their inner product, or the cosine between them; the heart of a recommender.',
      'zh-CN': '两个向量的一致程度：内积或夹角余弦；推荐系统的核心。',
    },
    formula: 'y = \\sum_d a_d b_d',
    references: ['tf.keras.layers.Dot', 'torch.linalg.vecdot', 'torch.nn.CosineSimilarity'],
    aliases: ['inner product', 'cosine similarity', 'CosineSimilarity', 'bilinear', '内积', '余弦'],
  },
});

function inner(b: Builder, x: Value, y: Value): Value {
  return b.op('reduceSum', [b.op('mul', [x, y])], { axes: [-1], keepDims: true });
}
