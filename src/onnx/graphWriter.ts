import { create } from '@bufbuild/protobuf';
import { fromNumbers } from '../core/dtype';
import { internal } from '../core/errors';
import { isEmpty, staticDims } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import { Builder } from '../ir/builder';
import type { Graph, Node, OnnxAttribute, OnnxWriter, OpDef, OpName, Target, Value } from '../ir/op';
import { opOf } from '../ir/registry';
import { Names } from './names';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  type ValueInfoProto,
} from './onnx_pb';
import { tensorProto, valueInfo } from './tensors';

export interface WriterOptions {
  readonly target: Target;
  readonly opset: number;
  /** Values of graph inputs that become initialisers, by name. */
  readonly initializers?: ReadonlyMap<string, HostTensor>;
}

interface Scope extends WriterOptions {
  readonly names: Names;
  /** Raised by `requireOpset`. */
  needed: number;
}

export interface WrittenGraph {
  readonly graph: GraphProto;
  /** The least opset the operators need. */
  readonly neededOpset: number;
}

/** Writes an IR graph as a GraphProto: operators in order, constants as initialisers, readable unique names. */
export function writeGraph(graph: Graph, options: WriterOptions): WrittenGraph {
  const scope: Scope = { ...options, names: new Names(), needed: 0 };
  const written = new GraphWriter(scope, '').write(graph, 'netloom');
  return { graph: written, neededOpset: scope.needed };
}

class GraphWriter {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly shared = new Map<string, string>();
  private readonly nameOf = new Map<Value, string>();
  private origin = '';
  private readonly writer: OnnxWriter;

  constructor(
    private readonly scope: Scope,
    private readonly prefix: string,
  ) {
    this.writer = this.makeWriter();
  }

  write(graph: Graph, name: string, captured: Readonly<Record<string, string>> = {}): GraphProto {
    const inputs = this.declareInputs(graph, captured);
    for (const { name: output } of graph.outputs) if (this.prefix === '') this.scope.names.unique(output);
    const used = usedOutputs(graph);
    for (const node of graph.nodes) if (node.op !== 'input') this.writeNode(node, used);
    const outputs = this.declareOutputs(graph);
    return create(GraphProtoSchema, {
      name,
      node: this.nodes,
      initializer: this.initializers,
      input: inputs,
      output: outputs,
    });
  }

  private declareInputs(graph: Graph, captured: Readonly<Record<string, string>>) {
    return graph.inputs.flatMap(({ name, value }) => {
      const outer = captured[name];
      if (outer !== undefined) {
        this.nameOf.set(value, outer);
        return [];
      }
      const unique = this.scope.names.unique(this.prefix + name);
      this.nameOf.set(value, unique);
      const tensor = this.prefix === '' ? this.scope.initializers?.get(name) : undefined;
      if (!tensor) return [valueInfo(unique, value.type)];
      this.initializers.push(tensorProto(unique, tensor));
      return [];
    });
  }

  /**
   * Outputs keep their own name. What a node computes takes it in place of the node's; an input, a constant or a value that is an
   * output already gets it by an Identity, which is a copy.
   */
  private declareOutputs(graph: Graph): ValueInfoProto[] {
    const computed = new Set(this.nodes.flatMap(({ output }) => output));
    const renamed = new Map<string, string>();
    const outputs = graph.outputs.map(({ name, value }) => {
      const inner = this.nameOf.get(value) ?? internal(`output ${name} was not written`);
      const outer = this.prefix === '' ? name : this.scope.names.unique(this.prefix + name);
      if (computed.delete(inner)) renamed.set(inner, outer);
      else this.copy(renamed.get(inner) ?? inner, outer);
      return valueInfo(outer, value.type);
    });
    rename(this.nodes, renamed);
    return outputs;
  }

  private copy(from: string, to: string): void {
    const name = this.scope.names.unique(`${this.prefix}Identity`);
    this.nodes.push(create(NodeProtoSchema, { opType: 'Identity', name, input: [from], output: [to] }));
  }

  private writeNode(node: Node, used: ReadonlySet<Value>): void {
    this.origin = node.origin ?? '';
    // the rule and the node's attributes belong to the same operator
    const def = opOf(node.op) as OpDef<OpName>;
    const inputs = node.inputs.map((value) => this.nameOf.get(value) ?? '');
    if (node.outputs.every(({ type }) => isEmpty(type.shape))) {
      for (const value of node.outputs) this.nameOf.set(value, this.nothing(value.type));
      return;
    }
    const outputs = def.onnx({
      w: this.writer,
      node,
      attrs: node.attrs,
      inputs,
      used: node.outputs.map((value) => used.has(value)),
    });
    for (const [i, value] of node.outputs.entries()) {
      const name = outputs[i];
      if (name !== undefined) this.nameOf.set(value, name);
    }
  }

