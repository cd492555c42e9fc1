import type { DType } from '../../core/dtype';
import { ShapeError } from '../../core/errors';
import type { Dim, Shape, TensorType } from '../../core/shape';
import { Builder } from '../../ir/builder';
import type { GraphInput, Value } from '../../ir/op';
import { Attributes } from './attributes';
import { Entry } from './entry';
import { ImportError } from './errors';
import { foldNode } from './fold';
import type { Known } from './known';
import { ImportedNode, type Surroundings } from './nodeContext';
import { neededNodes } from './order';
import type { RawFunction, RawGraph, RawNode, RawValueInfo } from './raw';
import { isValue, type Out, type Rule } from './rule';
import { ruleFor } from './rules';
import type { Subgraph } from './subgraph';
import { dtypeFrom, hostTensorOf } from './tensor';

/** What all graphs of one file share. */
export interface FileContext {
  readonly opsets: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, RawFunction>;
  /** Sizes of symbolic axes by name. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Nodes imported so far, those of called functions each time anew. */
  readonly count: { nodes: number };
}

type Outer = (name: string) => Entry | undefined;

/** How deep functions may call each other, and how many nodes all their calls may come to. */
const CALL_DEPTH = 32;
const NODE_LIMIT = 1_000_000;

/** Imports the nodes of one graph (or the body of a function) into a builder. */
export class GraphImporter {
  readonly entries = new Map<string, Entry>();
  private readonly declared = new Map<string, RawValueInfo>();
  private readonly captured = new Map<string, { input: GraphInput; outer: Value }>();

  constructor(
    private readonly file: FileContext,
    readonly b: Builder,
    private readonly outer: Outer,
    private readonly depth = 0,
    /** The graph around this one is written with the same builder. */
    private readonly embedded = false,
  ) {}

  /** Types the file tells of; used where a rule cannot know. */
  declare(values: readonly RawValueInfo[]): void {
    for (const value of values) this.declared.set(value.name, value);
  }

  initializers(graph: RawGraph): void {
    for (const name of graph.sparseInitializers) throw new ImportError('dtype', { op: name, actual: 'sparse tensor' });
    for (const raw of graph.initializers) this.entries.set(raw.name, Entry.tensor(this.b, hostTensorOf(raw)));
  }

  /** The type of an input, sizes nobody names under names of their own; its sizes may be known otherwise. */
  typeOf({ name, type }: RawValueInfo, sizes?: readonly number[]): TensorType {
    if (type.kind !== 'tensor') throw new ImportError('dtype', { op: `input ${name}`, actual: type.kind });
    const dtype = dtypeFrom(type.elemType, `input ${name}`);
    if (sizes) return { dtype, shape: sizes };
    if (!type.shape) throw new ImportError('dynamic', { op: `input ${name}`, what: 'its number of axes' });
    return { dtype, shape: type.shape.map((dim, axis) => this.sizeOf(dim, `${name}_${axis}`)) };
  }

  private sizeOf(dim: Dim, fallback: string): Dim {
    if (typeof dim === 'number') {
      if (!Number.isSafeInteger(dim)) throw new ImportError('tooLarge', { what: `an axis of ${dim}`, limit: 2 ** 53 });
      return dim;
    }
    const name = dim === '' ? fallback : dim;
    return this.file.sizes.get(name) ?? name;
  }

  /** Imports whatever `results` depend on. */
  nodes(nodes: readonly RawNode[], results: readonly string[]): void {
    for (const node of neededNodes(nodes, results)) {
      try {
        this.node(node);
      } catch (error) {
        throw placed(error, node);
      }
    }
  }

  /** What a name stands for; throws `invalid` where nothing defines it. */
  entry(name: string): Entry {
    const found = this.entries.get(name) ?? this.capture(name);
    if (!found) throw new ImportError('invalid', { actual: `${name} is read but nothing defines it` });
    return found;
  }

