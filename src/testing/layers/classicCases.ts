import { given, type Numbers } from '../cases/case';
import type { LayerCase } from './layerCase';

type Cases = readonly [LayerCase, ...LayerCase[]];

const picture = (n: Numbers) => ({ x: n.normal(2, 2, 6, 5) });
const maxima = (n: Numbers) => ({ x: n.apart(2, 2, 6, 5) });
const series = (n: Numbers) => ({ x: n.normal(2, 2, 7) });
const peaks = (n: Numbers) => ({ x: n.apart(2, 2, 7) });
const matrix = (n: Numbers) => ({ x: n.normal(2, 5) });
const away = (n: Numbers) => ({ x: n.nonzero(2, 5) });
const cube = (n: Numbers) => ({ x: n.normal(2, 3, 4) });
const pair = (n: Numbers) => ({ a: n.normal(2, 3), b: n.normal(2, 3) });
const triple = (n: Numbers) => ({ a: n.normal(2, 3), b: n.normal(2, 3), c: n.normal(2, 3) });
const stretched = (n: Numbers) => ({ a: n.normal(2, 3, 4), b: n.normal(2, 1, 4) });
const different = (n: Numbers) => ({ a: n.apart(2, 3), b: given([2, 3], ...new Array<number>(6).fill(0.01)) });

/** Layers of one input by their borders. */
const bordered: LayerCase[] = ['reflect', 'edge', 'wrap'].map((border) => ({
  name: `same, ${border}`,
  inputs: picture,
  params: { filters: 2, padding: 'same', border },
}));

const modes: LayerCase[] = [
  { name: 'evaluating', inputs: picture, mode: 'evaluate' },
  { name: 'predicting', inputs: picture, mode: 'predict' },
];

const norms: LayerCase[] = [
  { name: 'not affine', inputs: picture, params: { affine: false } },
  { name: 'another epsilon', inputs: picture, params: { epsilon: 0.125 } },
];

/** Convolution layers beside what cases.ts has of conv2d. */
export const convolutionCases: Cases = [
  { name: 'padding by number', inputs: picture, params: { filters: 2, padding: 'custom', pad: [2, 1] } },
  { name: 'groups', inputs: (n) => ({ x: n.normal(1, 4, 4, 4) }), batch: 1, params: { filters: 6, groups: 2 } },
  {
    name: 'by number, reflect, stride 2',
    inputs: picture,
    params: { filters: 2, padding: 'custom', pad: [2, 1], border: 'reflect', stride: [2, 2] },
  },
  ...bordered,
];

const functions = ['sum', 'mean', 'product', 'l2', 'logSumExp', 'variance'];

