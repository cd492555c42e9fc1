import { adamProgram, defineTemplate, place } from './template';

/** 784-128-64-128-784 from `dataset_1.x`; scores before the sigmoid at `dense_4.y`, what they should be at `flatten_1.y`. */
export const autoencoderNodes = [
  place('dataset_1', 'dataset', [0, 0]),
  place('flatten_1', 'flatten', [1, 0]),
  place('dense_1', 'dense', [2, 0], { units: 128, activation: 'relu' }),
  place('dense_2', 'dense', [3, 0], { units: 64, activation: 'relu' }),
  place('dense_3', 'dense', [0, 1], { units: 128, activation: 'relu' }),
  place('dense_4', 'dense', [1, 1], { units: 784 }),
  place('sigmoid_1', 'sigmoid', [2, 1]),
  place('binaryCrossEntropy_1', 'binaryCrossEntropy', [2, 2]),
];

export const autoencoderWires = [
  'dataset_1.x -> flatten_1.x',
  'flatten_1.y -> dense_1.x',
  'dense_1.y -> dense_2.x',
  'dense_2.y -> dense_3.x',
  'dense_3.y -> dense_4.x',
  'dense_4.y -> binaryCrossEntropy_1.prediction',
  'flatten_1.y -> binaryCrossEntropy_1.target',
  'dense_4.y -> sigmoid_1.x',
];

export const autoencoder = defineTemplate(
  'autoencoder',
  { en: 'Digits: an autoencoder', 'zh-CN': '手写数字：自编码器' },
  {
    en: 'Squeezes a picture into 64 numbers and draws it again from them: a binary cross-entropy of about 0.10 a pixel.',
    'zh-CN': '把图片压缩成 64 个数再还原：每像素二元交叉熵约 0.10。',
  },
  () => ({
    nodes: [
      ...autoencoderNodes,
      place('reshape_1', 'reshape', [3, 1], { shape: '1, 28, 28' }),
      place('output_1', 'output', [4, 1], { outputName: 'picture' }),
    ],
    wires: [...autoencoderWires, 'sigmoid_1.y -> reshape_1.x', 'reshape_1.y -> output_1.x'],
    training: adamProgram({ batchSize: 64, epochs: 15 }),
  }),
);
