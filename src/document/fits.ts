import { ShapeError } from '../core/errors';
import { BATCH, type TensorType } from '../core/shape';
import { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { LowerContext } from '../layers/layer';
import { layers } from '../layers/registry';
import type { DocNode } from './schema';

/**
 * Whether a node can take a value of this type at an input, with the types it has at its other inputs; an input whose type is
 * not known yet does not count against it.
 */
export function takes(
  node: Pick<DocNode, 'type' | 'params'>,
  port: string,
  type: TensorType,
  others: Readonly<Record<string, TensorType>> = {},
): boolean {
  const layer = layers.get(node.type);
  if (!layer?.ports.inputs.some((spec) => spec.id === port)) return false;
  const b = new Builder();
  const inputs: Record<string, Value> = {};
  for (const { id } of layer.ports.inputs) {
    const known = id === port ? type : others[id];
    if (!known) return true;
    inputs[id] = b.input(id, known);
  }
  try {
    layer.lower(trialContext(b), inputs, node.params as never);
    return true;
  } catch (error) {
    if (error instanceof ShapeError) return false;
    throw error;
  }
}

/** A program that nobody will read. */
function trialContext(b: Builder): LowerContext {
  return {
    b,
    mode: 'predict',
    batch: BATCH,
    parameter: (name, shape) => b.input(name, { dtype: 'float32', shape }),
    data: (_, name, type) => b.input(name, type),
    random: (_, shape) => b.input('random', { dtype: 'float32', shape }),
    loss: () => {},
    metric: () => {},
    output: () => {},
  };
}
