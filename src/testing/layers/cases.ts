import { activationNames } from '../../layers/activations';
import { labelled } from '../../layers/columns';
import { layers } from '../../layers/registry';
import { given, type Numbers } from '../cases/case';
import { tensor } from '../reference/tensor';
import { classicCases, convolutionCases } from './classicCases';
import { weighedCrossEntropy } from './crossEntropyCases';
import { generativeCases } from './generativeCases';
import { type DrawnLayerCase, drawLayerCase, type LayerCase } from './layerCase';
import { metricCases } from './metricCases';
import { moduleCases } from './moduleCases';
import { sequenceCases } from './sequenceCases';

const picture = (n: Numbers) => ({ x: n.normal(2, 2, 6, 5) });
const maxima = (n: Numbers) => ({ x: n.apart(2, 2, 6, 5) });
const matrix = (n: Numbers) => ({ x: n.normal(2, 5) });
const gentle = (n: Numbers) => ({ x: n.gentle(2, 5) });
const away = (n: Numbers) => ({ x: n.nonzero(2, 5) });
const bytes = (n: Numbers) => ({ x: n.whole('uint8', 0, 255, 2, 1, 28, 28), y: n.whole('int32', 0, 9, 2) });
const small = (n: Numbers) => ({ x: n.whole('uint8', 0, 255, 2, 3, 4), y: n.whole('int32', 0, 2, 2) });
const step = (column: string, type: string, params: Record<string, number> = {}) => ({ column, type, params });
const classes = { columns: labelled([3, 4], ['a', 'b', 'c']) };
const scores = (n: Numbers) => ({ logits: n.normal(4, 5), target: n.whole('int32', 0, 4, 4) });
const shares = (n: Numbers) => ({
  logits: n.apart(3, 4),
  target: given([3, 4], 0.5, 0.25, 0.125, 0.125, 0, 1, 0, 0, 0.25, 0.25, 0, 0.5),
});

