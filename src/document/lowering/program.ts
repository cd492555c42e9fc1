import { internal, ShapeError } from '../../core/errors';
import { type Dim, formatShape, sameShape, type TensorType } from '../../core/shape';
import { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import type { Initializer } from '../../layers/initializers';
import type { Mode } from '../../layers/layer';
import { dataSources } from '../dataSources';
import type { DocModule, NetDocument } from '../schema';
import { Findings } from './findings';
import type {
  LoweredData,
  LoweredLoss,
  LoweredMetric,
  LoweredOutput,
  LoweredParameter,
  LoweredRandom,
  LoweredUpdate,
} from './lowered';
import { standIn } from './recall';

/** Nodes lowered at most, modules expanded: what an instance of instances of instances repeats grows fast. */
const mostNodes = 60_000;

const byShape = new WeakMap<readonly number[], Value>();

function standInOf(shape: readonly number[], type: TensorType): Value {
  const known = byShape.get(shape) ?? standIn(type);
  byShape.set(shape, known);
  return known;
}

/** What all drawings of a document are lowered into. */
export class ProgramParts {
  readonly b = new Builder();
  readonly ports = new Map<string, Readonly<Record<string, Value>>>();
  readonly arrivals = new Map<string, Readonly<Record<string, Value>>>();
  readonly handedOn = new Set<string>();
  readonly updates: LoweredUpdate[] = [];
  readonly data: LoweredData[] = [];
  readonly random: LoweredRandom[] = [];
  readonly losses: LoweredLoss[] = [];
  readonly metrics: LoweredMetric[] = [];
  readonly outputs: LoweredOutput[] = [];
  readonly findings = new Findings();
  readonly modules: ReadonlyMap<string, DocModule>;
  private readonly known = new Map<string, LoweredParameter & { nodeIds: string[] }>();
  /** What stands for each buffer now, by its name. */
  private readonly buffers = new Map<string, Value>();
  private readonly bufferNames = new Map<Value, string>();
  private readonly drawn = new Map<string, number>();
  /** What comes before the columns of a data node, by its id. */
  private readonly sources: ReadonlyMap<string, string>;
  private nodes = 0;

  constructor(
    readonly doc: NetDocument,
    readonly mode: Mode,
    readonly batch: Dim,
    /** Floating-point operations of nodes that were remembered rather than lowered, by path; undefined to lower every node. */
    readonly flops?: Map<string, number>,
  ) {
    this.modules = new Map(doc.modules.map((module) => [module.id, module]));
    this.sources = new Map(dataSources(doc).flatMap(({ nodes, prefix }) => nodes.map(({ id }) => [id, prefix])));
  }

  /** A column of a data node as the data of a run have it: sources that differ have columns of their own. */
  columnOf(nodeId: string, column: string): string {
    return `${this.sources.get(nodeId) ?? ''}${column}`;
  }

  get parameters(): readonly LoweredParameter[] {
    return [...this.known.values()];
  }

  /** Counts the nodes of a module about to be lowered; false where there would be too many, which is said once. */
  takes(count: number, nodeId: string, node: string): boolean {
    const before = this.nodes;
    this.nodes += count;
    if (this.nodes <= mostNodes) return true;
    const message = `${node}: with all its modules expanded the model has more than ${mostNodes} nodes`;
    if (before <= mostNodes)
      this.findings.add({
        code: 'module.tooLarge',
        severity: 'error',
        message,
        details: { node, expected: mostNodes },
        nodeId,
      });
    return false;
  }

  /** A parameter or a buffer by its full name, made when first asked for. Throws ShapeError where it has another shape. */
  parameter(name: string, nodeId: string, shape: readonly number[], init: Initializer, buffer: boolean): Value {
    const known = this.known.get(name);
    if (!known) {
      const type: TensorType = { dtype: 'float32', shape };
      // Where nodes are recalled nobody computes with the value.
      const value = this.flops ? standInOf(shape, type) : this.b.input(name, type);
      this.known.set(name, { name, nodeIds: [nodeId], shape, init, value, buffer });
      if (buffer) this.setBuffer(name, value);
      return value;
    }
    const axis = name.slice(name.lastIndexOf('.') + 1);
    if (!sameShape(known.shape, shape))
      throw new ShapeError('dim', { axis, expected: formatShape(known.shape), actual: formatShape(shape) });
    if (!known.nodeIds.includes(nodeId)) known.nodeIds.push(nodeId);
    return this.buffers.get(name) ?? known.value;
  }

  /** What a node leaves in a buffer it asked for. */
  update(nodeId: string, buffer: Value, next: Value): void {
    const name = this.bufferNames.get(buffer) ?? internal(`${nodeId} updates no buffer`);
    if (next.type.dtype !== 'float32' || !sameShape(next.type.shape, buffer.type.shape))
      internal(`${name} is updated by another type`);
    const after = this.b.input(name, buffer.type);
    this.updates.push({ name, nodeId, next, after });
    this.setBuffer(name, after);
  }

  private setBuffer(name: string, value: Value): void {
    this.buffers.set(name, value);
    this.bufferNames.set(value, name);
  }

  /** Random numbers of a node: its streams are numbered. */
  draw(nodeId: string, distribution: 'uniform' | 'normal', shape: readonly Dim[]): Value {
    const number = this.drawn.get(nodeId) ?? 0;
    this.drawn.set(nodeId, number + 1);
    const key = `${nodeId}.random${number}`;
    const value = this.b.input(key, { dtype: 'float32', shape });
    this.random.push({ nodeId, key, distribution, value });
    return value;
  }
}
