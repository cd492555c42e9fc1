import { presetModule } from '../modules/presets';
import { placeData, placeModule } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const bertSentiment = defineTemplate(
  'bert-sentiment',
  { en: 'Reviews: a small BERT', 'zh-CN': '短评情感：小型 BERT' },
  {
    en: 'WordPiece tokens, learned positions, two Transformer blocks and a mean over the tokens: about 80%, from nothing.',
    'zh-CN': 'WordPiece 词元、可学习位置、两个 Transformer 块再对词元取平均：从零训练约 80%。',
  },
  (locale) => {
    const block = presetModule(
      'encoderBlock',
      { features: 64, heads: 4, hidden: 128, dropout: 0.2, masked: true },
      locale,
    );
    const steps = [
      { column: 'text', type: 'lowerCase', params: {} },
      { column: 'text', type: 'tokenise', params: { unit: 'wordPiece', length: 48, ends: true } },
    ];
    return {
      nodes: [
        placeData('dataset_1', 'sentiment', [0, 0], { steps }),
        place('embedding_1', 'embedding', [1, 0], { vocabulary: 30_522, features: 64, padding: 0, std: 0.1 }),
        place('learnedPositions_1', 'learnedPositions', [2, 0]),
        place('dropout_1', 'dropout', [3, 0], { rate: 0.2 }),
        place('paddingMask_1', 'paddingMask', [1, 1]),
        placeModule('blocks', block, [4, 0], 2),
        place('layerNorm_1', 'layerNorm', [2, 1]),
        place('tokenPooling_1', 'tokenPooling', [3, 1], { masked: true }),
        place('dropout_2', 'dropout', [4, 1], { rate: 0.2 }),
        place('dense_1', 'dense', [1, 2], { units: 1 }),
        place('binaryCrossEntropy_1', 'binaryCrossEntropy', [4, 2]),
        place('sigmoid_1', 'sigmoid', [2, 2]),
        place('output_1', 'output', [3, 2], { outputName: 'positive' }),
      ],
      wires: [
        'dataset_1.text -> embedding_1.tokens',
        'dataset_1.text -> paddingMask_1.tokens',
        'embedding_1.y -> learnedPositions_1.x',
        'learnedPositions_1.y -> dropout_1.x',
        'dropout_1.y -> blocks.x',
        'paddingMask_1.mask -> blocks.mask',
        'blocks.y -> layerNorm_1.x',
        'layerNorm_1.y -> tokenPooling_1.x',
        'paddingMask_1.mask -> tokenPooling_1.mask',
        'tokenPooling_1.y -> dropout_2.x',
        'dropout_2.y -> dense_1.x',
        'dense_1.y -> binaryCrossEntropy_1.prediction',
        'dataset_1.y -> binaryCrossEntropy_1.target',
        'dense_1.y -> sigmoid_1.x',
        'sigmoid_1.y -> output_1.x',
      ],
      modules: [block],
      training: adamProgram({
        batchSize: 32,
        epochs: 6,
        schedule: { type: 'linear', params: { end: 0, warmup: 0.1 } },
        gradient: { clip: 'norm', clipAt: 1 },
      }),
    };
  },
);
