import { placeData } from './parts';
import { adamProgram, defineTemplate, named, place } from './template';

const today = { en: 'Today', 'zh-CN': '今天' };

export const forecast = defineTemplate(
  'forecast',
  { en: 'Weather: tomorrow’s temperature', 'zh-CN': '天气：预测明日气温' },
  {
    en: 'A GRU reads 30 days of Seattle’s weather and says how warm tomorrow will be: nearer than today is, and than the same day a year ago.',
    'zh-CN': 'GRU 读取西雅图最近 30 天的天气，预测明天的最高气温，比“今日”和“去年同日”都更准。',
  },
  (locale) => ({
    nodes: [
      placeData('dataset_1', 'weather', [0, 0]),
      place('gru_1', 'gru', [1, 0], { units: 16 }),
      named(today[locale], place('slice_1', 'slice', [1, 1], { axis: 1, start: -1, length: 1, drop: true })),
      place('concat_1', 'concat', [2, 0]),
      place('dense_1', 'dense', [3, 0], { units: 1 }),
      place('mae_1', 'mae', [2, 2]),
      place('output_1', 'output', [3, 1], { outputName: 'temperature' }),
    ],
    wires: [
      'dataset_1.x -> gru_1.x',
      'dataset_1.x -> slice_1.x',
      'gru_1.y -> concat_1.a',
      'slice_1.y -> concat_1.b',
      'concat_1.y -> dense_1.x',
      'dense_1.y -> mae_1.prediction',
      'dataset_1.y -> mae_1.target',
      'dense_1.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 32,
      epochs: 40,
      learningRate: 0.03,
      schedule: { type: 'cosine', params: { lowest: 0.01, warmup: 0 } },
      gradient: { l2: 0.003 },
    }),
  }),
);
