import type { DType } from '../core/dtype';
import { fromNumbers } from '../core/dtype';
import { internal } from '../core/errors';
import type { Dim, TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import type { Graph, Node, OpAttrs, OpName, Value } from './op';
import { opOf } from './registry';

type NoAttrs = Record<string, never>;
type AttrsArg<K extends OpName> = OpAttrs[K] extends NoAttrs ? [attrs?: NoAttrs] : [attrs: OpAttrs[K]];

/** Appends typed nodes to a graph under construction; every `op` runs its shape rule at once. */
export class Builder {
  private readonly nodes: Node[] = [];
  private readonly scalars = new Map<string, Value>();
  private nextId = 0;
  /** Document node that what is emitted now belongs to. */
  origin: string | undefined;

  /** Emits `name` and gives its first output. Throws ShapeError. */
  op<K extends OpName>(name: K, inputs: readonly Value[], ...attrs: AttrsArg<K>): Value {
    const [first] = this.ops(name, inputs, ...attrs);
    return first ?? internal(`${name} has no output`);
  }

  /** Emits `name` and gives all its outputs. Throws ShapeError. */
  ops<K extends OpName>(name: K, inputs: readonly Value[], ...attrs: AttrsArg<K>): readonly Value[] {
    const given = (attrs[0] ?? {}) as OpAttrs[K];
    const types = opOf(name).infer(
      inputs.map((value) => value.type),
      given,
    );
    return this.append(name, inputs, given, types, this.origin);
  }

  /** Appends a node whose types are known already (passes use it to copy). */
  append<K extends OpName>(
    op: K,
    inputs: readonly Value[],
    attrs: OpAttrs[K],
    types: readonly TensorType[],
    origin: string | undefined,
  ): readonly Value[] {
    const outputs: Value[] = [];
    const node = { id: this.nextId++, op, attrs, inputs, outputs, origin } as unknown as Node;
    for (const [index, type] of types.entries()) outputs.push({ id: this.nextId++, type, node, index });
    this.nodes.push(node);
    return outputs;
  }

  /** An empty builder, for the body of a Scan. */
  child(): Builder {
    return new Builder();
  }

  input(name: string, type: TensorType): Value {
    return this.op('input', [], { name, type });
  }

  constant(tensor: HostTensor): Value {
    return this.op('constant', [], { tensor });
  }

  /** A rank-0 constant, shared by all who ask for the same one. */
  scalar(value: number, dtype: DType = 'float32'): Value {
    const key = `${dtype}:${Object.is(value, -0) ? '-0' : value}`;
    const known = this.scalars.get(key);
    if (known) return known;
    const data = fromNumbers(dtype, [value]);
    const origin = this.origin;
    this.origin = undefined;
    const made = this.constant({ dtype, dims: [], data });
    this.origin = origin;
    this.scalars.set(key, made);
    return made;
  }

  reshape(x: Value, shape: readonly Dim[]): Value {
    return this.op('reshape', [x], { shape });
  }

  /** The graph built so far, with named outputs. */
  graph(outputs: Readonly<Record<string, Value>>): Graph {
    return {
      inputs: this.nodes.flatMap((node) => {
        const [value] = node.outputs;
        return node.op === 'input' && value ? [{ name: node.attrs.name, value }] : [];
      }),
      nodes: [...this.nodes],
      outputs: Object.entries(outputs).map(([name, value]) => ({ name, value })),
    };
  }
}
