import type { Numbers } from '../cases/case';
import { tensor } from '../reference/tensor';
import type { LayerCase } from './layerCase';

const tokens = (n: Numbers) => ({ tokens: n.whole('int32', 0, 6, 2, 3) });
const steps = (n: Numbers) => ({ x: n.gentle(2, 4, 3) });
const mask = (...real: readonly [number, number][]) => {
  const time = real[0]?.[1] ?? 0;
  return tensor(
    'bool',
    [real.length, time],
    real.flatMap(([length]) => Array.from({ length: time }, (_, t) => (t < length ? 1 : 0))),
  );
};
/** Two sequences of four steps, of which two and all four are real. */
const padded = (n: Numbers) => ({ ...steps(n), mask: mask([2, 4], [4, 4]) });
const attended = (n: Numbers) => ({ x: n.gentle(2, 3, 4) });
const crossed = (n: Numbers) => ({ x: n.gentle(2, 3, 4), memory: n.gentle(2, 5, 4) });

type Cases = readonly [LayerCase, ...LayerCase[]];

/** Recurrent layers, but for what only one of them has. `states`: the sizes its states have, by the names of the ports. */
function recurrent(states: readonly string[]): Cases {
  const given = (n: Numbers, ...dims: number[]) =>
    Object.fromEntries(states.map((id) => [`${id}0`, n.gentle(2, ...dims)]));
  return cancelling([
    { name: 'last step', inputs: steps, params: { units: 2 } },
    { name: 'every step', inputs: steps, params: { units: 3, returns: 'sequence' } },
    { name: 'both directions', inputs: steps, params: { units: 2, bidirectional: true } },
    {
      name: 'both directions, every step',
      inputs: steps,
      params: { units: 2, bidirectional: true, returns: 'sequence' },
    },
    {
      name: 'two layers, both directions, states',
      inputs: (n) => ({ ...steps(n), ...given(n, 4, 2) }),
      params: { units: 2, layers: 2, bidirectional: true, initialState: true, finalState: true },
    },
    {
      name: 'states',
      inputs: (n) => ({ ...steps(n), ...given(n, 2) }),
      params: { units: 2, initialState: true, finalState: true, returns: 'sequence' },
    },
    { name: 'dropout between layers', inputs: steps, params: { units: 2, layers: 2, dropout: 0.25 } },
    { name: 'padding', inputs: padded, params: { units: 2, masked: true, finalState: true } },
    {
      name: 'padding, both directions, every step',
      inputs: padded,
      params: { units: 2, layers: 2, bidirectional: true, returns: 'sequence', masked: true, finalState: true },
    },
    {
      name: 'padding, given state',
      inputs: (n) => ({ ...padded(n), ...given(n, 2, 2) }),
      params: { units: 2, bidirectional: true, masked: true, initialState: true, finalState: true },
    },
    { name: 'one step', inputs: (n) => ({ x: n.gentle(2, 1, 3) }), params: { units: 2, returns: 'sequence' } },
  ]);
}

const cancelling = ([first, ...rest]: Cases): Cases => [
  { ...first, cancels: true },
  ...rest.map((item) => ({ ...item, cancels: true as const })),
];

const relu: LayerCase = {
  name: 'relu',
  inputs: (n) => ({ x: n.nonzero(2, 3, 3) }),
  params: { units: 2, activation: 'relu', returns: 'sequence' },
};

