import type { Builder } from '../../ir/builder';
import { expectRank } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { defineLayer } from '../layer';
import { pairPorts, readPair } from '../losses';

/** 1 - cos of the angle between prediction and target, both [B, D]; lengths below 1e-8 count as 1e-8 (torch's floor). */
export const cosineLoss = defineLayer({
  type: 'cosineLoss',
  version: 1,
  migrations: {},
  group: 'loss',
  params: {},
  ports: pairPorts,
  brief: () => '',
  lower: ({ b, loss }, inputs) => {
    const { prediction, target } = readPair(inputs);
    expectRank(prediction.type.shape, 2, '[B, D]');
    const lengths = b.op('mul', [length(b, prediction), length(b, target)]);
    loss(b.op('sub', [b.scalar(1), b.op('div', [dot(b, prediction, target), lengths])]));
    return {};
  },
  docs: {
    name: { en: 'Cosine distance', 'zh-CN': '余弦距离' },
    summary: {
      en: 'Loss for embeddings: wants the same direction, whatever the length.',
      'zh-CN': '用于嵌入向量的损失：只要求方向一致，不计长度。',
    },
    formula: 'L = 1 - \\frac{x \\cdot y}{\\lVert x \\rVert \\lVert y \\rVert}',
    references: ['torch.nn.CosineEmbeddingLoss', 'torch.nn.CosineSimilarity'],
    aliases: ['loss', 'similarity', 'embedding', '损失', '相似度'],
  },
});

/** [B, D], [B, D] -> [B]. */
function dot(b: Builder, x: Value, y: Value): Value {
  return b.op('reduceSum', [b.op('mul', [x, y])], { axes: [1], keepDims: false });
}

/** max(|x|, 1e-8), [B, D] -> [B]. */
function length(b: Builder, x: Value): Value {
  const squared = dot(b, x, x);
  const floor = b.scalar(1e-16);
  return b.op('sqrt', [b.op('where', [b.op('greater', [squared, floor]), squared, floor])]);
}
