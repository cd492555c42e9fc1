import { presetModule } from '../modules/presets';
import { placeData, placeModule } from './parts';
import { adamProgram, defineTemplate, place } from './template';

/** Most different characters; Moby-Dick has 80. */
const vocabulary = 96;
const features = 96;

export const charGpt = defineTemplate(
  'char-gpt',
  { en: 'Moby-Dick: a small GPT', 'zh-CN': '《白鲸》：小型 GPT' },
  {
    en: 'Reads Moby-Dick letter by letter through two causal Transformer blocks and learns to go on writing: under 2 nats a character.',
    'zh-CN': '用两个因果 Transformer 块逐字母阅读《白鲸》并学会续写：每字符低于 2 纳特。',
  },
  (locale) => {
    const block = presetModule('decoderBlock', { features, heads: 4, dropout: 0 }, locale);
    return {
      nodes: [
        placeData('dataset_1', 'mobyDick', [0, 0]),
        place('embedding_1', 'embedding', [1, 0], { vocabulary, features, std: 0.02, table: true }),
        place('learnedPositions_1', 'learnedPositions', [2, 0]),
        placeModule('blocks', block, [3, 0], 2),
        place('layerNorm_1', 'layerNorm', [0, 1]),
        place('tiedProjection_1', 'tiedProjection', [1, 1]),
        place('crossEntropy_1', 'crossEntropy', [2, 2]),
        place('softmax_1', 'softmax', [2, 1]),
        place('output_1', 'output', [3, 1], { outputName: 'probabilities' }),
      ],
      wires: [
        'dataset_1.x -> embedding_1.tokens',
        'embedding_1.y -> learnedPositions_1.x',
        'learnedPositions_1.y -> blocks.x',
        'blocks.y -> layerNorm_1.x',
        'layerNorm_1.y -> tiedProjection_1.x',
        'embedding_1.table -> tiedProjection_1.table',
        'tiedProjection_1.y -> crossEntropy_1.logits',
        'dataset_1.y -> crossEntropy_1.target',
        'tiedProjection_1.y -> softmax_1.x',
        'softmax_1.y -> output_1.x',
      ],
      modules: [block],
      training: adamProgram({
        batchSize: 16,
        epochs: 1,
        learningRate: 0.003,
        schedule: { type: 'cosine', params: { lowest: 0.05, warmup: 0.08 } },
        gradient: { clip: 'norm', clipAt: 1 },
      }),
    };
  },
);
