import { type DType, isFloat } from '../../core/dtype';
import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, type Shape, type TensorType } from '../../core/shape';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import { Attributes } from './attributes';
import type { Entry } from './entry';
import { ImportError } from './errors';
import { dimOf, type Known } from './known';
import type { RawGraph, RawNode } from './raw';
import type { Changes, NodeContext, Out } from './rule';
import type { Subgraph } from './subgraph';
import { dtypeFrom } from './tensor';

/** Elements of a tensor made at import that no file contains. */
const GENERATED_LIMIT = 2 ** 24;

/** What a node asks of the graph it is in. */
export interface Surroundings {
  readonly b: Builder;
  readonly opset: number;
  subgraph(graph: RawGraph, inputs: readonly TensorType[]): Subgraph;
  inlined(graph: RawGraph): readonly Out[];
  declared(name: string): { readonly dtype: DType; readonly shape: Shape | undefined } | undefined;
}

/** The context of one node; remembers which inputs its rule read. */
export class ImportedNode implements NodeContext {
  readonly attrs: Attributes;
  readonly b: Builder;
  readonly opset: number;
  readonly op: string;
  private readonly read = new Set<number>();

  constructor(
    private readonly node: RawNode,
    private readonly entries: readonly (Entry | undefined)[],
    private readonly around: Surroundings,
  ) {
    this.attrs = new Attributes(node);
    this.b = around.b;
    this.opset = around.opset;
    this.op = node.opType;
  }

  get arity(): number {
    return this.entries.length;
  }

  get outputs(): number {
    return this.node.outputs.length;
  }

  wants(output: number): boolean {
    return Boolean(this.node.outputs[output]);
  }

  has(input: number): boolean {
    return this.entries[input] !== undefined;
  }

  x(input: number): Value {
    return this.entry(input).value();
  }

  float(input: number): Value {
    const { dtype } = this.type(input);
    return isFloat(dtype) ? this.x(input) : this.refuseDtype(dtype);
  }

  maybe(input: number): Value | undefined {
    return this.has(input) ? this.x(input) : undefined;
  }

  type(input: number): TensorType {
    return this.entry(input).type;
  }

  known(input: number): Known | undefined {
    return this.entry(input).known();
  }

  elements(input: number, what: string): Known {
    const known = this.entry(input).fix();
    if (!known) throw new ImportError('dynamic', { op: this.op, what });
    return known;
  }

  ints(input: number, what: string): number[] {
    return this.sizes(input, what).map((size) => {
      if (typeof size === 'number') return size;
      throw new ImportError('dynamic', { op: this.op, what: `${what} (${size})` });
    });
  }

  sizes(input: number, what: string): Dim[] {
    return this.elements(input, what).data.map(dimOf);
  }

  scalar(input: number, what: string): number {
    const [element, ...others] = this.elements(input, what).data;
    if (element === undefined || others.length > 0) this.refuse(`${what} of ${others.length + 1} elements`);
    if (typeof element === 'string') throw new ImportError('dynamic', { op: this.op, what });
    return Number(element);
  }

  ignore(...inputs: readonly number[]): void {
    for (const input of inputs) this.read.add(input);
  }

  intsFrom(name: string, until: number, input: number): number[] | undefined {
    if (this.opset < until) return this.attrs.ints(name);
    return this.has(input) ? this.ints(input, `its ${name}`) : undefined;
  }

  dims(input: number): number[] {
    return this.sizesFrom(input, 0);
  }

  sizesFrom(input: number, axis: number): number[] {
    const { shape } = this.type(input);
    return shape.slice(axis).map((dim) => {
      if (typeof dim === 'number') return dim;
      throw new ImportError('dynamic', { op: this.op, what: `the size of ${dim} in ${formatShape(shape)}` });
    });
  }

  size(input: number, axis: number): number {
    const { shape } = this.type(input);
    const [size] = this.sizesFrom(input, axis);
    if (size === undefined) throw new ShapeError('rank', { expected: `> ${axis}`, actual: formatShape(shape) });
    return size;
  }

  rank(input: number): number {
    return this.type(input).shape.length;
  }

  dtypeFrom(code: number): DType {
    return dtypeFrom(code, this.op);
  }

  subgraph(graph: RawGraph, inputs: readonly TensorType[]): Subgraph {
    return this.around.subgraph(graph, inputs);
  }

  inlined(graph: RawGraph): readonly Out[] {
    return this.around.inlined(graph);
  }

  carried(
    since: number,
    types: readonly TensorType[],
    { bodies = {}, inputs = (_, value) => value, without = [] }: Changes = {},
  ): readonly Value[] {
    const places = this.entries.flatMap((entry, i) => (entry ? [i] : []));
    const captured = Object.values(bodies).flatMap(({ captures }) => captures);
    const attributes = Object.entries(this.attrs.carried()).filter(([name]) => !without.includes(name));
    return this.b.ops('onnx', [...places.map((place) => inputs(place, this.x(place))), ...captured], {
      opType: this.op,
      since,
      attributes: Object.fromEntries(attributes),
      places,
      bodies: Object.fromEntries(
        Object.entries(bodies).map(([name, body]) => [name, { graph: body.graph, captured: body.captures.length }]),
      ),
      types,
    });
  }

  bounded(elements: number): number {
    if (!(elements <= GENERATED_LIMIT))
      throw new ImportError('tooLarge', { what: `a tensor of ${elements} elements`, limit: GENERATED_LIMIT });
    return elements;
  }

  unknownSize(output: number, axis: number): Dim {
    return `${this.node.outputs[output] ?? this.op}_${axis}`;
  }

  declared(output: number) {
    const name = this.node.outputs[output];
    return name ? this.around.declared(name) : undefined;
  }

  refuse(actual: string): never {
    throw new ImportError('form', { op: this.op, actual });
  }

  refuseDtype(actual: string): never {
    throw new ImportError('dtype', { op: this.op, actual });
  }

  /** Throws where the node has anything its rule did not look at. */
  finish(results: number): void {
    const [attribute] = this.attrs.unread();
    if (attribute !== undefined) this.attrs.unsupported(attribute, 'anything');
    const input = this.entries.findIndex((entry, i) => entry && !this.read.has(i));
    if (input >= 0) throw new ImportError('input', { op: this.op, index: input });
    const output = this.node.outputs.findIndex((name, i) => name !== '' && i >= results);
    if (output >= 0) throw new ImportError('output', { op: this.op, index: output });
  }

  private entry(input: number): Entry {
    this.read.add(input);
    const entry = this.entries[input];
    if (!entry) throw new ImportError('invalid', { actual: `${this.op} without its input ${input}` });
    return entry;
  }
}
