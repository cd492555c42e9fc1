import { affine, type BenchModel, batchNorm, conv, convolution, dense, type Given, linear } from './model';
import type { Ops } from './ops';

interface Block {
  readonly name: string;
  readonly channels: number;
  readonly filters: number;
  readonly stride: number;
}

const blocks: readonly Block[] = [
  { name: 'block1', channels: 16, filters: 16, stride: 1 },
  { name: 'block2', channels: 16, filters: 32, stride: 2 },
  { name: 'block3', channels: 32, filters: 64, stride: 2 },
];

function blockParameters({ name, channels, filters, stride }: Block) {
  const kernels = convolution(`${name}.conv1`, channels, filters, { bias: false });
  const shortcut = stride > 1 ? convolution(`${name}.shortcut`, channels, filters, { kernel: 1, bias: false }) : [];
  return [
    ...kernels,
    ...affine(`${name}.norm1`, filters),
    ...convolution(`${name}.conv2`, filters, filters, { bias: false }),
    ...affine(`${name}.norm2`, filters),
    ...shortcut,
  ];
}

/** relu(norm(conv(relu(norm(conv x)))) + x), x through a 1x1 convolution where the shape changes. */
function residual<T>(ops: Ops<T>, given: Given<T>, { name, stride }: Block, x: T): T {
  const first = conv(ops, given, `${name}.conv1`, x, { stride, padding: 1 });
  const middle = ops.relu(batchNorm(ops, given, `${name}.norm1`, first));
  const second = conv(ops, given, `${name}.conv2`, middle, { stride: 1, padding: 1 });
  const past = stride > 1 ? conv(ops, given, `${name}.shortcut`, x, { stride, padding: 0 }) : x;
  return ops.relu(ops.add(batchNorm(ops, given, `${name}.norm2`, second), past));
}

/** ResNet-8 of MLPerf Tiny (Banbury et al. 2021) on pictures of CIFAR's size. */
export const resnet8: BenchModel = {
  id: 'resnet-8',
  title: 'ResNet-8 on 32x32, batch 32',
  kind: 'convolutional',
  batch: 32,
  parameters: [
    ...convolution('stem', 3, 16, { bias: false }),
    ...affine('norm', 16),
    ...blocks.flatMap(blockParameters),
    ...linear('head', 64, 10),
  ],
  columns: [
    { name: 'x', kind: 'picture', shape: [3, 32, 32] },
    { name: 'y', kind: 'classes', shape: [], below: 10 },
  ],
  phases: [
    {
      name: 'train',
      trains: '',
      loss: (ops, given) => {
        const stem = conv(ops, given, 'stem', given.data('x'), { stride: 1, padding: 1 });
        const features = blocks.reduce(
          (x, block) => residual(ops, given, block, x),
          ops.relu(batchNorm(ops, given, 'norm', stem)),
        );
        return ops.crossEntropy(dense(ops, given, 'head', ops.globalAveragePool(features)), given.data('y'));
      },
    },
  ],
};
