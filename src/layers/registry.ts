import { internal } from '../core/errors';
import { accuracy } from './defs/accuracy';
import { activation } from './defs/activation';
import { add } from './defs/add';
import { auc } from './defs/auc';
import { average } from './defs/average';
import { averagePool1d } from './defs/averagePool1d';
import { averagePool2d } from './defs/averagePool2d';
import { batchNorm } from './defs/batchNorm';
import { binaryCrossEntropy } from './defs/binaryCrossEntropy';
import { concat } from './defs/concat';
import { constant } from './defs/constant';
import { conv1d } from './defs/conv1d';
import { conv2d } from './defs/conv2d';
import { convTranspose1d } from './defs/convTranspose1d';
import { convTranspose2d } from './defs/convTranspose2d';
import { cosineLoss } from './defs/cosineLoss';
import { crop1d } from './defs/crop1d';
import { crop2d } from './defs/crop2d';
import { crossEntropy } from './defs/crossEntropy';
import { dataset } from './defs/dataset';
import { dense } from './defs/dense';
import { depthwiseConv1d } from './defs/depthwiseConv1d';
import { depthwiseConv2d } from './defs/depthwiseConv2d';
import { dot } from './defs/dot';
import { dropout } from './defs/dropout';
import { elu } from './defs/elu';
import { embedding } from './defs/embedding';
import { expression } from './defs/expression';
import { f1Score } from './defs/f1Score';
import { fill } from './defs/fill';
import { flatten } from './defs/flatten';
import { gaussianNoise } from './defs/gaussianNoise';
import { gelu } from './defs/gelu';
import { globalAveragePool } from './defs/globalAveragePool';
import { globalMaxPool } from './defs/globalMaxPool';
import { glu } from './defs/glu';
import { groupNorm } from './defs/groupNorm';
import { gru } from './defs/gru';
import { hinge } from './defs/hinge';
import { huber } from './defs/huber';
import { instanceNorm } from './defs/instanceNorm';
import { klDivergence } from './defs/klDivergence';
import { layerNorm } from './defs/layerNorm';
import { leakyRelu } from './defs/leakyRelu';
import { learnedPositions } from './defs/learnedPositions';
import { logSoftmax } from './defs/logSoftmax';
import { lstm } from './defs/lstm';
import { mae } from './defs/mae';
import { matMul } from './defs/matMul';
import { maximum } from './defs/maximum';
import { maxPool1d } from './defs/maxPool1d';
import { maxPool2d } from './defs/maxPool2d';
import { meanAbsoluteError } from './defs/meanAbsoluteError';
import { minimum } from './defs/minimum';
import { module } from './defs/module';
import { moduleInput } from './defs/moduleInput';
import { moduleOutput } from './defs/moduleOutput';
import { mse } from './defs/mse';
import { multiHeadAttention } from './defs/multiHeadAttention';
import { multiply } from './defs/multiply';
import { negativeSampling } from './defs/negativeSampling';
import { noise } from './defs/noise';
import { output } from './defs/output';
import { paddingMask } from './defs/paddingMask';
import { permute } from './defs/permute';
import { perplexity } from './defs/perplexity';
import { prelu } from './defs/prelu';
import { r2Score } from './defs/r2Score';
import { reduce } from './defs/reduce';
import { relu } from './defs/relu';
import { repeat } from './defs/repeat';
import { reshape } from './defs/reshape';
import { rmsNorm } from './defs/rmsNorm';
import { rootMeanSquaredError } from './defs/rootMeanSquaredError';
import { sampling } from './defs/sampling';
import { scale } from './defs/scale';
import { separableConv1d } from './defs/separableConv1d';
import { separableConv2d } from './defs/separableConv2d';
import { sigmoid } from './defs/sigmoid';
import { silu } from './defs/silu';
import { simpleRnn } from './defs/simpleRnn';
import { sinusoidalPositions } from './defs/sinusoidalPositions';
import { slice } from './defs/slice';
import { softmax } from './defs/softmax';
import { spatialDropout } from './defs/spatialDropout';
import { squeeze } from './defs/squeeze';
import { subtract } from './defs/subtract';
import { tanh } from './defs/tanh';
import { tiedProjection } from './defs/tiedProjection';
import { tokenPooling } from './defs/tokenPooling';
import { topKAccuracy } from './defs/topKAccuracy';
import { tripletLoss } from './defs/tripletLoss';
import { unsqueeze } from './defs/unsqueeze';
import { upSampling1d } from './defs/upSampling1d';
import { upSampling2d } from './defs/upSampling2d';
import { wasserstein } from './defs/wasserstein';
import { zeroPad1d } from './defs/zeroPad1d';
import { zeroPad2d } from './defs/zeroPad2d';
import { defaultsOf } from './fields';
import type { LayerDef, Ports } from './layer';

