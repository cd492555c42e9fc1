import { placeData } from './parts';
import { adamProgram, defineTemplate, place } from './template';

export const doodleCnn = defineTemplate(
  'doodle-cnn',
  { en: 'Doodles: a convolutional net', 'zh-CN': '涂鸦：卷积网络' },
  {
    en: 'Tells twenty things people drew in a hurry apart, with label smoothing and small shifts: about 85% of them.',
    'zh-CN': '区分人们随手画的二十种东西，使用标签平滑和微小平移：准确率约 85%。',
  },
  () => ({
    nodes: [
      placeData('dataset_1', 'doodles', [0, 0], { steps: augmented }),
      ...[32, 64, 128].flatMap((filters, row) => [
        place(`conv2d_${row + 1}`, 'conv2d', [1, row], { filters, padding: 'same', bias: false }),
        place(`batchNorm_${row + 1}`, 'batchNorm', [2, row]),
        place(`relu_${row + 1}`, 'relu', [3, row]),
        place(`maxPool2d_${row + 1}`, 'maxPool2d', [4, row]),
      ]),
      place('flatten_1', 'flatten', [0, 3]),
      place('dropout_1', 'dropout', [1, 3], { rate: 0.4 }),
      place('dense_1', 'dense', [2, 3], { units: 20 }),
      place('crossEntropy_1', 'crossEntropy', [0, 2], { labelSmoothing: 0.1 }),
      place('softmax_1', 'softmax', [3, 3]),
      place('output_1', 'output', [4, 3], { outputName: 'probabilities' }),
    ],
    wires: [
      ...[1, 2, 3].flatMap((at) => [
        `${at === 1 ? 'dataset_1.x' : `maxPool2d_${at - 1}.y`} -> conv2d_${at}.x`,
        `conv2d_${at}.y -> batchNorm_${at}.x`,
        `batchNorm_${at}.y -> relu_${at}.x`,
        `relu_${at}.y -> maxPool2d_${at}.x`,
      ]),
      'maxPool2d_3.y -> flatten_1.x',
      'flatten_1.y -> dropout_1.x',
      'dropout_1.y -> dense_1.x',
      'dense_1.y -> crossEntropy_1.logits',
      'dataset_1.y -> crossEntropy_1.target',
      'dense_1.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ],
    training: adamProgram({
      batchSize: 32,
      epochs: 25,
      learningRate: 0.002,
      schedule: { type: 'cosine', params: { lowest: 0, warmup: 1 } },
    }),
  }),
);

const augmented = [
  { column: 'x', type: 'flip', params: { horizontal: true, vertical: false } },
  { column: 'x', type: 'rotate', params: { degrees: 10 } },
  { column: 'x', type: 'shift', params: { pixels: 2 } },
  { column: 'x', type: 'scale', params: {} },
];