  private makeWriter(): OnnxWriter {
    const { scope } = this;
    return {
      target: scope.target,
      opset: scope.opset,
      node: (opType, inputs, attributes = {}, outputs = 1) => this.emit(opType, inputs, attributes, outputs),
      dims: (values) =>
        this.constant(
          {
            dtype: 'int64',
            dims: [values.length],
            data: BigInt64Array.from(values, (size) => BigInt(typeof size === 'number' ? size : -1)),
          },
          `dims_${values.map((size) => (typeof size === 'number' ? size : 'B')).join('_')}`,
        ),
      scalar: (value, dtype = 'float32') => {
        const data = fromNumbers(dtype, [value]);
        return this.constant({ dtype, dims: [], data }, `${dtype}_${value}`);
      },
      constant: (tensor) => this.initializer(tensor, 'constant'),
      builder: () => new Builder(),
      requireOpset: (version) => {
        scope.needed = Math.max(scope.needed, version);
      },
    };
  }

  private emit(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    count: number,
  ): string[] {
    const name = this.scope.names.unique(`${this.prefix}${this.origin ? `${this.origin}/` : ''}${opType}`);
    const output = Array.from({ length: count }, (_, i) =>
      this.scope.names.unique(count === 1 ? `${name}:y` : `${name}:y${i}`),
    );
    const attribute = Object.entries(attributes).map(([key, value]) => this.attribute(key, value));
    this.nodes.push(create(NodeProtoSchema, { opType, name, input: [...inputs], output, attribute }));
    return output;
  }

  private attribute(name: string, value: OnnxAttribute): AttributeProto {
    const types = AttributeProto_AttributeType;
    if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: types.INT, i: BigInt(value) });
    if (typeof value === 'string')
      return create(AttributeProtoSchema, { name, type: types.STRING, s: new TextEncoder().encode(value) });
    if ('float' in value) return create(AttributeProtoSchema, { name, type: types.FLOAT, f: value.float });
    if ('floats' in value) return create(AttributeProtoSchema, { name, type: types.FLOATS, floats: [...value.floats] });
    if ('strings' in value)
      return create(AttributeProtoSchema, {
        name,
        type: types.STRINGS,
        strings: value.strings.map((text) => new TextEncoder().encode(text)),
      });
    if ('tensor' in value)
      return create(AttributeProtoSchema, { name, type: types.TENSOR, t: tensorProto(name, value.tensor) });
    if ('graph' in value)
      return create(AttributeProtoSchema, {
        name,
        type: types.GRAPH,
        g: new GraphWriter(this.scope, `${this.prefix}${name}/`).write(value.graph, name, value.captured),
      });
    return create(AttributeProtoSchema, { name, type: types.INTS, ints: value.map(BigInt) });
  }

  /** A constant without elements: what would compute it is left out, many kernels know no such tensors. */
  private nothing({ dtype, shape }: Value['type']): string {
    const dims = staticDims(shape);
    return this.constant({ dtype, dims, data: fromNumbers(dtype, []) }, `${dtype}_${dims.join('x')}`);
  }

  /** A small constant, shared by all who ask for the same one. */
  private constant(tensor: HostTensor, key: string): string {
    const known = this.shared.get(key);
    if (known) return known;
    const name = this.initializer(tensor, key);
    this.shared.set(key, name);
    return name;
  }

  private initializer(tensor: HostTensor, wanted: string): string {
    const name = this.scope.names.unique(this.prefix + wanted);
    this.initializers.push(tensorProto(name, tensor));
    return name;
  }
}

/** Gives values other names, in graphs held by attributes too: names are unique in a whole model. */
function rename(nodes: readonly NodeProto[], names: ReadonlyMap<string, string>): void {
  if (names.size === 0) return;
  const renamed = (name: string) => names.get(name) ?? name;
  for (const node of nodes) {
    node.input = node.input.map(renamed);
    node.output = node.output.map(renamed);
    for (const { g } of node.attribute) if (g) rename(g.node, names);
  }
}

function usedOutputs(graph: Graph): ReadonlySet<Value> {
  return new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map(({ value }) => value)]);
}
