import { defineTemplate, named, place } from './template';

const names = {
  mean: { en: 'Mean', 'zh-CN': '均值' },
  logVariance: { en: 'Log variance', 'zh-CN': '对数方差' },
  reconstruction: { en: 'Reconstruction', 'zh-CN': '重构' },
  kl: { en: 'KL divergence', 'zh-CN': 'KL 散度' },
};

/** 784-400-20, as Kingma & Welling 2014 and PyTorch's example have it. */
export const vae = defineTemplate(
  'vae',
  { en: 'Digits: variational autoencoder', 'zh-CN': '手写数字：变分自编码器' },
  {
    en: 'Squeezes digits into 20 numbers that follow a bell curve and draws them again: after ten epochs about 110 nats a digit.',
    'zh-CN': '把数字压缩成 20 个服从正态分布的数再还原：十轮训练后每个数字约 110 纳特。',
  },
  (locale) => ({
    nodes: [
      place('dataset_1', 'dataset', [0, 0]),
      place('flatten_1', 'flatten', [1, 0]),
      place('dense_1', 'dense', [2, 0], { units: 400, activation: 'relu' }),
      named(names.mean[locale], place('mean', 'dense', [3, 0], { units: 20 })),
      named(names.logVariance[locale], place('logVariance', 'dense', [3, 1], { units: 20 })),
      place('sampling_1', 'sampling', [4, 0]),
      place('dense_2', 'dense', [0, 2], { units: 400, activation: 'relu' }),
      place('dense_3', 'dense', [1, 2], { units: 784 }),
      named(names.reconstruction[locale], place('reconstruction', 'binaryCrossEntropy', [2, 3])),
      named(names.kl[locale], place('kl', 'klDivergence', [4, 1])),
      place('sigmoid_1', 'sigmoid', [2, 2]),
      place('reshape_1', 'reshape', [3, 2], { shape: '1, 28, 28' }),
      place('output_1', 'output', [4, 2], { outputName: 'reconstruction' }),
    ],
    wires: [
      'dataset_1.x -> flatten_1.x',
      'flatten_1.y -> dense_1.x',
      'dense_1.y -> mean.x',
      'dense_1.y -> logVariance.x',
      'mean.y -> sampling_1.mean',
      'logVariance.y -> sampling_1.logVariance',
      'sampling_1.z -> dense_2.x',
      'dense_2.y -> dense_3.x',
      'dense_3.y -> reconstruction.prediction',
      'flatten_1.y -> reconstruction.target',
      'mean.y -> kl.mean',
      'logVariance.y -> kl.logVariance',
      'dense_3.y -> sigmoid_1.x',
      'sigmoid_1.y -> reshape_1.x',
      'reshape_1.y -> output_1.x',
    ],
    training: {
      seed: 1,
      batchSize: 64,
      epochs: 10,
      validation: { fraction: 0.05, stratified: true },
      phases: [
        {
          name: '',
          // the mean over 784 pixels times 784 is their sum: with the KL term the negative evidence lower bound, in nats
          losses: [
            { node: 'reconstruction', weight: 784 },
            { node: 'kl', weight: 1 },
          ],
          optimizer: {
            type: 'adam',
            params: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
          },
        },
      ],
    },
  }),
);