/** Layers of classic models, but for those that cases.ts began with. */
export const classicCases: Readonly<Record<string, Cases>> = {
  conv1d: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(1, 1, 6) }), batch: 1 },
    { name: 'same, stride 2', inputs: series, params: { filters: 3, padding: 'same', stride: 2 } },
    { name: 'causal, dilated', inputs: series, params: { filters: 2, padding: 'causal', dilation: 2 } },
    { name: 'causal, edge', inputs: series, params: { filters: 2, padding: 'causal', border: 'edge' } },
    { name: 'by number, groups', inputs: series, params: { filters: 4, padding: 'custom', pad: 2, groups: 2 } },
    { name: 'no bias, tanh', inputs: series, params: { filters: 2, bias: false, activation: 'tanh' } },
  ],
  depthwiseConv2d: [
    { name: 'defaults', inputs: picture },
    { name: 'multiplier, same', inputs: picture, params: { multiplier: 3, padding: 'same' } },
    { name: 'stride, dilation', inputs: picture, params: { stride: [2, 1], dilation: [1, 2], kernel: [3, 2] } },
    { name: 'by number, reflect', inputs: picture, params: { padding: 'custom', pad: [1, 1], border: 'reflect' } },
  ],
  separableConv2d: [
    { name: 'defaults', inputs: (n) => ({ x: n.gentle(1, 2, 4, 4) }), batch: 1 },
    { name: 'multiplier, same', inputs: picture, params: { filters: 3, multiplier: 2, padding: 'same' } },
    { name: 'stride, no bias', inputs: picture, params: { filters: 2, stride: [2, 2], bias: false } },
  ],
  convTranspose2d: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(1, 1, 2, 2) }), batch: 1 },
    { name: 'valid', inputs: picture, params: { filters: 2, kernel: [3, 2], padding: 'valid' } },
    {
      name: 'by number, output padding',
      inputs: picture,
      params: { filters: 3, kernel: [3, 3], padding: 'custom', pad: [1, 1], outputPadding: [1, 1] },
    },
    { name: 'same, odd', inputs: picture, params: { filters: 2, kernel: [3, 3], stride: [2, 2] } },
    { name: 'same, kernel below stride', inputs: picture, params: { filters: 2, kernel: [2, 1], stride: [3, 2] } },
    { name: 'groups, stride 1', inputs: picture, params: { filters: 4, groups: 2, stride: [1, 1], kernel: [3, 3] } },
    { name: 'dilation', inputs: picture, params: { filters: 2, padding: 'valid', dilation: [2, 1], kernel: [2, 2] } },
  ],
  depthwiseConv1d: [
    { name: 'defaults', inputs: series },
    { name: 'multiplier, causal', inputs: series, params: { multiplier: 3, padding: 'causal' } },
    { name: 'stride, dilation', inputs: series, params: { stride: 2, dilation: 2, kernel: 2 } },
  ],
  separableConv1d: [
    { name: 'defaults', inputs: (n) => ({ x: n.gentle(1, 2, 6) }), batch: 1 },
    { name: 'multiplier, same', inputs: series, params: { filters: 3, multiplier: 2, padding: 'same' } },
    { name: 'stride, no bias', inputs: series, params: { filters: 2, stride: 2, bias: false } },
  ],
  convTranspose1d: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(1, 1, 3) }), batch: 1 },
    { name: 'valid, dilation', inputs: series, params: { filters: 2, kernel: 3, padding: 'valid', dilation: 2 } },
    {
      name: 'by number, output padding',
      inputs: series,
      params: { filters: 3, kernel: 3, padding: 'custom', pad: 1, outputPadding: 1 },
    },
    { name: 'same, kernel below stride', inputs: series, params: { filters: 2, kernel: 2, stride: 3 } },
    { name: 'groups, stride 1', inputs: series, params: { filters: 4, groups: 2, stride: 1, kernel: 3 } },
  ],
  averagePool1d: [
    { name: 'defaults', inputs: series },
    { name: 'overlapping', inputs: series, params: { pool: 3, stride: 1 } },
    { name: 'same', inputs: series, params: { pool: 3, padding: 'same' } },
  ],
  upSampling1d: [
    { name: 'defaults', inputs: series },
    { name: 'linear', inputs: series, params: { mode: 'linear', factor: 3 } },
  ],
  zeroPad1d: [
    { name: 'defaults', inputs: series },
    { name: 'a value, uneven', inputs: series, params: { begin: 0, end: 3, value: 0.5 } },
    { name: 'reflect', inputs: series, params: { border: 'reflect', begin: 2 } },
    { name: 'edge', inputs: series, params: { border: 'edge', end: 3 } },
    { name: 'wrap', inputs: series, params: { border: 'wrap', begin: 2 } },
  ],
  crop1d: [
    { name: 'defaults', inputs: series },
    { name: 'uneven', inputs: series, params: { begin: 0, end: 3 } },
  ],
  maxPool1d: [
    { name: 'defaults', inputs: peaks },
    { name: 'same, overlapping', inputs: peaks, params: { pool: 3, stride: 2, padding: 'same' } },
  ],
  averagePool2d: [
    { name: 'defaults', inputs: picture },
    { name: 'overlapping', inputs: picture, params: { pool: [3, 2], stride: [1, 2] } },
    { name: 'same', inputs: picture, params: { pool: [3, 3], padding: 'same' } },
  ],
  globalAveragePool: [
    { name: 'defaults', inputs: picture },
    { name: 'series, axes kept', inputs: series, params: { keepDims: true } },
  ],
  globalMaxPool: [
    { name: 'defaults', inputs: maxima },
    { name: 'series, axes kept', inputs: peaks, params: { keepDims: true } },
  ],
  upSampling2d: [
    { name: 'defaults', inputs: picture },
    { name: 'bilinear', inputs: picture, params: { mode: 'bilinear' } },
    { name: 'bilinear, 3×2', inputs: picture, params: { mode: 'bilinear', factor: [3, 2] } },
  ],
  batchNorm: [
    { name: 'defaults', inputs: picture },
    { name: 'rows', inputs: (n) => ({ x: n.normal(4, 3) }), batch: 4 },
    { name: 'series', inputs: series, params: { momentum: 0.25 } },
    ...norms,
    ...modes,
    { name: 'evaluating, not affine', inputs: picture, mode: 'evaluate', params: { affine: false } },
  ],
  layerNorm: [{ name: 'defaults', inputs: cube }, { name: 'two axes', inputs: cube, params: { axes: 2 } }, ...norms],
  groupNorm: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(2, 8, 3) }) },
    { name: 'two groups', inputs: (n) => ({ x: n.normal(2, 4, 3, 2) }), params: { groups: 2 } },
    { name: 'not affine', inputs: (n) => ({ x: n.normal(2, 4, 3) }), params: { groups: 2, affine: false } },
  ],
  instanceNorm: [
    { name: 'defaults', inputs: picture },
    { name: 'affine', inputs: series, params: { affine: true } },
  ],
  rmsNorm: [{ name: 'defaults', inputs: cube }, ...norms],
  spatialDropout: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(2, 6, 2, 2) }) },
    { name: 'series', inputs: (n) => ({ x: n.normal(2, 6, 3) }), params: { rate: 0.5 } },
    { name: 'rate 0', inputs: picture, params: { rate: 0 } },
    ...modes,
  ],
  gaussianNoise: [{ name: 'defaults', inputs: matrix }, { name: 'strong', inputs: cube, params: { std: 2 } }, ...modes],
  reshape: [
    { name: 'defaults', inputs: cube },
    { name: 'two axes, one left over', inputs: cube, params: { shape: '2, -1' } },
    { name: 'no axes left', inputs: (n) => ({ x: n.normal(2, 1) }), params: { shape: '' } },
  ],
  permute: [
    { name: 'defaults', inputs: cube },
    { name: 'channels last', inputs: picture, params: { order: '2 3 1' } },
  ],
  repeat: [
    { name: 'defaults', inputs: matrix },
    { name: 'stacked at the end', inputs: cube, params: { times: 3, axis: 3 } },
    { name: 'tiled', inputs: cube, params: { times: 3, axis: 2, how: 'tile' } },
    { name: 'interleaved', inputs: cube, params: { times: 2, axis: 1, how: 'interleave' } },
  ],
  squeeze: [
    { name: 'defaults', inputs: (n) => ({ x: n.normal(2, 3, 1) }) },
    { name: 'in the middle', inputs: (n) => ({ x: n.normal(2, 1, 3) }), params: { axis: 1 } },
  ],
  unsqueeze: [
    { name: 'defaults', inputs: matrix },
    { name: 'at the end', inputs: cube, params: { axis: -1 } },
  ],
  slice: [
    { name: 'defaults', inputs: cube },
    { name: 'last element, axis dropped', inputs: cube, params: { axis: 2, start: -1, drop: true } },
    { name: 'every second', inputs: picture, params: { axis: 2, start: 1, length: 0, step: 2 } },
  ],
  reduce: [
    { name: 'defaults', inputs: cube },
    ...functions.map(
      (name): LayerCase => ({ name: `${name} of two axes`, inputs: cube, params: { function: name, axes: '1, -1' } }),
    ),
    { name: 'l1', inputs: (n) => ({ x: n.nonzero(2, 3) }), params: { function: 'l1' } },
    { name: 'maximum, all axes', inputs: (n) => ({ x: n.apart(2, 3, 4) }), params: { function: 'max', axes: '' } },
    {
      name: 'minimum, axes kept',
      inputs: (n) => ({ x: n.apart(2, 3, 4) }),
      params: { function: 'min', keepDims: true },
    },
  ],
  zeroPad2d: [
    { name: 'defaults', inputs: picture },
    { name: 'a value, uneven', inputs: picture, params: { top: 0, bottom: 2, left: 1, right: 3, value: 0.5 } },
    { name: 'reflect', inputs: picture, params: { border: 'reflect', top: 2 } },
    { name: 'edge', inputs: picture, params: { border: 'edge', left: 3 } },
    { name: 'wrap', inputs: picture, params: { border: 'wrap', bottom: 2 } },
  ],
  crop2d: [
    { name: 'defaults', inputs: picture },
    { name: 'uneven', inputs: picture, params: { top: 0, bottom: 3, left: 2, right: 0 } },
  ],
  scale: [
    { name: 'defaults', inputs: matrix },
    { name: 'fixed', inputs: matrix, params: { factor: -2, offset: 0.5 } },
    { name: 'trained', inputs: cube, params: { trained: true } },
  ],
  constant: [
    { name: 'defaults' },
    { name: 'a row', params: { value: '1, 2.5 -3', shape: [3] } },
    { name: 'trained', params: { value: '0.5', shape: [2, 2], trained: true } },
    { name: 'trained row', params: { value: '1 2', shape: [2], trained: true } },
  ],
  add: [
    { name: 'defaults', inputs: pair },
    { name: 'three', inputs: triple, params: { inputs: 3 } },
    { name: 'stretched', inputs: stretched },
  ],
  subtract: [
    { name: 'defaults', inputs: pair },
    { name: 'stretched', inputs: stretched },
  ],
  multiply: [
    { name: 'defaults', inputs: pair },
    { name: 'three', inputs: triple, params: { inputs: 3 } },
    { name: 'stretched', inputs: stretched },
  ],
  average: [
    { name: 'defaults', inputs: pair },
    { name: 'three', inputs: triple, params: { inputs: 3 } },
  ],
  maximum: [{ name: 'defaults', inputs: different }],
  minimum: [{ name: 'defaults', inputs: different }],
  concat: [
    { name: 'defaults', inputs: (n) => ({ a: n.normal(2, 3), b: n.normal(2, 1) }) },
    {
      name: 'three, last axis',
      inputs: (n) => ({ a: n.normal(2, 3, 2), b: n.normal(2, 3, 1), c: n.normal(2, 3, 3) }),
      params: { inputs: 3, axis: -1 },
    },
  ],
  dot: [
    { name: 'defaults', inputs: pair },
    { name: 'cosine', inputs: (n) => ({ a: n.nonzero(2, 3, 4), b: n.nonzero(2, 3, 4) }), params: { normalize: true } },
  ],
  matMul: [
    { name: 'defaults', inputs: (n) => ({ a: n.normal(2, 3, 4), b: n.normal(2, 4, 2) }) },
    {
      name: 'both transposed',
      inputs: (n) => ({ a: n.normal(2, 4, 3), b: n.normal(2, 2, 4) }),
      params: { transposeA: true, transposeB: true },
    },
  ],
  expression: [
    { name: 'defaults', inputs: pair },
    {
      name: 'precedence',
      inputs: (n) => ({ a: n.positive(2, 3), b: n.positive(2, 3) }),
      params: { formula: '-a^2 + 2*b/a - (1 - b)*-3 + 2^-1*a' },
    },
    {
      name: 'functions',
      inputs: (n) => ({ a: n.positive(2, 3), c: n.normal(2, 3) }),
      params: { formula: 'exp(-a) + log(a) * sqrt(a) - tanh(c) + sigmoid(c) + sin(pi * c) + abs(a) + a^1.5' },
    },
    {
      name: 'several and one',
      inputs: (n) => ({ a: n.apart(2, 3), b: n.nonzero(2, 3) }),
      params: { formula: 'max(a, 0) + min(b, 5, 6) + mean(a, b) - sum(a) + mean(b) * max(a)' },
    },
  ],
  leakyRelu: [
    { name: 'defaults', inputs: away },
    { name: 'steep', inputs: away, params: { slope: 0.25 } },
  ],
  prelu: [
    { name: 'defaults', inputs: away },
    { name: 'a channel each', inputs: (n) => ({ x: n.nonzero(2, 3, 2, 2) }), params: { perChannel: true } },
  ],
  elu: [
    { name: 'defaults', inputs: away },
    { name: 'alpha', inputs: away, params: { alpha: 0.5 } },
  ],
  gelu: [
    { name: 'defaults', inputs: matrix },
    { name: 'by tanh', inputs: matrix, params: { approximate: 'tanh' } },
  ],
  silu: [{ name: 'defaults', inputs: matrix }],
  logSoftmax: [{ name: 'defaults', inputs: matrix }],
  glu: [
    { name: 'defaults', inputs: cube },
    { name: 'channels', inputs: picture, params: { axis: 1 } },
  ],
  activation: [
    { name: 'defaults', inputs: away },
    { name: 'mish', inputs: matrix, params: { function: 'mish' } },
    { name: 'soft shrink', inputs: (n) => ({ x: n.apart(2, 5) }), params: { function: 'softShrink' } },
  ],
};
