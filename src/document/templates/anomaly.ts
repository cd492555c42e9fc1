import { autoencoderNodes, autoencoderWires } from './autoencoder';
import { adamProgram, defineTemplate, place } from './template';

export const anomaly = defineTemplate(
  'anomaly',
  { en: 'Anomalies: what cannot be drawn again', 'zh-CN': '异常检测：无法还原者' },
  {
    en: 'An autoencoder that only ever saw digits draws other things badly: its error is the score of an anomaly.',
    'zh-CN': '只见过数字的自编码器画不好其他东西：还原误差就是异常分数。',
  },
  () => ({
    nodes: [
      ...autoencoderNodes,
      place('expression_1', 'expression', [3, 1], { formula: '(a - b)^2' }),
      place('reduce_1', 'reduce', [4, 1], { function: 'mean', axes: '' }),
      place('output_1', 'output', [5, 1], { outputName: 'score' }),
    ],
    wires: [
      ...autoencoderWires,
      'sigmoid_1.y -> expression_1.a',
      'flatten_1.y -> expression_1.b',
      'expression_1.y -> reduce_1.x',
      'reduce_1.y -> output_1.x',
    ],
    training: adamProgram({ batchSize: 64, epochs: 15 }),
  }),
);
