import { type BenchModel, conv, convolution, dense, linear } from './model';

/** The network of the template mnist-cnn. */
export const mnistCnn: BenchModel = {
  id: 'mnist-cnn',
  title: 'MNIST CNN 32-64-128-10, batch 32',
  kind: 'convolutional',
  batch: 32,
  parameters: [
    ...convolution('conv1', 1, 32),
    ...convolution('conv2', 32, 64),
    ...linear('dense1', 1600, 128),
    ...linear('dense2', 128, 10),
  ],
  columns: [
    { name: 'x', kind: 'picture', shape: [1, 28, 28] },
    { name: 'y', kind: 'classes', shape: [], below: 10 },
  ],
  phases: [
    {
      name: 'train',
      trains: '',
      loss: (ops, given) => {
        const pooled = ['conv1', 'conv2'].reduce(
          (x, name) => ops.maxPool2d(ops.relu(conv(ops, given, name, x, { stride: 1, padding: 0, bias: true }))),
          given.data('x'),
        );
        const hidden = ops.relu(dense(ops, given, 'dense1', ops.flatten(pooled)));
        return ops.crossEntropy(dense(ops, given, 'dense2', hidden), given.data('y'));
      },
    },
  ],
};
