import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const penguins = defineTemplate(
  'penguins',
  { en: 'Penguins: three species', 'zh-CN': '企鹅：三个物种' },
  {
    en: 'Tells three species from beak, flipper, weight, island and sex; missing values are filled with the mean of the training birds.',
    'zh-CN': '根据喙、鳍、体重、岛屿和性别区分三种企鹅；缺失值用训练样本的均值填补。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'penguins', [0, 0]),
      place('concat_1', 'concat', [1, 0], { inputs: 3 }),
      place('dense_1', 'dense', [2, 0], { units: 32, activation: 'relu' }),
      place('dense_2', 'dense', [3, 0], { units: 3 }),
      place('crossEntropy_1', 'crossEntropy', [1, 2]),
      place('softmax_1', 'softmax', [2, 1]),
      place('output_1', 'output', [3, 1], { outputName: 'probabilities' }),
    ],
    wires: [
      'dataset_1.features -> concat_1.a',
      'dataset_1.island -> concat_1.b',
      'dataset_1.sex -> concat_1.c',
      'concat_1.y -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> crossEntropy_1.logits',
      'dataset_1.y -> crossEntropy_1.target',
      'dense_2.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ],
    training: adamProgram({ batchSize: 16, epochs: 40, learningRate: 0.003, validation: 0.1 }),
  }),
);
