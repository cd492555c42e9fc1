import { given, type Numbers } from '../cases/case';
import { tensor } from '../reference/tensor';
import type { LayerCase } from './layerCase';

const scores = (n: Numbers) => ({ scores: n.apart(4, 5), target: n.whole('int32', 0, 4, 4) });
const tokens = (n: Numbers) => ({ scores: n.apart(2, 3, 4), target: n.whole('int32', 0, 3, 2, 3) });
const pair = (n: Numbers) => ({ prediction: n.normal(3, 2), target: n.normal(3, 2) });
const numbers = (n: Numbers) => ({ prediction: n.normal(3), target: n.normal(3) });
const ranked = (...values: number[]) => ({
  scores: given([4], ...values),
  target: tensor('int32', [4], [1, 0, 1, 0]),
});

/** Metrics as nodes. */
export const metricCases: Readonly<Record<string, readonly [LayerCase, ...LayerCase[]]>> = {
  accuracy: [
    { name: 'defaults', inputs: scores, batch: 4 },
    { name: 'tokens', inputs: tokens },
    { name: 'probabilities', inputs: (n) => ({ scores: n.apart(3, 4), target: n.apart(3, 4) }), batch: 3 },
  ],
  topKAccuracy: [
    { name: 'defaults', inputs: (n) => ({ scores: n.apart(4, 9), target: n.whole('int32', 0, 8, 4) }), batch: 4 },
    { name: 'the first two', inputs: scores, batch: 4, params: { k: 2 } },
    { name: 'tokens', inputs: tokens, params: { k: 2 } },
  ],
  f1Score: [
    { name: 'defaults', inputs: scores, batch: 4 },
    { name: 'precision', inputs: scores, batch: 4, params: { score: 'precision' } },
    { name: 'recall', inputs: scores, batch: 4, params: { score: 'recall' } },
  ],
  auc: [
    { name: 'defaults', inputs: () => ranked(2.5, -0.3, 0.7, -9), batch: 4, params: { bins: 8 } },
    {
      name: 'probabilities',
      inputs: () => ranked(0.1, 1, 0, 0.6),
      batch: 4,
      params: { bins: 8, values: 'probabilities' },
    },
    { name: 'errors', inputs: () => ranked(0.011, 3, 0, 700), batch: 4, params: { bins: 16, values: 'errors' } },
  ],
  meanAbsoluteError: [
    { name: 'defaults', inputs: (n) => ({ prediction: n.apart(2, 3), target: n.whole('float32', 3, 4, 2, 3) }) },
  ],
  rootMeanSquaredError: [{ name: 'defaults', inputs: pair, batch: 3 }],
  r2Score: [
    { name: 'defaults', inputs: pair, batch: 3 },
    { name: 'one number', inputs: numbers, batch: 3 },
  ],
  perplexity: [
    { name: 'defaults', inputs: scores, batch: 4 },
    { name: 'tokens', inputs: tokens },
  ],
};
