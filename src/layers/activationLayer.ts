import type { Value } from '../ir/op';
import { type ActivationName, activate } from './activations';
import { defineLayer, type LayerDocs, unaryPorts } from './layer';

/** An activation function as a layer of its own. */
export function activationLayer(type: ActivationName, docs: LayerDocs) {
  return defineLayer({
    type,
    version: 1,
    migrations: {},
    group: 'activation',
    params: {},
    ports: unaryPorts,
    brief: () => '',
    lower: ({ b }, { x }) => ({ y: activate(b, x as Value, type) }),
    docs,
  });
}
