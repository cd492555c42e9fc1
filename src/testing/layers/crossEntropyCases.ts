import { given, type Numbers } from '../cases/case';
import { tensor } from '../reference/tensor';
import type { LayerCase } from './layerCase';

/** Classes that weigh differently or not at all, positions of sequences. */
const weights = '0.5, 2, 0, 1.25';
const numbered = (...dims: number[]) => ({
  inputs: (n: Numbers) => ({ logits: n.normal(...dims, 4), target: n.whole('int32', 0, 3, ...dims) }),
  batch: dims[0] as number,
});
const probabilities = (...dims: number[]) => ({
  inputs: (n: Numbers) => ({ logits: n.normal(...dims, 4), target: n.uniform(...dims, 4) }),
  batch: dims[0] as number,
});
export const weighedCrossEntropy: readonly LayerCase[] = [
  { name: 'class weights', ...numbered(5), params: { classWeights: weights } },
  { name: 'class weights, label smoothing', ...numbered(6), params: { classWeights: weights, labelSmoothing: 0.25 } },
  { name: 'ignored', ...numbered(6), params: { ignore: true, ignored: 2 } },
  {
    name: 'ignored, class weights, label smoothing',
    ...numbered(8),
    params: { ignore: true, ignored: 1, classWeights: weights, labelSmoothing: 0.125 },
  },
  { name: 'probabilities, class weights', ...probabilities(3), params: { classWeights: weights } },
  {
    name: 'probabilities, class weights, label smoothing',
    ...probabilities(4),
    params: { classWeights: weights, labelSmoothing: 0.25 },
  },
  { name: 'positions', ...numbered(2, 3) },
  { name: 'positions, label smoothing', ...numbered(2, 3), params: { labelSmoothing: 0.5 } },
  { name: 'positions, padding', ...numbered(3, 4), params: { ignore: true, ignored: 0 } },
  {
    name: 'positions, padding outside the classes',
    inputs: () => ({
      logits: given([2, 2, 3], 1, 0, -1, 0.5, 2, 1, -1, 0, 3, 1, 1, 0),
      target: tensor('int32', [2, 2], [2, -100, 0, -100]),
    }),
    params: { ignore: true, ignored: -100, labelSmoothing: 0.125, classWeights: '1,2,3' },
  },
  { name: 'positions, probabilities, class weights', ...probabilities(2, 3), params: { classWeights: weights } },
  { name: 'pixels, class weights', ...numbered(2, 2, 3), params: { classWeights: weights, labelSmoothing: 0.25 } },
];
