import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

const widths = [3, 4, 5] as const;

export const cnnText = defineTemplate(
  'cnn-text',
  { en: 'Reviews: convolutions over words', 'zh-CN': '短评情感：单词上的卷积' },
  {
    en: 'Kim’s net: filters three, four and five words wide, the strongest answer of each, and a vote: about 80%.',
    'zh-CN': 'Kim 的网络：三、四、五个词宽的卷积核，各取最强响应后投票：约 80%。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'sentiment', [0, 0]),
      place('embedding_1', 'embedding', [1, 0], { vocabulary: 4000, features: 64, padding: 0, std: 0.3 }),
      place('dropout_1', 'dropout', [2, 0]),
      place('permute_1', 'permute', [3, 0], { order: '2, 1' }),
      ...widths.flatMap((kernel, row) => [
        place(`conv1d_${row + 1}`, 'conv1d', [0, row + 1], {
          filters: 64,
          kernel,
          padding: 'same',
          activation: 'relu',
        }),
        place(`globalMaxPool_${row + 1}`, 'globalMaxPool', [1, row + 1]),
      ]),
      place('concat_1', 'concat', [2, 1], { inputs: 3 }),
      place('dropout_2', 'dropout', [3, 1]),
      place('dense_1', 'dense', [4, 1], { units: 1 }),
      place('binaryCrossEntropy_1', 'binaryCrossEntropy', [3, 3]),
      place('sigmoid_1', 'sigmoid', [3, 2]),
      place('output_1', 'output', [4, 2], { outputName: 'positive' }),
    ],
    wires: [
      'dataset_1.text -> embedding_1.tokens',
      'embedding_1.y -> dropout_1.x',
      'dropout_1.y -> permute_1.x',
      ...widths.flatMap((_, i) => [
        `permute_1.y -> conv1d_${i + 1}.x`,
        `conv1d_${i + 1}.y -> globalMaxPool_${i + 1}.x`,
        `globalMaxPool_${i + 1}.y -> concat_1.${'abc'[i]}`,
      ]),
      'concat_1.y -> dropout_2.x',
      'dropout_2.y -> dense_1.x',
      'dense_1.y -> binaryCrossEntropy_1.prediction',
      'dataset_1.y -> binaryCrossEntropy_1.target',
      'dense_1.y -> sigmoid_1.x',
      'sigmoid_1.y -> output_1.x',
    ],
    training: adamProgram({ batchSize: 32, epochs: 8 }),
  }),
);
