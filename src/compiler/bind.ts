import { internal } from '../core/errors';
import type { Shape } from '../core/shape';
import { Builder } from '../ir/builder';
import { elementsForOne } from '../ir/flops';
import { inline } from '../ir/inline';
import type { Node, Value } from '../ir/op';
import { EndNames } from './names';
import type { ParameterSpec, ProgramInput } from './program';
import type { Trainable } from './trainable';

type Parameters = Trainable['parameters'];

/** Parameters in the order of lowering, then the buffers. */
function inLayoutOrder(parameters: Parameters): Parameters {
  return [...parameters.filter(({ buffer }) => !buffer), ...parameters.filter(({ buffer }) => buffer)];
}

/** Where each parameter lies in the flat vector: what is trained in the order of lowering, then the buffers. */
export function layoutOf(lowered: Pick<Trainable, 'parameters'>): ParameterSpec[] {
  let offset = 0;
  return inLayoutOrder(lowered.parameters).map(({ name, shape, init, buffer = false }) => {
    const slot = { name, shape, init, buffer, offset };
    offset += elementsForOne(shape);
    return slot;
  });
}

export function parameterCount(layout: readonly Pick<ParameterSpec, 'offset' | 'shape'>[]): number {
  const last = layout.at(-1);
  return last ? last.offset + elementsForOne(last.shape) : 0;
}

/** A copy of a part of a lowered document in a program. */
export interface Copy {
  /** Each parameter, in the order of the layout. */
  readonly pieces: readonly Value[];
  /** What the step leaves in the buffers that change, by name. */
  readonly buffers: ReadonlyMap<string, Value>;
  /** The copy of a value of the lowered document. */
  at(value: Value): Value;
}

/** A program under construction: parts of a lowered document are copied into it, their parameters cut from one flat vector. */
export class Binder {
  readonly b = new Builder();
  readonly layout: readonly ParameterSpec[];
  /** The flat vector, float32 [P]; undefined where the document has no parameters. */
  readonly flat: Value | undefined;
  readonly inputs: ProgramInput[] = [];
  /** Names for the ends still to come. */
  readonly names: EndNames;
  private readonly data = new Map<Value, Value>();

  constructor(private readonly lowered: Trainable) {
    this.layout = layoutOf(lowered);
    this.names = new EndNames(lowered);
    const size = parameterCount(this.layout);
    const name = () => this.names.fresh('parameters');
    this.flat =
      size > 0
        ? this.declare({ role: 'parameters', name: name(), type: { dtype: 'float32', shape: [size] } })
        : undefined;
  }

  declare(input: ProgramInput): Value {
    this.inputs.push(input);
    return this.b.input(input.name, input.type);
  }

  /**
   * Copies what `roots` need, and what those nodes leave in buffers. Data and random inputs nobody reads are left out.
   * @param flat the vector that parameters are cut from
   */
  copy(roots: readonly Value[], flat: Value | undefined = this.flat): Copy {
    const { b, lowered, layout } = this;
    const bindings = new Map<Value, Value>();
    const pieces = flat ? cut(b, flat, layout) : [];
    for (const [i, { value }] of inLayoutOrder(lowered.parameters).entries())
      bindings.set(value, pieces[i] ?? internal('a parameter without a piece'));
    const { nodes, updates, resolve } = neededFor(lowered, roots);
    const read = new Set(nodes.flatMap((node) => node.inputs.map(resolve)).concat(roots));
    this.bindData(read, bindings);
    for (const { value, key, distribution } of lowered.random)
      if (read.has(value))
        bindings.set(value, this.declare({ role: 'random', name: key, key, distribution, type: value.type }));
    const at = (value: Value): Value => bindings.get(resolve(value)) ?? internal('a value was not copied');
    for (const node of nodes) {
      for (const value of node.inputs) if (resolve(value) !== value) bindings.set(value, at(value));
      if (node.op !== 'input') inline([node], b, bindings);
    }
    return { pieces, buffers: new Map(updates.map(({ name, next }) => [name, at(next)])), at };
  }

  private bindData(read: ReadonlySet<Value>, bindings: Map<Value, Value>): void {
    for (const { value, column, use, name } of this.lowered.data) {
      if (!read.has(value)) continue;
      const end = () => (use === 'input' ? this.names.keep(name) : this.names.fresh(name));
      const bound = this.data.get(value) ?? this.declare({ role: 'data', name: end(), column, use, type: value.type });
      this.data.set(value, bound);
      bindings.set(value, bound);
    }
  }
}

/**
 * The nodes that `roots` depend on, and the updates of buffers that happen on the way, each with the nodes of its own.
 * `resolve` says what a buffer's stand-in is: what the last update before it that happens leaves.
 */
function neededFor({ b, updates = [], parameters }: Trainable, roots: readonly Value[]) {
  const standIns = new Map<Value, Value>();
  const resolve = (value: Value): Value => standIns.get(value) ?? value;
  const passed = reached(roots, (value) => value);
  const origins = new Set([...passed].map((node) => node.origin));
  const now = new Map(parameters.map(({ name, value }) => [name, value]));
  const happening = updates.filter(({ name, nodeId, next, after }) => {
    const happens = origins.has(nodeId);
    if (happens) now.set(name, resolve(next));
    standIns.set(after, now.get(name) ?? internal(`no buffer ${name}`));
    return happens;
  });
  const needed = reached([...roots, ...happening.map(({ next }) => next)], resolve);
  const nodes = b.graph({}).nodes.filter((node) => needed.has(node));
  return { nodes, updates: happening, resolve };
}

/** Nodes the values are computed from. */
function reached(roots: readonly Value[], resolve: (value: Value) => Value): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const open = roots.map((value) => resolve(value).node);
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const value of node.inputs) open.push(resolve(value).node);
  }
  return seen;
}

/** Several losses may measure one metric: the first stands for it. */
export function firstOfEach<M extends Trainable['metrics'][number]>(metrics: readonly M[]): readonly M[] {
  return metrics.filter(({ metric }, i) => metrics.findIndex((other) => other.metric === metric) === i);
}

function cut(b: Builder, flat: Value, layout: readonly ParameterSpec[]): Value[] {
  const sizes = layout.map(({ shape }) => elementsForOne(shape));
  const parts = sizes.length === 1 ? [flat] : b.ops('split', [flat], { axis: 0, sizes });
  return layout.map(({ shape }, i) => b.reshape(parts[i] as Value, shape as Shape));
}
