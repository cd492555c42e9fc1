import { attention as attend, multiHeadAttention as attendByHeads } from '../../ir/composites/attention';
import { embedding as lookUp } from '../../ir/composites/embedding';
import { type RefTensor, tensor } from '../reference/tensor';
import type { CompositeCase } from './composite';

interface Sizes {
  readonly q: readonly number[];
  readonly k: readonly number[];
  readonly v: readonly number[];
}

const of = (lead: readonly number[], time: number, keys: number, depth: number, wide = depth): Sizes => ({
  q: [...lead, time, depth],
  k: [...lead, keys, depth],
  v: [...lead, keys, wide],
});

interface Options {
  readonly causal?: boolean;
  readonly scale?: number;
  readonly mask?: RefTensor;
}

const plain = (name: string, { q, k, v }: Sizes, { mask, ...options }: Options = {}): CompositeCase => ({
  name,
  inputs: (n) => [n.normal(...q), n.normal(...k), n.normal(...v), ...(mask ? [mask] : [])],
  attrs: { ...options },
  forward: (b, [q, k, v, mask]) => {
    const { y, weights } = attend(b, q!, k!, v!, { ...options, mask });
    return [y, weights];
  },
});

export const attention: readonly CompositeCase[] = [
  plain('one sequence', of([], 3, 3, 4)),
  plain('batch', of([2], 3, 3, 2)),
  plain('heads', of([2, 2], 3, 4, 2)),
  plain('values of another width', of([2], 2, 3, 2, 5)),
  plain('causal', of([2], 4, 4, 3), { causal: true }),
  plain('causal, more keys', of([1], 2, 4, 3), { causal: true }),
  plain('causal, fewer keys', of([1], 4, 2, 3), { causal: true }),
  plain('scale', of([2], 3, 3, 4), { scale: 0.25 }),
  plain('mask', of([2], 2, 3, 2), { mask: tensor('bool', [2, 1, 3], [1, 1, 0, 0, 1, 1]) }),
  plain('mask and causal', of([1], 3, 3, 2), { mask: tensor('bool', [1, 3], [1, 0, 1]), causal: true }),
  plain('no sequences', of([0], 3, 4, 2)),
  plain('no queries, causal', of([2], 0, 3, 2), { causal: true }),
  plain('no keys', of([2], 3, 0, 2)),
  plain('no sequences, mask', of([0], 2, 3, 2), { mask: tensor('bool', [1, 3], [1, 0, 1]) }),
  plain('mask that is added', of([2], 2, 3, 2), { mask: tensor('float32', [2, 3], [0, -1, 0.5, -2, 0, 0]) }),
  {
    ...plain('symbolic batch', of([3], 2, 2, 2)),
    declared: [
      ['B', 2, 2],
      ['B', 2, 2],
      ['B', 2, 2],
    ],
  },
];

const heads = (name: string, dims: Sizes, count: number, padding?: RefTensor, causal = false): CompositeCase => ({
  name,
  inputs: (n) => [n.normal(...dims.q), n.normal(...dims.k), n.normal(...dims.v), ...(padding ? [padding] : [])],
  attrs: { heads: count, causal },
  forward: (b, [q, k, v, padding]) => {
    const { y, weights } = attendByHeads(b, { q: q!, k: k!, v: v! }, { heads: count, causal, padding });
    return [y, weights];
  },
});

export const multiHeadAttention: readonly CompositeCase[] = [
  heads('two heads', of([2], 3, 3, 4), 2),
  heads('one head', of([1], 2, 3, 3), 1),
  heads('one a feature', of([1], 2, 2, 3), 3),
  heads('causal', of([2], 3, 3, 4), 2, undefined, true),
  heads('no sequences', of([0], 2, 3, 4), 2),
  heads('no sequences, padding and causal', of([0], 3, 3, 4), 2, tensor('bool', [0, 3], []), true),
  heads('padding', of([2], 2, 3, 4), 2, tensor('bool', [2, 3], [1, 1, 0, 1, 0, 0])),
  heads('padding and causal', of([2], 3, 3, 4), 2, tensor('bool', [2, 3], [1, 1, 0, 1, 1, 1]), true),
  {
    ...heads('symbolic batch', of([3], 2, 2, 4), 2),
    declared: [
      ['B', 2, 4],
      ['B', 2, 4],
      ['B', 2, 4],
    ],
  },
];

const words = (name: string, dims: readonly number[], indices: readonly number[], padding?: number): CompositeCase => ({
  name,
  inputs: (n) => [n.normal(4, 3), tensor('int32', dims, indices)],
  attrs: { padding: padding ?? null },
  forward: (b, [table, indices]) => [lookUp(b, table!, indices!, padding)],
});

export const embedding: readonly CompositeCase[] = [
  words('sentences', [2, 3], [1, 3, 0, 1, 1, 2]),
  words('padding', [2, 3], [1, 0, 0, 3, 2, 0], 0),
  words('one word', [], [2]),
  words('no sentences', [0, 3], []),
  words('no sentences, padding', [0, 3], [], 1),
  {
    ...words('symbolic batch', [3, 2], [0, 1, 2, 3, 0, 0], 3),
    declared: [
      [4, 3],
      ['B', 2],
    ],
  },
];
