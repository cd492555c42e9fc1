import { ShapeError } from '../core/errors';
import { BATCH, type TensorType } from '../core/shape';
import { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { LowerContext } from '../layers/layer';
import { layers, portsOf } from '../layers/registry';
import type { DocNode } from './schema';

type Layer = Pick<DocNode, 'type' | 'params'>;
type Types = Readonly<Record<string, TensorType>>;

/**
 * Whether a node can take a value of this type at an input, with the types it has at its other inputs; an input whose type is
 * not known yet does not count against it.
 */
export function takes(node: Layer, port: string, type: TensorType, others: Types = {}): boolean {
  const inputs = portsOf(node).inputs;
  if (!inputs.some((spec) => spec.id === port)) return false;
  const known = { ...others, [port]: type };
  return inputs.some((spec) => !known[spec.id]) || outputTypes(node, known) !== undefined;
}

/** Type at the first output of a layer with one input; undefined where it does not take the value. */
export function outputOf(node: Layer, type: TensorType): TensorType | undefined {
  const { inputs, outputs } = portsOf(node);
  const [input, ...others] = inputs;
  const [output] = outputs;
  if (!input || !output || others.length > 0) return undefined;
  return outputTypes(node, { [input.id]: type })?.[output.id];
}

/** Types at the outputs of a node, tried in a program that nobody will read; undefined where the inputs do not fit. */
export function outputTypes(node: Layer, types: Types): Types | undefined {
  return tried(node, types)?.outputs;
}

/** What a node makes of values of these types, and how many values it would train; undefined where the inputs do not fit. */
export function tried(node: Layer, types: Types): { readonly outputs: Types; readonly parameters: number } | undefined {
  const layer = layers.get(node.type);
  if (!layer || portsOf(node).inputs.some(({ id }) => !types[id])) return undefined;
  const b = new Builder();
  let parameters = 0;
  const inputs: Record<string, Value> = {};
  for (const [id, type] of Object.entries(types)) inputs[id] = b.input(id, type);
  try {
    const trained = (shape: readonly number[]) => {
      parameters += shape.reduce((product, size) => product * size, 1);
    };
    const values = layer.lower(trialContext(b, trained), inputs, node.params as never);
    const outputs = Object.fromEntries(Object.entries(values).map(([port, value]) => [port, value.type]));
    return { outputs, parameters };
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

function trialContext(b: Builder, trained: (shape: readonly number[]) => void): LowerContext {
  return {
    b,
    mode: 'predict',
    batch: BATCH,
    parameter: (name, shape) => {
      trained(shape);
      return b.input(name, { dtype: 'float32', shape });
    },
    buffer: (name, shape) => b.input(name, { dtype: 'float32', shape }),
    update: () => {},
    data: (_, name, type) => b.input(name, type),
    random: (_, shape) => b.input('random', { dtype: 'float32', shape }),
    loss: () => {},
    metric: () => {},
    output: () => {},
    argument: () => undefined,
    result: () => {},
    instance: () => ({}),
  };
}
