import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const lstmSentiment = defineTemplate(
  'lstm-sentiment',
  { en: 'Reviews: LSTM', 'zh-CN': '短评情感：LSTM' },
  {
    en: 'Words become vectors, an LSTM reads them both ways and tells praise from complaint: about 80% of unseen reviews.',
    'zh-CN': '单词变成向量，双向 LSTM 读完后分辨褒贬：未见过的短评约有 80% 判断正确。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'sentiment', [0, 0]),
      place('embedding_1', 'embedding', [1, 0], { vocabulary: 4000, features: 64, padding: 0, std: 0.1 }),
      place('dropout_1', 'dropout', [2, 0]),
      place('lstm_1', 'lstm', [3, 0], { units: 64, bidirectional: true, masked: true }),
      place('paddingMask_1', 'paddingMask', [1, 1]),
      place('dropout_2', 'dropout', [0, 2]),
      place('dense_1', 'dense', [1, 2], { units: 1 }),
      place('binaryCrossEntropy_1', 'binaryCrossEntropy', [2, 3]),
      place('sigmoid_1', 'sigmoid', [2, 2]),
      place('output_1', 'output', [3, 2], { outputName: 'positive' }),
    ],
    wires: [
      'dataset_1.text -> embedding_1.tokens',
      'dataset_1.text -> paddingMask_1.tokens',
      'embedding_1.y -> dropout_1.x',
      'dropout_1.y -> lstm_1.x',
      'paddingMask_1.mask -> lstm_1.mask',
      'lstm_1.y -> dropout_2.x',
      'dropout_2.y -> dense_1.x',
      'dense_1.y -> binaryCrossEntropy_1.prediction',
      'dataset_1.y -> binaryCrossEntropy_1.target',
      'dense_1.y -> sigmoid_1.x',
      'sigmoid_1.y -> output_1.x',
    ],
    training: adamProgram({ batchSize: 32, epochs: 6, learningRate: 0.002 }),
  }),
);
