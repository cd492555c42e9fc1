import { isFloat } from '../../core/dtype';
import { internal } from '../../core/errors';
import { sizeOf } from '../../core/shape';
import { Builder } from '../builder';
import { bytesOf } from '../liveness';
import type { Graph, Node, OpAttrs, OpName, Value } from '../op';

/**
 * What the backward part computes again rather than finds in memory: nothing; what is quick to compute (elementwise functions,
 * normalisation, moves); or all of the forward part but the values between its √n stretches (Chen et al. 2016, Training deep nets with
 * sublinear memory cost).
 */
export const recomputePolicies = ['none', 'cheap', 'sqrt'] as const;
export type RecomputePolicy = (typeof recomputePolicies)[number];

/** Operators not quick to compute, or not the same the next time. */
const dear: ReadonlySet<OpName> = new Set([
  'input',
  'constant',
  'onnx',
  'scan',
  'lstm',
  'gru',
  'rnn',
  'conv',
  'convTranspose',
  'convWeightGrad',
  'gemm',
  'matmul',
  'maxPool',
  'maxPoolGrad',
  'averagePool',
  'resize',
  'topK',
  'cumSum',
  'scatterElements',
  'scatterND',
]);
const never: ReadonlySet<OpName> = new Set(['input', 'constant', 'onnx', 'scan', 'lstm', 'gru', 'rnn']);

/** Which values are computed again, and together with which others: those of the same number. */
type Stretches = ReadonlyMap<Node, number>;

/**
 * The same results in less memory: what nodes outside the forward part read of it is computed again for them, when the first of them
 * needs it, by the same operators on the same numbers: to the bit, but where a runtime makes one kernel of operators that fewer others read
 * now, which rounds otherwise (1e-7). To be run last: looking for common subexpressions would undo it.
 * @param forward names of the outputs that end the forward part: loss, metrics
 * @param varying names of the inputs that the forward part is about (data, random numbers); what depends on parameters alone is kept
 */
export function recompute(
  graph: Graph,
  { policy, forward, varying }: { policy: RecomputePolicy; forward: readonly string[]; varying: readonly string[] },
): Graph {
  if (policy === 'none') return graph;
  const parts = partsOf(graph, new Set(forward), new Set(varying));
  const stretches = policy === 'cheap' ? cheapNodes(parts.varying) : stretchesOf(parts.varying);
  return new Recomputation(parts, stretches).of(graph);
}

/** The nodes of a graph as recomputation sees them. */
interface Parts {
  /** The forward part. */
  readonly forward: ReadonlySet<Node>;
  /** What depends on an input that varies, of both parts. */
  readonly dependent: ReadonlySet<Node>;
  /** What both hold of, in order. */
  readonly varying: readonly Node[];
}

function partsOf(graph: Graph, ends: ReadonlySet<string>, sources: ReadonlySet<string>): Parts {
  const forward = new Set<Node>();
  const open = graph.outputs.flatMap(({ name, value }) => (ends.has(name) ? [value.node] : []));
  for (let node = open.pop(); node; node = open.pop()) {
    if (forward.has(node)) continue;
    forward.add(node);
    for (const value of node.inputs) open.push(value.node);
  }
  const dependent = new Set<Node>();
  for (const node of graph.nodes) {
    const isSource = node.op === 'input' && sources.has(node.attrs.name);
    if (isSource || node.inputs.some((value) => dependent.has(value.node))) dependent.add(node);
  }
  return { forward, dependent, varying: graph.nodes.filter((node) => forward.has(node) && dependent.has(node)) };
}

const outputBytes = (node: Node): number => node.outputs.reduce((sum, value) => sum + bytesOf(value), 0);

/**
 * Quick operators of one large input whose result is not much smaller: a mean is better kept, and so is a sum of two values, which would
 * have to be kept instead.
 */
function cheapNodes(nodes: readonly Node[]): Stretches {
  const varying = new Set(nodes);
  const isCheap = (node: Node) => {
    const bytes = outputBytes(node);
    const large = new Set(node.inputs.filter((value) => varying.has(value.node) && 4 * bytesOf(value) > bytes));
    return !dear.has(node.op) && large.size === 1 && node.inputs.every((value) => 4 * bytes > bytesOf(value));
  };
  return new Map(nodes.filter(isCheap).map((node) => [node, 0]));
}

/** √n stretches of equally many bytes; the last is still in memory when the backward part begins. */
function stretchesOf(nodes: readonly Node[]): Stretches {
  const computed = nodes.filter(({ op }) => op !== 'input');
  const total = computed.reduce((sum, node) => sum + outputBytes(node), 0);
  const count = Math.ceil(Math.sqrt(computed.length));
  const numbers = new Map<Node, number>();
  const numberOf = (node: Node) => numbers.get(node) ?? -1;
  const stretches = new Map<Node, number>();
  let before = 0;
  for (const node of computed) {
    const number = Math.min(count - 1, Math.floor((before / Math.max(1, total)) * count));
    numbers.set(node, number);
    before += outputBytes(node);
    if (number < count - 1 && !never.has(node.op)) stretches.set(node, number);
  }
  // what another stretch begins with is kept
  for (const node of computed)
    for (const value of node.inputs)
      if (stretches.has(value.node) && numberOf(node) !== numberOf(value.node)) stretches.delete(value.node);
  return stretches;
}

