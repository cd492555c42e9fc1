import { ShapeError } from '../../core/errors';
import { BATCH, type TensorType } from '../../core/shape';
import { Builder } from '../../ir/builder';
import type { OpAttrs, OpDef, OpName, Value } from '../../ir/op';
import { opOf } from '../../ir/registry';
import type { LayerDef, LowerContext } from '../../layers/layer';
import { weighted } from '../../layers/losses';
import type { DocNode } from '../schema';

type Values = Readonly<Record<string, Value>>;

/** Something that a layer asked of its context while it was lowered, to be asked of another; `standIn` makes a value of a type. */
type Effect = (context: LowerContext, standIn: (type: TensorType) => Value) => void;

/** What lowering a node came to. It depends on the node's layer, its parameters and the types of its inputs, and on nothing else. */
export interface Facts {
  readonly outputs: readonly (readonly [port: string, type: TensorType])[];
  readonly effects: readonly Effect[];
  /** Floating-point operations for one example. */
  readonly flops: number;
  readonly error?: ShapeError;
}

/** Facts by the node's parameters, which are never changed in place, and by the types of its inputs. */
const remembered = new WeakMap<object, Map<string, Facts>>();
/** Sets of input types remembered for one set of parameters. */
const MOST = 16;

const keyOf = (type: string, inputs: Values): string => {
  let key = type;
  for (const port in inputs) {
    const value = inputs[port];
    if (value) key += `|${port}:${value.type.dtype}[${value.type.shape.join()}]`;
  }
  return key;
};

const standIns = new WeakMap<TensorType, Value>();

/** A value of a type, the same for the same object, in a program that nobody reads. */
export function standIn(type: TensorType): Value {
  const known = standIns.get(type) ?? new Builder().input('stand-in', type);
  standIns.set(type, known);
  return known;
}

/** Facts of a node for a prediction, from memory where they are known. Not for modules and their ports, whose inside is elsewhere. */
export function recall(layer: LayerDef, node: DocNode, inputs: Values): Facts {
  const known = remembered.get(node.params) ?? new Map<string, Facts>();
  const key = keyOf(node.type, inputs);
  const facts = known.get(key);
  if (facts) return facts;
  if (known.size >= MOST) known.clear();
  const made = record(layer, node, inputs);
  known.set(key, made);
  remembered.set(node.params, known);
  return made;
}

/** Lowers a node into a program of its own and keeps what it asked for. */
function record(layer: LayerDef, node: DocNode, inputs: Values): Facts {
  const b = new Builder();
  const effects: Effect[] = [];
  const given = Object.fromEntries(Object.entries(inputs).map(([port, { type }]) => [port, b.input(port, type)]));
  const finish = (outputs: Facts['outputs'], error?: ShapeError): Facts => ({
    outputs,
    effects,
    flops: flopsOf(b),
    ...(error ? { error } : {}),
  });
  try {
    const values = layer.lower(recording(b, effects), given, node.params as never);
    return finish(Object.entries(values).map(([port, { type }]) => [port, type] as const));
  } catch (error) {
    if (error instanceof ShapeError) return finish([], error);
    throw error;
  }
}

function recording(b: Builder, effects: Effect[]): LowerContext {
  const made = (type: TensorType): Value => b.input(`made${effects.length}`, type);
  return {
    b,
    mode: 'predict',
    batch: BATCH,
    parameter: (name, shape, init) => {
      effects.push((context) => context.parameter(name, shape, init));
      return made({ dtype: 'float32', shape });
    },
    buffer: (name, shape, init) => {
      effects.push((context) => context.buffer(name, shape, init));
      return made({ dtype: 'float32', shape });
    },
    update: () => {},
    data: (column, name, type, use) => {
      effects.push((context) => context.data(column, name, type, use));
      return made(type);
    },
    random: (distribution, shape) => {
      effects.push((context) => context.random(distribution, shape));
      return made({ dtype: 'float32', shape });
    },
    loss: ({ type }, weight) => {
      effects.push((context, standIn) => context.loss(standIn(type)));
      if (weight) weighted(b, made(type), weight);
    },
    metric: (name, { type }, weight) => {
      effects.push((context, standIn) => context.metric(name, standIn(type)));
      if (weight) weighted(b, made(type), weight);
    },
    output: (name, { type }) => {
      effects.push((context, standIn) => context.output(name, standIn(type)));
    },
    argument: () => undefined,
    result: () => {},
    instance: () => ({}),
  };
}

function flopsOf(b: Builder): number {
  let flops = 0;
  for (const node of b.graph({}).nodes) {
    const def = opOf(node.op) as OpDef<OpName>;
    flops += def.flops?.({ ...node, attrs: node.attrs as OpAttrs[OpName] }) ?? 0;
  }
  return flops;
}

/**
 * Does what lowering the node would have done to the program, but for its operators: values of the right types stand for its
 * outputs. Throws the ShapeError that lowering throws.
 */
export function replay({ effects, outputs, error }: Facts, context: LowerContext): Values {
  for (const effect of effects) effect(context, standIn);
  if (error) throw error;
  return Object.fromEntries(outputs.map(([port, type]) => [port, standIn(type)]));
}
