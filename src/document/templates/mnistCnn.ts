import { adamProgram, defineTemplate, place, shiftedDigits } from './template';

export const mnistCnn = defineTemplate(
  'mnist-cnn',
  { en: 'Digits: convolutional net', 'zh-CN': '手写数字：卷积网络' },
  {
    en: 'Two convolutions with pooling, then two dense layers: reads 98% of handwritten digits after six epochs.',
    'zh-CN': '两层卷积加池化，再接两层全连接：六轮训练后能认出 98% 的手写数字。',
  },
  () => ({
    nodes: [
      place('dataset_1', 'dataset', [0, 0], { steps: shiftedDigits }),
      place('conv2d_1', 'conv2d', [1, 0], { filters: 32, activation: 'relu' }),
      place('maxPool2d_1', 'maxPool2d', [2, 0]),
      place('conv2d_2', 'conv2d', [3, 0], { filters: 64, activation: 'relu' }),
      place('maxPool2d_2', 'maxPool2d', [0, 1]),
      place('flatten_1', 'flatten', [1, 1]),
      place('dense_1', 'dense', [2, 1], { units: 128, activation: 'relu' }),
      place('dense_2', 'dense', [3, 1], { units: 10 }),
      place('crossEntropy_1', 'crossEntropy', [1, 2]),
      place('softmax_1', 'softmax', [2, 2]),
      place('output_1', 'output', [3, 2], { outputName: 'probabilities' }),
    ],
    wires: [
      'dataset_1.x -> conv2d_1.x',
      'conv2d_1.y -> maxPool2d_1.x',
      'maxPool2d_1.y -> conv2d_2.x',
      'conv2d_2.y -> maxPool2d_2.x',
      'maxPool2d_2.y -> flatten_1.x',
      'flatten_1.y -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> crossEntropy_1.logits',
      'dataset_1.y -> crossEntropy_1.target',
      'dense_2.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 32,
      epochs: 6,
      learningRate: 0.002,
      schedule: { type: 'cosine', params: { lowest: 0, warmup: 0 } },
    }),
  }),
);
