import type { TensorType } from '../../core/shape';
import { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { defaultsOf } from '../../layers/fields';
import type { LayerDef, LowerContext, Mode } from '../../layers/layer';
import { weighted } from '../../layers/losses';
import { layerOf, portsOf } from '../../layers/registry';
import { Numbers } from '../cases/case';
import type { Forward } from '../differentiate';
import type { RefTensor } from '../reference/tensor';

/** One way to use a layer. */
export interface LayerCase {
  /** Unique within the layer; seeds its numbers. */
  readonly name: string;
  /** Parameters that differ from the defaults. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** What arrives at each input port; at `argument`, what a module's input stands for. */
  inputs?(numbers: Numbers): Readonly<Record<string, RefTensor>>;
  /** What the data set gives at `data.x` and `data.y`, for the layers that read it. */
  data?(numbers: Numbers): Readonly<Record<string, RefTensor>>;
  readonly mode?: Mode;
  /** Size of the batch axis; 2 unless said otherwise. */
  readonly batch?: number;
  /** At a corner of the function: compared with PyTorch, not with differences. */
  readonly kink?: true;
  /** Sums in it cancel, a gradient may be zero but for rounding: small elements are compared with the largest of their tensor. */
  readonly cancels?: true;
}

export interface DrawnLayerCase {
  readonly layer: LayerDef;
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly kink: boolean;
  readonly cancels: boolean;
  /** Names of the inputs, in order: `in.<port>`, `parameter.<name>`, `buffer.<name>`, `data.<column>`, `random.<n>`. */
  readonly inputNames: readonly string[];
  readonly inputs: readonly RefTensor[];
  /** Names of the outputs, in order: `out.<port>`, `loss`, `metric.<name>`, `answer.<name>`, `buffer.<name>` (its next value), `result`. */
  readonly outputNames: readonly string[];
  readonly forward: Forward;
}

interface Lowered {
  readonly inputNames: readonly string[];
  readonly inputs: readonly Value[];
  readonly outputs: Readonly<Record<string, Value>>;
}

export interface LowerOptions {
  readonly mode: Mode;
  readonly batch: number | string;
  readonly ports: Readonly<Record<string, TensorType>>;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Runs a layer's `lower` alone; `declare` gives the value of whatever it reads. Throws what `lower` throws. */
export function lowerLayer(
  layer: LayerDef,
  { mode, batch, ports, params }: LowerOptions,
  b = new Builder(),
  declare: (name: string, type: TensorType) => Value = (name, type) => b.input(name, type),
): Lowered {
  const known = new Map<string, Value>();
  const input = (name: string, type: TensorType): Value => {
    const value = declare(name, type);
    known.set(name, value);
    return value;
  };
  const outputs: Record<string, Value> = {};
  const buffers = new Map<Value, string>();
  let randoms = 0;
  const arrived = Object.fromEntries(Object.entries(ports).map(([port, type]) => [port, input(`in.${port}`, type)]));
  const context: LowerContext = {
    b,
    mode,
    batch,
    parameter: (name, shape) => input(`parameter.${name}`, { dtype: 'float32', shape }),
    buffer: (name, shape) => {
      const value = input(`buffer.${name}`, { dtype: 'float32', shape });
      buffers.set(value, name);
      return value;
    },
    update: (buffer, next) => {
      if (mode === 'train') outputs[`buffer.${buffers.get(buffer)}`] = next;
    },
    data: (column, _, type) => input(`data.${column}`, type),
    random: (_, shape) => input(`random.${randoms++}`, { dtype: 'float32', shape }),
    loss: (value, weight) => {
      outputs.loss = overall(b, value, weight);
    },
    metric: (name, value, weight) => {
      outputs[`metric.${name}`] = overall(b, value, weight);
    },
    output: (name, value) => {
      outputs[`answer.${name}`] = value;
    },
    argument: () => arrived.argument,
    result: (value) => {
      outputs.result = value;
    },
    instance: ({ module }, given) =>
      Object.fromEntries(Object.values(module ? given : {}).map((value, i) => [`y${i}`, value])),
  };
  const left = layer.lower(context, arrived, params as never);
  for (const [port, value] of Object.entries(left)) outputs[`out.${port}`] = value;
  return { inputNames: [...known.keys()], inputs: [...known.values()], outputs };
}

/** For each example, [B]; where examples count differently, of all of them. */
function overall(b: Builder, value: Value, weight: Value | undefined): Value {
  return weight ? b.op('reduceMean', [weighted(b, value, weight)], { axes: [0], keepDims: false }) : value;
}

/** A case with its numbers drawn: parameters about normal, half as large, buffers in [0, 1) (a variance is not negative), random tensors as the generator gives them. */
export function drawLayerCase(type: string, item: LayerCase): DrawnLayerCase {
  const layer = layerOf(type);
  const numbers = new Numbers(type, item.name);
  const given = { ...prefixed('in', item.inputs?.(numbers)), ...prefixed('data', item.data?.(numbers)) };
  const params = { ...defaultsOf(layer.params), ...item.params };
  const { inputs: arriving } = portsOf({ type, params });
  const inner = given['in.argument'] ? ['argument'] : [];
  const options: LowerOptions = {
    mode: item.mode ?? 'train',
    batch: item.batch ?? 2,
    ports: Object.fromEntries([...arriving.map(({ id }) => id), ...inner].map((id) => [id, typeOf(given[`in.${id}`])])),
    params,
  };
  const probe = lowerLayer(layer, options);
  const outputNames = Object.keys(probe.outputs);
  const inputs = probe.inputs.map(({ type: { shape } }, i) => {
    const name = probe.inputNames[i] as string;
    const dims = shape as readonly number[];
    const uniform = name.startsWith('random') || name.startsWith('buffer');
    return given[name] ?? (uniform ? numbers.uniform(...dims) : numbers.gentle(...dims));
  });
  const forward: Forward = (b, values) => {
    const { outputs } = lowerLayer(layer, options, b, (name) => values[probe.inputNames.indexOf(name)] as Value);
    return outputNames.map((name) => outputs[name] as Value);
  };
  return {
    layer,
    name: item.name,
    params,
    kink: item.kink ?? false,
    cancels: item.cancels ?? false,
    inputNames: probe.inputNames,
    inputs,
    outputNames,
    forward,
  };
}

function typeOf(x: RefTensor | undefined): TensorType {
  if (!x) throw new Error('the case gives nothing for a port');
  return { dtype: x.dtype, shape: x.dims };
}

function prefixed<T>(prefix: string, record: Readonly<Record<string, T>> = {}): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}.${name}`, value]));
}