  /** Values of the graphs around this one that it reads. */
  captures(): { readonly inputs: readonly GraphInput[]; readonly outer: readonly Value[] } {
    const all = [...this.captured.values()];
    return { inputs: all.map(({ input }) => input), outer: all.map(({ outer }) => outer) };
  }

  private capture(name: string): Entry | undefined {
    const found = this.outer(name);
    if (!found || this.embedded) return found;
    const known = found.known();
    if (known) return this.keep(name, Entry.known(this.b, known));
    const inner = this.b.input(`outer:${name}`, found.type);
    this.captured.set(name, { input: { name: `outer:${name}`, value: inner }, outer: found.value() });
    return this.keep(name, Entry.computed(inner));
  }

  private keep(name: string, entry: Entry): Entry {
    this.entries.set(name, entry);
    return entry;
  }

  private node(node: RawNode): void {
    if (++this.file.count.nodes > NODE_LIMIT) throw new ImportError('tooLarge', { what: 'nodes', limit: NODE_LIMIT });
    const inputs = node.inputs.map((name) => (name === '' ? undefined : this.entry(name)));
    const called = this.file.functions.get(`${node.domain}:${node.opType}`);
    if (called) {
      this.call(called, node, inputs);
      return;
    }
    const opset = this.file.opsets.get(node.domain);
    const rule = ruleFor(node.domain, node.opType, opset);
    const fold = (elements: (entry: Entry) => Known | undefined) => folded(node, inputs, opset ?? 0, elements);
    const known = fold((entry) => entry.known());
    const outs = known ?? this.apply(rule, node, inputs, opset ?? 0);
    const ask = (i: number) => (depth: number) => fold((entry) => entry.fix(depth + 1))?.[i];
    for (const [i, name] of node.outputs.entries()) {
      const out = outs[i];
      if (name !== '' && out) this.entries.set(name, this.toEntry(out, ask(i)));
    }
  }

  private toEntry(out: Out, ask: (depth: number) => Known | undefined): Entry {
    return isValue(out) ? Entry.computed(out, ask) : Entry.known(this.b, out);
  }

  private apply(rule: Rule, node: RawNode, inputs: readonly (Entry | undefined)[], opset: number): readonly Out[] {
    const around: Surroundings = {
      b: this.b,
      opset,
      subgraph: (graph, types) => this.subgraph(graph, types),
      inlined: (graph) => this.inlined(graph),
      declared: (name) => this.declaredType(name),
    };
    const context = new ImportedNode(node, inputs, around);
    const held = this.b.origin;
    this.b.origin = nameOf(node);
    try {
      const result = rule(context);
      const outs = isList(result) ? result : [result];
      context.finish(outs.length);
      return outs;
    } finally {
      this.b.origin = held;
    }
  }

  private declaredType(name: string): { dtype: DType; shape: Shape | undefined } | undefined {
    const info = this.declared.get(name);
    if (info?.type.kind !== 'tensor') return undefined;
    const { elemType, shape } = info.type;
    return {
      dtype: dtypeFrom(elemType, name),
      shape: shape?.map((dim, axis) => this.sizeOf(dim, `${name}_${axis}`)),
    };
  }

  /** A model-local function, its body in place of the call. */
  private call(called: RawFunction, node: RawNode, inputs: readonly (Entry | undefined)[]): void {
    if (this.depth >= CALL_DEPTH) throw new ImportError('invalid', { actual: `${node.opType} calls itself` });
    const body = new GraphImporter(this.file, this.b, () => undefined, this.depth + 1);
    for (const [i, name] of called.inputs.entries()) {
      const entry = inputs[i];
      if (entry) body.entries.set(name, entry);
    }
    body.nodes(
      called.nodes.map((inner) => withArguments(inner, node)),
      called.outputs.filter((_, i) => node.outputs[i]),
    );
    for (const [i, name] of node.outputs.entries()) {
      const result = called.outputs[i];
      if (name === '') continue;
      if (result === undefined) throw new ImportError('invalid', { actual: `${node.opType} has no output ${i}` });
      this.entries.set(name, body.entry(result));
    }
  }

