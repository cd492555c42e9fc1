import { internal } from '../core/errors';
import type { Shape } from '../core/shape';
import { updates } from '../document/phases';
import type { Phase } from '../document/schema';
import { Builder } from '../ir/builder';
import { elementsForOne } from '../ir/flops';
import { inline } from '../ir/inline';
import type { Node, Value } from '../ir/op';
import { sideBySide, slice } from './flatVector';
import { EndNames } from './names';
import { cutVector } from './pieces';
import { countReaders, poolBeforeRelu } from './poolFirst';
import type { ParameterSpec, ProgramInput } from './program';
import type { Trainable } from './trainable';

type Parameters = Trainable['parameters'];
type Phases = readonly Pick<Phase, 'updates'>[];

/** Which phases update a parameter, first to last. */
const phasesOf = (parameter: Parameters[number], phases: Phases): number[] =>
  parameter.buffer ? [] : phases.flatMap((phase, i) => (updates(phase, parameter) ? [i] : []));

/**
 * What the first phase alone updates, what it shares with later ones, what only those update, what nobody updates, the buffers; each
 * in the order of lowering. So what one of two phases updates lies side by side.
 */
function inLayoutOrder(parameters: Parameters, phases: Phases): Parameters {
  const rank = (parameter: Parameters[number]): number => {
    if (parameter.buffer) return Number.POSITIVE_INFINITY;
    const [first = Number.MAX_SAFE_INTEGER, ...others] = phasesOf(parameter, phases);
    return first + others.length / (phases.length + 1);
  };
  const ranks = new Map(parameters.map((parameter) => [parameter, rank(parameter)]));
  return parameters.toSorted((a, b) => {
    const [left, right] = [ranks.get(a) ?? 0, ranks.get(b) ?? 0];
    return left === right ? 0 : left - right;
  });
}

/** Where each parameter lies in the flat vector. */
export function layoutOf(lowered: Pick<Trainable, 'parameters'>, phases: Phases): ParameterSpec[] {
  return layoutIn(inLayoutOrder(lowered.parameters, phases));
}

function layoutIn(ordered: Parameters): ParameterSpec[] {
  return sideBySide(
    ordered.map(({ name, nodeIds = [], shape, init, buffer = false }) => ({ name, nodeIds, shape, init, buffer })),
  );
}

export function parameterCount(layout: readonly Pick<ParameterSpec, 'offset' | 'shape'>[]): number {
  const last = layout.at(-1);
  return last ? last.offset + elementsForOne(last.shape) : 0;
}

/** A copy of a part of a lowered document in a program. */
export interface Copy {
  /** Some parameters. */
  piecesOf(slots: readonly ParameterSpec[]): readonly Value[];
  /** What the step leaves in the buffers that change, by name. */
  readonly buffers: ReadonlyMap<string, Value>;
  /** The copy of a value of the lowered document. */
  at(value: Value): Value;
}

export interface BinderOptions {
  /** What updates which parameters: it decides the layout. */
  readonly phases: Phases;
  /** Batches that a step takes from the data. */
  readonly batches?: number;
}

export interface CopyOptions {
  /** The parameters, in the order of the layout; those of the program's own vector unless said. */
  readonly pieces?: readonly Value[];
  /** Which of the batches it reads. */
  readonly batch?: number;
  /** Ends the names of its random streams: numbers of its own. */
  readonly stream?: string;
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
  private readonly batches: number;
  private readonly ordered: Parameters;

  constructor(
    private readonly lowered: Trainable,
    { phases, batches = 1 }: BinderOptions,
  ) {
    this.batches = batches;
    this.ordered = inLayoutOrder(lowered.parameters, phases);
    this.layout = layoutIn(this.ordered);
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

  /** Copies what `roots` need, and what those nodes leave in buffers. Data and random inputs nobody reads are left out. */
  copy(roots: readonly Value[], { pieces = this.pieces(), batch = 0, stream = '' }: CopyOptions = {}): Copy {
    const { b, lowered, layout, ordered } = this;
    const bindings = new Map<Value, Value>();
    for (const [i, { value }] of ordered.entries())
      bindings.set(value, pieces[i] ?? internal('a parameter without a piece'));
    const { nodes, updates: changes, resolve } = neededFor(lowered, roots);
    const read = new Set(nodes.flatMap((node) => node.inputs.map(resolve)).concat(roots));
    for (const column of lowered.data)
      if (read.has(column.value)) bindings.set(column.value, this.batchOf(column, batch));
    for (const { value, key, distribution } of lowered.random) {
      if (!read.has(value)) continue;
      const name = `${key}${stream}`;
      bindings.set(value, this.declare({ role: 'random', name, key: name, distribution, type: value.type }));
    }
    const at = (value: Value): Value => bindings.get(resolve(value)) ?? internal('a value was not copied');
    const ends = [...roots, ...changes.map(({ next }) => next)];
    const readers = countReaders(nodes, ends.map(resolve));
    for (const node of nodes) {
      for (const value of node.inputs) if (resolve(value) !== value) bindings.set(value, at(value));
      const pooled = poolBeforeRelu(b, node, readers, at);
      if (pooled) for (const value of node.outputs) bindings.set(value, pooled);
      if (node.op !== 'input') inline([node], b, bindings);
    }
    const places = new Map(layout.map((slot, i) => [slot.name, i]));
    return {
      piecesOf: (slots) => slots.map(({ name }) => pieces[places.get(name) ?? -1] ?? internal(`no parameter ${name}`)),
      buffers: new Map(changes.map(({ name, next }) => [name, at(next)])),
      at,
    };
  }

  /** The parameters as they come in, in the order of the layout. */
  pieces(): readonly Value[] {
    return this.flat ? cut(this.b, this.flat, this.layout) : [];
  }

  /** One of the batches of a column; [batches B, ...] comes in where there are several. */
  private batchOf({ value, column, use, name }: Trainable['data'][number], batch: number): Value {
    const { batches, b } = this;
    const [size = 0, ...rest] = value.type.shape;
    const type = batches === 1 ? value.type : { ...value.type, shape: [batches * Number(size), ...rest] };
    const end = () => (use === 'input' ? this.names.keep(name) : this.names.fresh(name));
    const all = this.data.get(value) ?? this.declare({ role: 'data', name: end(), column, use, type });
    this.data.set(value, all);
    return batches === 1 ? all : slice(b, all, batch * Number(size), (batch + 1) * Number(size));
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
  // an input that several nodes share belongs to the first that asked for it
  const origins = new Set([...passed].filter(({ op }) => op !== 'input').map((node) => node.origin));
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

/** A vector cut into parameters that lie in it one after another. */
export function cut(b: Builder, flat: Value, layout: readonly Pick<ParameterSpec, 'shape'>[]): Value[] {
  const sizes = layout.map(({ shape }) => elementsForOne(shape));
  const parts = cutVector(b, flat, sizes);
  return layout.map(({ shape }, i) => b.reshape(parts[i] as Value, shape as Shape));
}