class Recomputation {
  private readonly b = new Builder();
  private readonly copies = new Map<Value, Value>();
  private readonly again = new Map<Value, Value>();
  /** Kept values behind a gate, by stretch. */
  private readonly gated = new Map<number, Map<Value, Value>>();
  /** Of the backward part, what was computed last. */
  private last: Value | undefined;
  /** Values of the forward part that only the backward part reads. */
  private readonly onlyOutside = new Set<Value>();

  constructor(
    private readonly parts: Parts,
    private readonly stretches: Stretches,
  ) {}

  of(graph: Graph): Graph {
    for (const node of graph.nodes)
      if (!this.parts.forward.has(node)) for (const value of node.inputs) this.onlyOutside.add(value);
    for (const node of this.parts.forward) for (const value of node.inputs) this.onlyOutside.delete(value);
    for (const node of graph.nodes) {
      const outside = !this.parts.forward.has(node);
      const inputs = node.inputs.map((value) => (outside && this.last ? this.recomputed(value) : this.copyOf(value)));
      const outputs = this.append(node, inputs);
      const [first] = outputs;
      const read = outside ? outputs : this.stillRead(node, outputs);
      for (const [i, value] of node.outputs.entries()) this.copies.set(value, read[i] as Value);
      if (outside && first && this.parts.dependent.has(node) && isGate(first)) this.last = first;
    }
    const ends = <T extends { readonly value: Value }>(list: readonly T[]): T[] =>
      list.map((end) => ({ ...end, value: this.copyOf(end.value) }));
    return { nodes: this.b.graph({}).nodes, inputs: ends(graph.inputs), outputs: ends(graph.outputs) };
  }

  /**
   * An operator may be written otherwise, and round otherwise, where its further outputs are not read. Those that only the backward part
   * read are read here, by the first output, for no longer than that.
   */
  private stillRead(node: Node, outputs: readonly Value[]): readonly Value[] {
    const [first, ...others] = outputs;
    if (!first || !this.stretches.has(node) || node.op === 'split') return outputs;
    const gate = others.find((value, i) => this.onlyOutside.has(node.outputs[i + 1] as Value) && isGate(value));
    return gate ? [this.b.op('after', [first, gate]), ...others] : outputs;
  }

  private copyOf(value: Value): Value {
    return this.copies.get(value) ?? internal(`${value.node.op} was not copied`);
  }

  private append(node: Node, inputs: readonly Value[]): readonly Value[] {
    const types = node.outputs.map(({ type }) => type);
    return this.b.append(node.op as OpName, inputs, node.attrs as OpAttrs[OpName], types, node.origin);
  }

  /** The value computed again, with those of its stretch that it is computed from. */
  private recomputed(wanted: Value): Value {
    const open = [wanted.node];
    for (let node = open.at(-1); node; node = open.at(-1)) {
      const stretch = this.stretches.get(node);
      const isDone = stretch === undefined || node.outputs.every((value) => this.again.has(value));
      const before = isDone ? [] : node.inputs.map((value) => value.node).filter((next) => this.waits(next, stretch));
      if (before.length > 0) {
        open.push(...before);
        continue;
      }
      open.pop();
      if (isDone) continue;
      const outputs = this.append(
        node,
        node.inputs.map((value) => this.source(value, stretch)),
      );
      for (const [i, value] of node.outputs.entries()) this.again.set(value, outputs[i] as Value);
    }
    return this.again.get(wanted) ?? this.copyOf(wanted);
  }

  /** Whether a node has yet to be computed again for others of the stretch. */
  private waits(node: Node, stretch: number): boolean {
    return this.stretches.get(node) === stretch && node.outputs.some((value) => !this.again.has(value));
  }

  /** What a node computed again reads: other such values, or kept ones, the large ones not before their turn. */
  private source(value: Value, stretch: number): Value {
    if (this.stretches.get(value.node) === stretch) return this.again.get(value) ?? internal('a value out of turn');
    const kept = this.copyOf(value);
    const gate = this.last;
    if (!gate || !isFloat(value.type.dtype) || !this.parts.dependent.has(value.node)) return kept;
    const known = this.gated.get(stretch) ?? new Map<Value, Value>();
    this.gated.set(stretch, known);
    const behind = known.get(value) ?? this.b.op('after', [kept, gate]);
    known.set(value, behind);
    return behind;
  }
}

function isGate({ type }: Value): boolean {
  return isFloat(type.dtype) && type.shape.every((dim) => typeof dim === 'number') && sizeOf(type.shape) > 0;
}
