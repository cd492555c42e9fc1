import { affine, type BenchModel, batchNorm, conv, convolution, convTranspose, type Given } from './model';
import type { Ops } from './ops';

const [LATENT, BASE] = [64, 32];

/** [B, 64] -> pictures [B, 1, 32, 32] in -1..1. */
function generate<T>(ops: Ops<T>, given: Given<T>): T {
  const first = convTranspose(ops, given, 'g.up1', ops.picture(given.data('z'), LATENT, 1), { stride: 1, padding: 0 });
  const features = ['2', '3'].reduce(
    (x, n) => {
      const grown = convTranspose(ops, given, `g.up${n}`, x, { stride: 2, padding: 1 });
      return ops.relu(batchNorm(ops, given, `g.norm${n}`, grown));
    },
    ops.relu(batchNorm(ops, given, 'g.norm1', first)),
  );
  return ops.tanh(convTranspose(ops, given, 'g.up4', features, { stride: 2, padding: 1, bias: true }));
}

/** Scores [B, 1]: above 0 for real. */
function judge<T>(ops: Ops<T>, given: Given<T>, x: T): T {
  const first = conv(ops, given, 'd.down1', x, { stride: 2, padding: 1, bias: true });
  const features = ['2', '3'].reduce(
    (h, n) => {
      const shrunk = conv(ops, given, `d.down${n}`, h, { stride: 2, padding: 1 });
      return ops.leakyRelu(batchNorm(ops, given, `d.norm${n}`, shrunk), 0.2);
    },
    ops.leakyRelu(first, 0.2),
  );
  return ops.flatten(conv(ops, given, 'd.down4', features, { stride: 1, padding: 0, bias: true }));
}

const up = (name: string, from: number, to: number, bias = false) =>
  convolution(name, from, to, { kernel: 4, bias, transposed: true });
const down = (name: string, from: number, to: number, bias = false) => convolution(name, from, to, { kernel: 4, bias });

/** Radford et al. 2016: generator and discriminator of four layers each on 32x32, trained in turns. */
export const dcgan: BenchModel = {
  id: 'dcgan',
  title: 'DCGAN pair on 32x32, batch 32',
  kind: 'convolutional',
  batch: 32,
  parameters: [
    ...up('g.up1', LATENT, 4 * BASE),
    ...affine('g.norm1', 4 * BASE),
    ...up('g.up2', 4 * BASE, 2 * BASE),
    ...affine('g.norm2', 2 * BASE),
    ...up('g.up3', 2 * BASE, BASE),
    ...affine('g.norm3', BASE),
    ...up('g.up4', BASE, 1, true),
    ...down('d.down1', 1, BASE, true),
    ...down('d.down2', BASE, 2 * BASE),
    ...affine('d.norm2', 2 * BASE),
    ...down('d.down3', 2 * BASE, 4 * BASE),
    ...affine('d.norm3', 4 * BASE),
    ...down('d.down4', 4 * BASE, 1, true),
  ],
  columns: [
    { name: 'x', kind: 'picture', shape: [1, 32, 32] },
    { name: 'z', kind: 'normal', shape: [LATENT], isDrawn: true },
  ],
  phases: [
    {
      name: 'discriminator',
      trains: 'd.',
      loss: (ops, given) => {
        const real = ops.binaryCrossEntropyWith(judge(ops, given, given.data('x')), 1);
        return ops.add(real, ops.binaryCrossEntropyWith(judge(ops, given, generate(ops, given)), 0));
      },
    },
    {
      name: 'generator',
      trains: 'g.',
      loss: (ops, given) => ops.binaryCrossEntropyWith(judge(ops, given, generate(ops, given)), 1),
    },
  ],
};
