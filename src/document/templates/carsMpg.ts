import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const carsMpg = defineTemplate(
  'cars-mpg',
  { en: 'Cars: miles per gallon', 'zh-CN': '汽车：油耗' },
  {
    en: 'How far a car goes on a gallon, from its engine, weight, year and origin: standardised features, one-hot origin, two dense layers.',
    'zh-CN': '根据发动机、重量、年份和产地预测每加仑里程：特征标准化，产地独热编码，再接两层全连接。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'cars', [0, 0]),
      place('concat_1', 'concat', [1, 0], { inputs: 2 }),
      place('dense_1', 'dense', [2, 0], { units: 32, activation: 'relu' }),
      place('dense_2', 'dense', [3, 0], { units: 32, activation: 'relu' }),
      place('dense_3', 'dense', [1, 1], { units: 1 }),
      place('squeeze_1', 'squeeze', [2, 1]),
      place('mse_1', 'mse', [1, 2]),
      place('r2Score_1', 'r2Score', [2, 2]),
      place('output_1', 'output', [3, 1], { outputName: 'miles_per_gallon' }),
    ],
    wires: [
      'dataset_1.features -> concat_1.a',
      'dataset_1.origin -> concat_1.b',
      'concat_1.y -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> dense_3.x',
      'dense_3.y -> squeeze_1.x',
      'squeeze_1.y -> mse_1.prediction',
      'dataset_1.y -> mse_1.target',
      'squeeze_1.y -> r2Score_1.prediction',
      'dataset_1.y -> r2Score_1.target',
      'squeeze_1.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 16,
      epochs: 100,
      learningRate: 0.003,
      validation: 0.1,
      gradient: { l2: 0.001 },
    }),
  }),
);
