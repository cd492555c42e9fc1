import { internal } from '../core/errors';
import { binaryCrossEntropy } from './defs/binaryCrossEntropy';
import { conv2d } from './defs/conv2d';
import { cosineLoss } from './defs/cosineLoss';
import { crossEntropy } from './defs/crossEntropy';
import { dataset } from './defs/dataset';
import { dense } from './defs/dense';
import { dropout } from './defs/dropout';
import { embedding } from './defs/embedding';
import { flatten } from './defs/flatten';
import { gru } from './defs/gru';
import { hinge } from './defs/hinge';
import { huber } from './defs/huber';
import { klDivergence } from './defs/klDivergence';
import { learnedPositions } from './defs/learnedPositions';
import { lstm } from './defs/lstm';
import { mae } from './defs/mae';
import { maxPool2d } from './defs/maxPool2d';
import { module } from './defs/module';
import { moduleInput } from './defs/moduleInput';
import { moduleOutput } from './defs/moduleOutput';
import { mse } from './defs/mse';
import { multiHeadAttention } from './defs/multiHeadAttention';
import { negativeSampling } from './defs/negativeSampling';
import { output } from './defs/output';
import { paddingMask } from './defs/paddingMask';
import { relu } from './defs/relu';
import { sigmoid } from './defs/sigmoid';
import { simpleRnn } from './defs/simpleRnn';
import { sinusoidalPositions } from './defs/sinusoidalPositions';
import { softmax } from './defs/softmax';
import { tanh } from './defs/tanh';
import { tiedProjection } from './defs/tiedProjection';
import { tokenPooling } from './defs/tokenPooling';
import { tripletLoss } from './defs/tripletLoss';
import { wasserstein } from './defs/wasserstein';
import { defaultsOf } from './fields';
import type { LayerDef, Ports } from './layer';

/** Every layer with all its texts, in the order of the palette. */
export const definitions = [
  dataset,
  dense,
  conv2d,
  maxPool2d,
  flatten,
  dropout,
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
  sigmoid,
  tanh,
  softmax,
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
  output,
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
