import { type BenchModel, dense, type Given, linear } from './model';
import type { Ops } from './ops';

/** Scores of two hidden layers and an output. */
function scores<T>(ops: Ops<T>, given: Given<T>): T {
  const hidden = ['hidden1', 'hidden2'].reduce((x, name) => ops.relu(dense(ops, given, name, x)), given.data('x'));
  return dense(ops, given, 'out', hidden);
}

/** 2-8-8-1: two classes by one score. */
export const tinyMlp: BenchModel = {
  id: 'mlp-tiny',
  title: 'MLP 2-8-8-1, batch 10',
  kind: 'small',
  batch: 10,
  parameters: [...linear('hidden1', 2, 8), ...linear('hidden2', 8, 8), ...linear('out', 8, 1)],
  columns: [
    { name: 'x', kind: 'normal', shape: [2] },
    { name: 'y', kind: 'uniform', shape: [1] },
  ],
  phases: [
    {
      name: 'train',
      trains: '',
      loss: (ops, given) => ops.binaryCrossEntropy(scores(ops, given), given.data('y')),
    },
  ],
};

export const digitsMlp: BenchModel = {
  id: 'mlp-784',
  title: 'MLP 784-256-128-10, batch 128',
  kind: 'dense',
  batch: 128,
  parameters: [...linear('hidden1', 784, 256), ...linear('hidden2', 256, 128), ...linear('out', 128, 10)],
  columns: [
    { name: 'x', kind: 'picture', shape: [784] },
    { name: 'y', kind: 'classes', shape: [], below: 10 },
  ],
  phases: [{ name: 'train', trains: '', loss: (ops, given) => ops.crossEntropy(scores(ops, given), given.data('y')) }],
};
