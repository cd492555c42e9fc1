import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const toy2d = defineTemplate(
  'toy-2d',
  { en: 'Points in the plane', 'zh-CN': '平面上的点' },
  {
    en: 'A small net with tanh parts two spirals; disc, exclusive or and moons are one choice away. About 99% in seconds.',
    'zh-CN': '一个带 tanh 的小网络分开两条螺旋；圆盘、异或、月牙可一键切换。几秒钟达到约 99%。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'spiral', [0, 0]),
      place('dense_1', 'dense', [1, 0], { units: 32, activation: 'tanh' }),
      place('dense_2', 'dense', [2, 0], { units: 32, activation: 'tanh' }),
      place('dense_3', 'dense', [3, 0], { units: 2 }),
      place('crossEntropy_1', 'crossEntropy', [1, 2]),
      place('softmax_1', 'softmax', [2, 1]),
      place('output_1', 'output', [3, 1], { outputName: 'probabilities' }),
    ],
    wires: [
      'dataset_1.x -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> dense_3.x',
      'dense_3.y -> crossEntropy_1.logits',
      'dataset_1.y -> crossEntropy_1.target',
      'dense_3.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ],
    training: adamProgram({ batchSize: 16, epochs: 80, learningRate: 0.01 }),
  }),
);
