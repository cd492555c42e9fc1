import { affine, type BenchModel, dense, type Given, layerNorm, linear } from './model';
import type { Ops } from './ops';

const [WIDTH, HEADS, TIME, WORDS] = [64, 4, 64, 65];
const layers = ['layer1', 'layer2'];

/** x + attention(norm x); x + mlp(norm x), GELU between (Radford et al. 2019). */
function layer<T>(ops: Ops<T>, given: Given<T>, name: string, x: T): T {
  const seen = layerNorm(ops, given, `${name}.norm1`, x);
  const project = (to: string) => dense(ops, given, `${name}.${to}`, seen);
  const attended = ops.causalAttention(project('q'), project('k'), project('v'), HEADS);
  const middle = ops.add(x, dense(ops, given, `${name}.out`, attended));
  const wide = ops.gelu(dense(ops, given, `${name}.up`, layerNorm(ops, given, `${name}.norm2`, middle)));
  return ops.add(middle, dense(ops, given, `${name}.down`, wide));
}

/** A language model of characters: two pre-norm layers, causal. */
export const transformer: BenchModel = {
  id: 'transformer',
  title: 'Transformer 2x64, 4 heads, T 64, batch 16',
  kind: 'attention',
  batch: 16,
  parameters: [
    { name: 'words', kind: 'matrix', shape: [WORDS, WIDTH], init: { kind: 'normal', std: 0.02 } },
    { name: 'places', kind: 'matrix', shape: [TIME, WIDTH], init: { kind: 'normal', std: 0.02 } },
    ...layers.flatMap((name) => [
      ...affine(`${name}.norm1`, WIDTH),
      ...['q', 'k', 'v', 'out'].flatMap((to) => linear(`${name}.${to}`, WIDTH, WIDTH)),
      ...affine(`${name}.norm2`, WIDTH),
      ...linear(`${name}.up`, WIDTH, 4 * WIDTH),
      ...linear(`${name}.down`, 4 * WIDTH, WIDTH),
    ]),
    ...affine('norm', WIDTH),
    ...linear('head', WIDTH, WORDS),
  ],
  columns: [
    { name: 'x', kind: 'classes', shape: [TIME], below: WORDS },
    { name: 'y', kind: 'classes', shape: [TIME], below: WORDS },
  ],
  phases: [
    {
      name: 'train',
      trains: '',
      loss: (ops, given) => {
        const embedded = ops.add(ops.embedding(given.parameter('words'), given.data('x')), given.parameter('places'));
        const last = layers.reduce((x, name) => layer(ops, given, name, x), embedded);
        return ops.crossEntropy(dense(ops, given, 'head', layerNorm(ops, given, 'norm', last)), given.data('y'));
      },
    },
  ],
};