/** How every layer is tried. The first case of each takes all defaults. */
export const layerCases: Readonly<Record<string, readonly [LayerCase, ...LayerCase[]]>> = {
  dataset: [
    { name: 'defaults', data: bytes },
    { name: 'no scaling', data: small, params: { ...classes, steps: [] } },
    {
      name: 'standardised',
      data: small,
      params: { ...classes, steps: [step('x', 'scale'), step('x', 'normalise', { mean: 0.25, std: 0.5 })] },
    },
    { name: 'one-hot', data: small, params: { ...classes, steps: [step('x', 'scale'), step('y', 'oneHot')] } },
  ],
  dense: [
    { name: 'defaults', inputs: matrix },
    { name: 'no bias', inputs: matrix, params: { units: 3, bias: false } },
    ...Object.keys(activationNames).map((activation) => ({
      name: `ends with ${activation}`,
      inputs: gentle,
      params: { units: 3, activation },
    })),
    { name: 'last of three axes', inputs: (n) => ({ x: n.normal(2, 3, 4) }), params: { units: 3 } },
    {
      name: 'last of three axes, no bias',
      inputs: (n) => ({ x: n.normal(2, 3, 4) }),
      params: { units: 2, bias: false },
    },
  ],
  conv2d: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(1, 1, 4, 4) }), batch: 1 },
    { name: 'no bias', inputs: picture, params: { filters: 3, bias: false } },
    { name: 'same', inputs: picture, params: { filters: 3, padding: 'same' } },
    { name: 'same, even kernel', inputs: picture, params: { filters: 2, kernel: [2, 4], padding: 'same' } },
    { name: 'same, stride 2', inputs: picture, params: { filters: 2, stride: [2, 2], padding: 'same' } },
    { name: 'stride', inputs: picture, params: { filters: 2, stride: [2, 1] } },
    { name: 'dilation', inputs: picture, params: { filters: 2, dilation: [2, 2] } },
    { name: 'same, dilated', inputs: picture, params: { filters: 2, dilation: [2, 1], padding: 'same' } },
    {
      name: 'tanh',
      inputs: (n) => ({ x: n.gentle(2, 2, 6, 5) }),
      params: { filters: 2, kernel: [1, 2], activation: 'tanh' },
    },
    ...convolutionCases,
  ],
  maxPool2d: [
    { name: 'defaults', inputs: maxima },
    { name: 'same', inputs: maxima, params: { padding: 'same' } },
    { name: 'overlapping', inputs: maxima, params: { pool: [3, 3], stride: [1, 2] } },
    { name: 'overlapping, same', inputs: maxima, params: { pool: [3, 2], stride: [2, 1], padding: 'same' } },
  ],
  flatten: [
    { name: 'defaults', inputs: picture },
    { name: 'already flat', inputs: matrix },
  ],
  dropout: [
    { name: 'defaults', inputs: matrix },
    { name: 'rate', inputs: picture, params: { rate: 0.25 } },
    { name: 'rate 0', inputs: matrix, params: { rate: 0 } },
    { name: 'evaluating', inputs: matrix, mode: 'evaluate' },
    { name: 'predicting', inputs: matrix, mode: 'predict' },
  ],
  relu: [
    { name: 'defaults', inputs: away },
    { name: 'at the corner', inputs: () => ({ x: given([1, 3], -1, 0, 1) }), batch: 1, kink: true },
  ],
  sigmoid: [{ name: 'defaults', inputs: matrix }],
  tanh: [{ name: 'defaults', inputs: matrix }],
  softmax: [
    { name: 'defaults', inputs: matrix },
    { name: 'last of four axes', inputs: (n) => ({ x: n.normal(1, 2, 2, 3) }), batch: 1 },
  ],
  crossEntropy: [
    { name: 'defaults', inputs: scores, batch: 4 },
    { name: 'label smoothing', inputs: scores, batch: 4, params: { labelSmoothing: 0.25 } },
    { name: 'probabilities', inputs: shares, batch: 3 },
    { name: 'probabilities, label smoothing', inputs: shares, batch: 3, params: { labelSmoothing: 0.125 } },
    ...weighedCrossEntropy,
    {
      name: 'scores far from zero',
      inputs: () => ({ logits: given([2, 3], 1000, 0, -1000, 50, 50.5, 49), target: tensor('int32', [2], [1, 0]) }),
    },
  ],
  mse: [
    { name: 'defaults', inputs: (n) => ({ prediction: n.normal(2, 3), target: n.normal(2, 3) }) },
    { name: 'pictures', inputs: (n) => ({ prediction: n.normal(2, 1, 2, 2), target: n.normal(2, 1, 2, 2) }) },
    { name: 'one number', inputs: (n) => ({ prediction: n.normal(3), target: n.normal(3) }), batch: 3 },
  ],
  mae: [{ name: 'defaults', inputs: (n) => ({ prediction: n.apart(2, 3), target: n.whole('float32', 3, 4, 2, 3) }) }],
  huber: [
    {
      name: 'defaults',
      inputs: (n) => ({ prediction: n.apart(3, 4), target: given([3, 4], ...new Array(12).fill(0.1)) }),
      batch: 3,
    },
    { name: 'wide', inputs: (n) => ({ prediction: n.normal(2, 3), target: n.normal(2, 3) }), params: { delta: 10 } },
  ],
  binaryCrossEntropy: [
    {
      name: 'defaults',
      inputs: (n) => ({ prediction: n.nonzero(2, 3), target: given([2, 3], 0, 1, 0.25, 1, 0, 0.75) }),
    },
    {
      name: 'scores far from zero',
      inputs: () => ({ prediction: given([2, 1], 200, -200), target: given([2, 1], 0, 1) }),
    },
    {
      name: 'class numbers',
      inputs: (n) => ({ prediction: n.nonzero(3, 1), target: tensor('int32', [3], [0, 1, 1]) }),
      batch: 3,
    },
  ],
  klDivergence: [
    { name: 'defaults', inputs: (n) => ({ mean: n.normal(2, 3), logVariance: n.gentle(2, 3) }) },
    { name: 'weighted', inputs: (n) => ({ mean: n.normal(2, 3), logVariance: n.gentle(2, 3) }), params: { weight: 4 } },
  ],
  hinge: [
    { name: 'defaults', inputs: (n) => ({ prediction: n.apart(2, 3), target: given([2, 3], 1, -1, 1, -1, -1, 1) }) },
  ],
  cosineLoss: [{ name: 'defaults', inputs: (n) => ({ prediction: n.nonzero(2, 4), target: n.nonzero(2, 4) }) }],
  tripletLoss: [
    {
      name: 'defaults',
      inputs: (n) => ({ anchor: n.normal(2, 4), positive: n.normal(2, 4), negative: n.normal(2, 4) }),
      params: { margin: 5 },
    },
  ],
  wasserstein: [
    { name: 'defaults', inputs: (n) => ({ prediction: n.normal(3, 1), target: given([3, 1], 1, -1, 1) }), batch: 3 },
  ],
  ...classicCases,
  ...metricCases,
  ...sequenceCases,
  ...moduleCases,
  ...generativeCases,
  output: [{ name: 'defaults', inputs: matrix, mode: 'predict' }],
};

export const layerTypes: readonly string[] = [...layers.keys()];

/** All cases of one layer, drawn. */
export function layerCasesOf(type: string): DrawnLayerCase[] {
  return (layerCases[type] ?? []).map((item) => drawLayerCase(type, item));
}