  private subgraph(graph: RawGraph, types: readonly TensorType[]): Subgraph {
    const inner = new GraphImporter(this.file, new Builder(), (name) => this.reach(name), this.depth);
    inner.declare([...graph.values, ...graph.outputs]);
    inner.initializers(graph);
    const inputs = graph.inputs.map((info, i): GraphInput => {
      const value = inner.b.input(info.name, types[i] ?? inner.typeOf(info));
      inner.entries.set(info.name, Entry.computed(value));
      return { name: info.name, value };
    });
    const names = graph.outputs.map(({ name }) => name);
    inner.nodes(graph.nodes, names);
    const outputs = names.map((name) => ({ name, value: inner.entry(name).value() }));
    const { inputs: captured, outer } = inner.captures();
    const built = inner.b.graph({});
    return { graph: { ...built, inputs: [...inputs, ...captured], outputs }, captures: outer };
  }

  /** A branch whose turn is known, in place of its node. */
  private inlined(graph: RawGraph): readonly Out[] {
    const inner = new GraphImporter(this.file, this.b, (name) => this.reach(name), this.depth, true);
    inner.declare([...graph.values, ...graph.outputs]);
    inner.initializers(graph);
    const names = graph.outputs.map(({ name }) => name);
    inner.nodes(graph.nodes, names);
    return names.map((name) => {
      const entry = inner.entry(name);
      return entry.known() ?? entry.value();
    });
  }

  private reach(name: string): Entry | undefined {
    return this.entries.get(name) ?? this.capture(name);
  }
}

/** The results of a node whose inputs all have elements. */
function folded(
  node: RawNode,
  inputs: readonly (Entry | undefined)[],
  opset: number,
  elements: (entry: Entry) => Known | undefined,
): readonly Known[] | undefined {
  const given: (Known | undefined)[] = [];
  for (const entry of inputs) {
    const known = entry && elements(entry);
    if (entry && !known) return undefined;
    given.push(known);
  }
  return foldNode(node.opType, { inputs: given, attrs: new Attributes(node), opset, outputs: node.outputs.length });
}

function isList(result: readonly Out[] | Out): result is readonly Out[] {
  return Array.isArray(result);
}

/** The node with the attributes it takes from the call it stands in. */
function withArguments(inner: RawNode, call: RawNode): RawNode {
  const attributes = [...inner.attributes].flatMap(([name, attribute]) => {
    if (attribute.kind !== 'reference') return [[name, attribute] as const];
    const given = call.attributes.get(attribute.value);
    return given ? [[name, given] as const] : [];
  });
  return { ...inner, attributes: new Map(attributes) };
}

function nameOf(node: RawNode): string {
  return node.name || (node.outputs.find((name) => name !== '') ?? node.opType);
}

function shapeError({ code, details, message }: ShapeError, op: string): ImportError {
  if (code === 'dtype') return new ImportError('dtype', { op, actual: details.actual ?? '' });
  if (code === 'symbolic') return new ImportError('dynamic', { op, what: `the size of ${details.actual}` });
  return new ImportError('shape', { op, actual: message });
}

/** What JavaScript throws where an array or a recursion becomes too large. */
function memoryError(error: unknown): boolean {
  return error instanceof RangeError && /array length|allocation failed|call stack/i.test(error.message);
}

function tooLarge(): ImportError {
  return new ImportError('tooLarge', { what: 'a tensor', limit: 2 ** 32 });
}

/** The error with the node it happened in. */
function placed(error: unknown, node: RawNode): unknown {
  const known = error instanceof ShapeError ? shapeError(error, node.opType) : memoryError(error) ? tooLarge() : error;
  if (known instanceof ImportError) known.node ??= nameOf(node);
  return known;
}
