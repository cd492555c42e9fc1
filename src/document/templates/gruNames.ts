import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const gruNames = defineTemplate(
  'gru-names',
  { en: 'First names: GRU over letters', 'zh-CN': '英文名：逐字母 GRU' },
  {
    en: 'A bidirectional GRU spells names letter by letter and says whether women or men bear them: about 88%.',
    'zh-CN': '双向 GRU 逐个字母读名字，判断属于女性还是男性：准确率约 88%。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'names', [0, 0]),
      place('embedding_1', 'embedding', [1, 0], { vocabulary: 40, features: 32, padding: 0 }),
      place('gru_1', 'gru', [2, 0], { units: 64, bidirectional: true, masked: true }),
      place('dropout_1', 'dropout', [3, 0], { rate: 0.3 }),
      place('paddingMask_1', 'paddingMask', [1, 1]),
      place('dense_1', 'dense', [0, 2], { units: 1 }),
      place('binaryCrossEntropy_1', 'binaryCrossEntropy', [1, 3]),
      place('sigmoid_1', 'sigmoid', [1, 2]),
      place('output_1', 'output', [2, 2], { outputName: 'male' }),
    ],
    wires: [
      'dataset_1.text -> embedding_1.tokens',
      'dataset_1.text -> paddingMask_1.tokens',
      'embedding_1.y -> gru_1.x',
      'paddingMask_1.mask -> gru_1.mask',
      'gru_1.y -> dropout_1.x',
      'dropout_1.y -> dense_1.x',
      'dense_1.y -> binaryCrossEntropy_1.prediction',
      'dataset_1.y -> binaryCrossEntropy_1.target',
      'dense_1.y -> sigmoid_1.x',
      'sigmoid_1.y -> output_1.x',
    ],
    training: adamProgram({ batchSize: 32, epochs: 8, learningRate: 0.003 }),
  }),
);
