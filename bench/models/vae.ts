import { type BenchModel, dense, linear } from './model';

const PIXELS = 784;

/** Kingma & Welling 2014: encoder 784-400, latents 20, decoder 400-784; cross-entropy of the pixels + KL. */
export const vae: BenchModel = {
  id: 'vae',
  title: 'VAE 784-400-20, batch 64',
  kind: 'dense',
  batch: 64,
  parameters: [
    ...linear('encoder', PIXELS, 400),
    ...linear('mean', 400, 20),
    ...linear('logVariance', 400, 20),
    ...linear('decoder', 20, 400),
    ...linear('pixels', 400, PIXELS),
  ],
  columns: [
    { name: 'x', kind: 'picture', shape: [PIXELS] },
    { name: 'noise', kind: 'normal', shape: [20], isDrawn: true },
  ],
  phases: [
    {
      name: 'train',
      trains: '',
      loss: (ops, given) => {
        const x = given.data('x');
        const hidden = ops.relu(dense(ops, given, 'encoder', x));
        const [mean, logVariance] = [dense(ops, given, 'mean', hidden), dense(ops, given, 'logVariance', hidden)];
        const deviation = ops.exp(ops.scale(logVariance, 0.5));
        const latent = ops.add(mean, ops.mul(deviation, given.data('noise')));
        const logits = dense(ops, given, 'pixels', ops.relu(dense(ops, given, 'decoder', latent)));
        const pixels = ops.scale(ops.binaryCrossEntropy(logits, x), PIXELS);
        return ops.add(pixels, ops.klDivergence(mean, logVariance));
      },
    },
  ],
};
