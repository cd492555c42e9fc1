import type { DocModule, DocNode } from '../schema';
import { defineTemplate, named, place, wired } from './template';

/** A chain of nodes as a module, from its input to its output. */
function chain(id: string, name: string, nodes: readonly DocNode[]): DocModule {
  const all = [place('in', 'moduleInput', [-1, 0]), ...nodes, place('out', 'moduleOutput', [nodes.length, 0])];
  const wires = all.slice(1).map(({ id: to }, i) => `${all[i]?.id}.y -> ${to}.x`);
  return { id, name, nodes: all, edges: wired(wires), groups: [], notes: [] };
}

const generator = (name: string) =>
  chain('generator', name, [
    place('dense_1', 'dense', [0, 0], { units: 3136, bias: false }),
    place('reshape_1', 'reshape', [1, 0], { shape: '64, 7, 7' }),
    place('batchNorm_1', 'batchNorm', [2, 0]),
    place('relu_1', 'relu', [3, 0]),
    place('convTranspose2d_1', 'convTranspose2d', [4, 0], { filters: 32, bias: false }),
    place('batchNorm_2', 'batchNorm', [5, 0]),
    place('relu_2', 'relu', [6, 0]),
    place('convTranspose2d_2', 'convTranspose2d', [7, 0], { filters: 1, activation: 'sigmoid' }),
  ]);

const discriminator = (name: string) =>
  chain('discriminator', name, [
    place('conv2d_1', 'conv2d', [0, 0], { filters: 32, kernel: [4, 4], stride: [2, 2], padding: 'same' }),
    place('leakyRelu_1', 'leakyRelu', [1, 0], { slope: 0.2 }),
    place('conv2d_2', 'conv2d', [2, 0], { filters: 64, kernel: [4, 4], stride: [2, 2], padding: 'same', bias: false }),
    place('batchNorm_1', 'batchNorm', [3, 0]),
    place('leakyRelu_2', 'leakyRelu', [4, 0], { slope: 0.2 }),
    place('flatten_1', 'flatten', [5, 0]),
    place('dense_1', 'dense', [6, 0], { units: 1 }),
  ]);

const ports = { inputs: [{ id: 'in', name: '' }], outputs: [{ id: 'out', name: '' }] };

/** An instance of one of the modules; the discriminator's share their weights. */
const instance = (id: string, name: string, module: string, at: readonly [number, number]): DocNode => ({
  ...place(id, 'module', at, { module, weights: 'shared', ...ports }),
  name,
});

const names = {
  generator: { en: 'Generator', 'zh-CN': '生成器' },
  discriminator: { en: 'Discriminator', 'zh-CN': '判别器' },
  judgeReal: { en: 'Judge real', 'zh-CN': '判别真图' },
  judgeFake: { en: 'Judge made up', 'zh-CN': '判别假图' },
  real: { en: 'Real', 'zh-CN': '真' },
  fake: { en: 'Made up', 'zh-CN': '假' },
  fooled: { en: 'To be fooled', 'zh-CN': '应被骗过' },
  knowsReal: { en: 'Knows the real', 'zh-CN': '认出真图' },
  knowsFake: { en: 'Knows the made up', 'zh-CN': '认出假图' },
  fools: { en: 'Fools the judge', 'zh-CN': '骗过判别器' },
};

/** Five times the paper's rate, since there are 1,900 steps in all, and little of it at the end. */
const adam = {
  optimizer: { type: 'adam', params: { learningRate: 0.001, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 } },
  schedule: { type: 'cosine', params: { lowest: 0.05, warmup: 0 } },
};

/** Radford et al. 2016, at the size of MNIST; real pictures count as 0.9 real (Salimans et al. 2016). */
export const dcgan = defineTemplate(
  'dcgan',
  { en: 'Digits: DCGAN', 'zh-CN': '手写数字：DCGAN' },
  {
    en: 'A generator that makes up digits and a discriminator that tells them from real ones, trained in turns: after some epochs it writes all ten.',
    'zh-CN': '生成器编造数字，判别器分辨真假，两者交替训练：若干轮后能写出全部十个数字。',
  },
  (locale) => ({
    nodes: [
      place('dataset_1', 'dataset', [1, 0]),
      place('noise_1', 'noise', [0, 1], { shape: [64] }),
      instance('generator_1', names.generator[locale], 'generator', [1, 1]),
      instance('judgeReal', names.judgeReal[locale], 'discriminator', [2, 0]),
      instance('judgeFake', names.judgeFake[locale], 'discriminator', [2, 1]),
      named(names.real[locale], place('real', 'fill', [3, 0], { value: 0.9 })),
      named(names.fake[locale], place('fake', 'fill', [3, 1], { value: 0 })),
      named(names.fooled[locale], place('fooled', 'fill', [3, 2], { value: 1 })),
      named(names.knowsReal[locale], place('knowsReal', 'binaryCrossEntropy', [4, 0])),
      named(names.knowsFake[locale], place('knowsFake', 'binaryCrossEntropy', [4, 1])),
      named(names.fools[locale], place('fools', 'binaryCrossEntropy', [4, 2])),
      place('output_1', 'output', [2, 2], { outputName: 'picture' }),
    ],
    wires: [
      'dataset_1.x -> judgeReal.in',
      'noise_1.z -> generator_1.in',
      'generator_1.out -> judgeFake.in',
      'judgeReal.out -> real.x',
      'judgeReal.out -> knowsReal.prediction',
      'real.y -> knowsReal.target',
      'judgeFake.out -> fake.x',
      'judgeFake.out -> knowsFake.prediction',
      'fake.y -> knowsFake.target',
      'judgeFake.out -> fooled.x',
      'judgeFake.out -> fools.prediction',
      'fooled.y -> fools.target',
      'generator_1.out -> output_1.x',
    ],
    modules: [generator(names.generator[locale]), discriminator(names.discriminator[locale])],
    training: {
      seed: 1,
      batchSize: 64,
      epochs: 12,
      validation: { fraction: 0, stratified: false },
      phases: [
        {
          name: names.discriminator[locale],
          losses: [
            { node: 'knowsReal', weight: 1 },
            { node: 'knowsFake', weight: 1 },
          ],
          updates: ['discriminator'],
          ...adam,
        },
        { name: names.generator[locale], losses: [{ node: 'fools', weight: 1 }], updates: ['generator'], ...adam },
      ],
    },
  }),
);
