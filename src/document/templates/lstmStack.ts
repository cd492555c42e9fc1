import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const lstmStack = defineTemplate(
  'lstm-stack',
  { en: 'Motifs: a stack of LSTMs', 'zh-CN': '动机：LSTM 堆叠' },
  {
    en: 'Three LSTM layers find which of ten motifs hides in a noisy sequence: above 95% after a few epochs.',
    'zh-CN': '三层 LSTM 判断噪声序列中藏着十种动机中的哪一种：几轮训练后超过 95%。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'motifs', [0, 0]),
      place('lstm_1', 'lstm', [1, 0], { units: 128, returns: 'sequence' }),
      place('lstm_2', 'lstm', [2, 0], { units: 128, returns: 'sequence' }),
      place('lstm_3', 'lstm', [3, 0], { units: 128 }),
      place('dense_1', 'dense', [0, 1], { units: 64, activation: 'relu' }),
      place('dense_2', 'dense', [1, 1], { units: 10 }),
      place('crossEntropy_1', 'crossEntropy', [1, 2]),
      place('softmax_1', 'softmax', [2, 1]),
      place('output_1', 'output', [3, 1], { outputName: 'probabilities' }),
    ],
    wires: [
      'dataset_1.x -> lstm_1.x',
      'lstm_1.y -> lstm_2.x',
      'lstm_2.y -> lstm_3.x',
      'lstm_3.y -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> crossEntropy_1.logits',
      'dataset_1.y -> crossEntropy_1.target',
      'dense_2.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ],
    training: adamProgram({ batchSize: 32, epochs: 5 }),
  }),
);
