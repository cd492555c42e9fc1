import { placeData } from './parts';
import { adamProgram, defineTemplate, named, place } from './template';

const vocabulary = 3000;

const names = {
  words: { en: 'Word vectors', 'zh-CN': '词向量' },
  contexts: { en: 'Context vectors', 'zh-CN': '上下文向量' },
};

export const word2vec = defineTemplate(
  'word2vec',
  { en: 'Moby-Dick: word vectors', 'zh-CN': '《白鲸》：词向量' },
  {
    en: 'Skip-grams with negative sampling: words seen in like company come to lie near each other.',
    'zh-CN': '带负采样的 Skip-gram：语境相似的词会彼此靠近。',
  },
  (locale) => ({
    nodes: [
      placeData('dataset_1', 'mobyDick', [0, 0], {
        inputName: 'word',
        steps: [
          { column: 'text', type: 'lowerCase', params: {} },
          { column: 'text', type: 'skipGrams', params: { limit: vocabulary, minCount: 5, window: 4, negatives: 5 } },
        ],
      }),
      named(names.words[locale], place('words', 'embedding', [1, 0], { vocabulary, features: 64, std: 0.05 })),
      named(names.contexts[locale], place('contexts', 'embedding', [1, 1], { vocabulary, features: 64, std: 0.05 })),
      place('unsqueeze_1', 'unsqueeze', [2, 0], { axis: 1 }),
      place('dot_1', 'dot', [3, 0]),
      place('squeeze_1', 'squeeze', [0, 2]),
      place('binaryCrossEntropy_1', 'binaryCrossEntropy', [1, 2]),
      place('output_1', 'output', [2, 1], { outputName: 'vector' }),
    ],
    wires: [
      'dataset_1.word -> words.tokens',
      'dataset_1.context -> contexts.tokens',
      'words.y -> unsqueeze_1.x',
      'unsqueeze_1.y -> dot_1.a',
      'contexts.y -> dot_1.b',
      'dot_1.y -> squeeze_1.x',
      'squeeze_1.y -> binaryCrossEntropy_1.prediction',
      'dataset_1.y -> binaryCrossEntropy_1.target',
      'words.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 256,
      epochs: 2,
      learningRate: 0.002,
      schedule: { type: 'linear', params: { end: 0.1, warmup: 0 } },
    }),
  }),
);