/** How the layers for sequences are tried; sizes are small, the defaults are lowered elsewhere. */
export const sequenceCases: Readonly<Record<string, Cases>> = {
  embedding: [
    { name: 'tokens', inputs: tokens, params: { vocabulary: 7, features: 3 } },
    { name: 'padding', inputs: tokens, params: { vocabulary: 7, features: 3, padding: 2 } },
    { name: 'table', inputs: tokens, params: { vocabulary: 7, features: 3, table: true } },
    {
      name: 'one token an example, bytes',
      inputs: (n) => ({ tokens: n.whole('uint8', 0, 6, 2) }),
      params: { vocabulary: 7, features: 2 },
    },
  ],
  tiedProjection: [
    { name: 'defaults', inputs: (n) => ({ x: n.gentle(2, 3, 4), table: n.gentle(5, 4) }) },
    { name: 'bias, one vector', inputs: (n) => ({ x: n.gentle(2, 4), table: n.gentle(5, 4) }), params: { bias: true } },
  ],
  simpleRnn: [...recurrent(['h']), relu],
  lstm: recurrent(['h', 'c']),
  gru: recurrent(['h']),
  multiHeadAttention: cancelling([
    { name: 'defaults', inputs: attended },
    { name: 'causal, two heads', inputs: attended, params: { heads: 2, causal: true, weights: true } },
    { name: 'no bias', inputs: attended, params: { heads: 1, bias: false } },
    {
      name: 'padding',
      inputs: (n) => ({ ...attended(n), mask: mask([1, 3], [3, 3]) }),
      params: { heads: 2, masked: true, weights: true },
    },
    { name: 'cross', inputs: crossed, params: { heads: 2, source: 'cross', weights: true } },
    {
      name: 'cross, other features, padding',
      inputs: (n) => ({ x: n.gentle(2, 3, 4), memory: n.gentle(2, 5, 3), mask: mask([2, 5], [5, 5]) }),
      params: { heads: 2, source: 'cross', masked: true, weights: true },
    },
    { name: 'dropout', inputs: attended, params: { heads: 2, dropout: 0.25 } },
    { name: 'dropout, evaluating', inputs: attended, params: { heads: 2, dropout: 0.25 }, mode: 'evaluate' },
  ]),
  sinusoidalPositions: [
    { name: 'defaults', inputs: attended },
    { name: 'odd features, base', inputs: steps, params: { base: 50 } },
  ],
  learnedPositions: [
    { name: 'defaults', inputs: attended },
    { name: 'longer table', inputs: attended, params: { longest: 5, std: 1 } },
  ],
  tokenPooling: [
    { name: 'defaults', inputs: steps },
    { name: 'maximum', inputs: (n) => ({ x: n.apart(2, 4, 3) }), params: { take: 'max' } },
    { name: 'first', inputs: steps, params: { take: 'first' } },
    { name: 'last', inputs: steps, params: { take: 'last' } },
    { name: 'mean of the real', inputs: padded, params: { masked: true } },
    {
      name: 'maximum of the real',
      inputs: (n) => ({ x: n.apart(2, 4, 3), mask: mask([1, 4], [3, 4]) }),
      params: { take: 'max', masked: true },
    },
    { name: 'first, masked', inputs: padded, params: { take: 'first', masked: true } },
    { name: 'last of the real', inputs: padded, params: { take: 'last', masked: true } },
  ],
  paddingMask: [
    { name: 'defaults', inputs: tokens },
    { name: 'other token', inputs: tokens, params: { padding: 3 } },
  ],
  negativeSampling: [
    {
      name: 'drawn',
      inputs: (n) => ({ x: n.gentle(2, 3), target: n.whole('int32', 0, 5, 2) }),
      params: { vocabulary: 6, negatives: 3 },
    },
    {
      name: 'drawn evenly',
      inputs: (n) => ({ x: n.gentle(2, 3), target: n.whole('int32', 0, 5, 2) }),
      params: { vocabulary: 6, negatives: 2, sampler: 'uniform' },
    },
    {
      name: 'expected',
      inputs: (n) => ({ x: n.gentle(2, 3), target: n.whole('int32', 0, 5, 2) }),
      params: { vocabulary: 6, negatives: 3 },
      mode: 'evaluate',
    },
    {
      name: 'expected, evenly',
      inputs: (n) => ({ x: n.gentle(2, 3), target: n.whole('int32', 0, 5, 2) }),
      params: { vocabulary: 6, negatives: 3, sampler: 'uniform' },
      mode: 'evaluate',
    },
  ],
};
