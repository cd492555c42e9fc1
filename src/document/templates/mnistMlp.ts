import { adamProgram, defineTemplate, place, shiftedDigits } from './template';

export const mnistMlp = defineTemplate(
  'mnist-mlp',
  { en: 'Digits: multilayer perceptron', 'zh-CN': '手写数字：多层感知机' },
  {
    en: 'Three dense layers, the plainest net that reads digits: about 97% of them after ten epochs.',
    'zh-CN': '三层全连接，识别数字的最简单网络：十轮训练后准确率约为 97%。',
  },
  () => ({
    nodes: [
      place('dataset_1', 'dataset', [0, 0], { steps: shiftedDigits }),
      place('flatten_1', 'flatten', [1, 0]),
      place('dense_1', 'dense', [2, 0], { units: 256, activation: 'relu' }),
      place('dense_2', 'dense', [3, 0], { units: 128, activation: 'relu' }),
      place('dense_3', 'dense', [0, 1], { units: 10 }),
      place('crossEntropy_1', 'crossEntropy', [1, 2]),
      place('softmax_1', 'softmax', [1, 1]),
      place('output_1', 'output', [2, 1], { outputName: 'probabilities' }),
    ],
    wires: [
      'dataset_1.x -> flatten_1.x',
      'flatten_1.y -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> dense_3.x',
      'dense_3.y -> crossEntropy_1.logits',
      'dataset_1.y -> crossEntropy_1.target',
      'dense_3.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 64,
      epochs: 10,
      learningRate: 0.002,
      schedule: { type: 'cosine', params: { lowest: 0, warmup: 0 } },
    }),
  }),
);
