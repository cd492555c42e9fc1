import { placeData } from './parts';
import { adamProgram, defineTemplate, named, place } from './template';

/** Most different characters of what is read and of what is written, special ones among them. */
const [read, spelt] = [48, 16];

const names = {
  source: { en: 'Letters read', 'zh-CN': '读入字符' },
  encoder: { en: 'Encoder', 'zh-CN': '编码器' },
  written: { en: 'Letters written', 'zh-CN': '已写字符' },
  decoder: { en: 'Decoder', 'zh-CN': '解码器' },
  attention: { en: 'Attention', 'zh-CN': '注意力' },
};

export const seq2seqDates = defineTemplate(
  'seq2seq-dates',
  { en: 'Dates: encoder and decoder', 'zh-CN': '日期：编码器与解码器' },
  {
    en: 'Reads a date as people write it and spells it as 2031-05-09: a GRU reads, another writes and attends to what was read.',
    'zh-CN': '读入各种写法的日期，逐字写出 2031-05-09 的形式：一个 GRU 读，另一个写并对所读内容施加注意力。',
  },
  (locale) => ({
    nodes: [
      placeData('dataset_1', 'dates', [0, 0], {
        steps: [
          { column: 'written', type: 'lowerCase', params: {} },
          { column: 'written', type: 'tokenise', params: { unit: 'characters', limit: read, length: 32, ends: true } },
          { column: 'iso', type: 'teacherForcing', params: { unit: 'characters', limit: spelt, length: 11 } },
        ],
      }),
      named(names.source[locale], place('source', 'embedding', [1, 0], { vocabulary: read, features: 32, padding: 0 })),
      place('paddingMask_1', 'paddingMask', [1, 1]),
      named(
        names.encoder[locale],
        place('encoder', 'gru', [2, 0], { units: 32, returns: 'sequence', bidirectional: true, masked: true }),
      ),
      named(names.written[locale], place('written', 'embedding', [1, 2], { vocabulary: spelt, features: 32 })),
      named(names.decoder[locale], place('decoder', 'gru', [2, 2], { units: 64, returns: 'sequence' })),
      named(
        names.attention[locale],
        place('multiHeadAttention_1', 'multiHeadAttention', [3, 1], { heads: 1, source: 'cross', masked: true }),
      ),
      place('concat_1', 'concat', [4, 1], { axis: -1 }),
      place('dense_1', 'dense', [1, 3], { units: 64, activation: 'relu' }),
      place('dense_2', 'dense', [2, 3], { units: spelt }),
      place('crossEntropy_1', 'crossEntropy', [0, 2], { ignore: true, ignored: 0 }),
      place('softmax_1', 'softmax', [3, 3]),
      place('output_1', 'output', [4, 3], { outputName: 'probabilities' }),
    ],
    wires: [
      'dataset_1.written -> source.tokens',
      'dataset_1.written -> paddingMask_1.tokens',
      'source.y -> encoder.x',
      'paddingMask_1.mask -> encoder.mask',
      'dataset_1.isoIn -> written.tokens',
      'written.y -> decoder.x',
      'decoder.y -> multiHeadAttention_1.x',
      'encoder.y -> multiHeadAttention_1.memory',
      'paddingMask_1.mask -> multiHeadAttention_1.mask',
      'decoder.y -> concat_1.a',
      'multiHeadAttention_1.y -> concat_1.b',
      'concat_1.y -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> crossEntropy_1.logits',
      'dataset_1.iso -> crossEntropy_1.target',
      'dense_2.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 64,
      epochs: 2,
      learningRate: 0.003,
      schedule: { type: 'cosine', params: { lowest: 0.02, warmup: 0 } },
      gradient: { clip: 'norm', clipAt: 1 },
    }),
  }),
);