/** Every layer with all its texts, in the order of the palette. */
export const definitions = [
  dataset,
  constant,
  dense,
  scale,
  conv2d,
  conv1d,
  depthwiseConv2d,
  depthwiseConv1d,
  separableConv2d,
  separableConv1d,
  convTranspose2d,
  convTranspose1d,
  maxPool2d,
  maxPool1d,
  averagePool2d,
  averagePool1d,
  globalAveragePool,
  globalMaxPool,
  upSampling2d,
  upSampling1d,
  batchNorm,
  layerNorm,
  groupNorm,
  instanceNorm,
  rmsNorm,
  flatten,
  reshape,
  permute,
  repeat,
  squeeze,
  unsqueeze,
  slice,
  reduce,
  zeroPad2d,
  zeroPad1d,
  crop2d,
  crop1d,
  dropout,
  spatialDropout,
  gaussianNoise,
  add,
  subtract,
  multiply,
  average,
  maximum,
  minimum,
  concat,
  dot,
  matMul,
  expression,
  embedding,
  simpleRnn,
  lstm,
  gru,
  multiHeadAttention,
  sinusoidalPositions,
  learnedPositions,
  tokenPooling,
  paddingMask,
  tiedProjection,
  relu,
  leakyRelu,
  prelu,
  elu,
  gelu,
  silu,
  sigmoid,
  tanh,
  softmax,
  logSoftmax,
  glu,
  activation,
  crossEntropy,
  mse,
  mae,
  huber,
  binaryCrossEntropy,
  klDivergence,
  hinge,
  cosineLoss,
  tripletLoss,
  wasserstein,
  negativeSampling,
  accuracy,
  topKAccuracy,
  f1Score,
  auc,
  meanAbsoluteError,
  rootMeanSquaredError,
  r2Score,
  perplexity,
  output,
  noise,
  sampling,
  fill,
  module,
  moduleInput,
  moduleOutput,
] as const;

/** Every layer by its type, with parameters of any kind: they are checked against `params` before `lower` sees them. */
export const layers: ReadonlyMap<string, LayerDef> = new Map(
  definitions.map((layer) => [layer.type, layer as unknown as LayerDef]),
);

const noPorts: Ports = { inputs: [], outputs: [] };
const decided = new WeakMap<object, Ports>();

/** Ports of a node, as its parameters make them; none where there is no such layer. The same object for the same parameters. */
export function portsOf(node: { readonly type: string; readonly params: object }): Ports {
  const ports = layers.get(node.type)?.ports;
  if (typeof ports !== 'function') return ports ?? noPorts;
  const known = decided.get(node.params);
  if (known) return known;
  const made = ports(node.params as never);
  decided.set(node.params, made);
  return made;
}

/** Ports of a layer as it comes from the palette. */
export function defaultPortsOf(layer: LayerDef): Ports {
  return typeof layer.ports === 'function' ? layer.ports(defaultsOf(layer.params)) : layer.ports;
}

/** The definition of a type that is known to exist. */
export function layerOf(type: string): LayerDef {
  return layers.get(type) ?? internal(`unknown layer ${type}`);
}
