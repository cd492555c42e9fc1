import type { Diagnostic } from '../core/diagnostic';
import { internal, ShapeError } from '../core/errors';
import { type Dim, sameShape, type TensorType } from '../core/shape';
import { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Initializer } from '../layers/initializers';
import type { DataUse, LowerContext, MetricName, Mode, PortSpec } from '../layers/layer';
import { layers, portsOf } from '../layers/registry';
import { outputTypes } from './fits';
import type { DocEdge, DocNode, NetDocument } from './schema';
import { topologicalOrder } from './structure';

export interface LoweredParameter {
  /** `<node id>.<parameter>`. */
  readonly name: string;
  readonly nodeId: string;
  /** Changed by `updates`, not by an optimizer. */
  readonly buffer: boolean;
  readonly shape: readonly number[];
  readonly init: Initializer;
  readonly value: Value;
}

/** What a node leaves in a buffer when a training step passes it. */
export interface LoweredUpdate {
  /** Name of the parameter. */
  readonly name: string;
  readonly nodeId: string;
  readonly next: Value;
  /** Stands for the buffer from here on: an input of the graph. */
  readonly after: Value;
}

interface Declared {
  readonly nodeId: string;
  readonly value: Value;
}

/** A document as IR: what every program is cut from. Parameters, data and random tensors are inputs of the graph. */
export interface Lowered {
  readonly b: Builder;
  /** Values at the output ports of each node that could be lowered. */
  readonly ports: ReadonlyMap<string, Readonly<Record<string, Value>>>;
  /** Values at the input ports of each node that had them all. */
  readonly arrivals: ReadonlyMap<string, Readonly<Record<string, Value>>>;
  readonly parameters: readonly LoweredParameter[];
  /** In the order they happen; none outside training. */
  readonly updates: readonly LoweredUpdate[];
  readonly data: readonly (Declared & { readonly column: string; readonly use: DataUse; readonly name: string })[];
  readonly random: readonly (Declared & { readonly key: string; readonly distribution: 'uniform' | 'normal' })[];
  readonly losses: readonly Declared[];
  readonly metrics: readonly (Declared & { readonly metric: MetricName })[];
  readonly outputs: readonly (Declared & { readonly name: string })[];
  /** Errors first. A node that nothing trained or exported depends on only warns. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Lowers every node it can; a node whose inputs are missing or do not fit leaves a diagnostic, and so do only it and not its readers. */
export function lowerDocument(doc: NetDocument, options: { readonly mode: Mode; readonly batch: Dim }): Lowered {
  return new Lowering(doc, options.mode, options.batch).run();
}

class Lowering {
  private readonly b = new Builder();
  private readonly ports = new Map<string, Readonly<Record<string, Value>>>();
  private readonly arrivals = new Map<string, Readonly<Record<string, Value>>>();
  private readonly wires = new Map<string, DocEdge>();
  private readonly parameters: LoweredParameter[] = [];
  private readonly updates: LoweredUpdate[] = [];
  /** What stands for each buffer now, by its name. */
  private readonly buffers = new Map<string, Value>();
  private readonly data: (Declared & { column: string; use: DataUse; name: string })[] = [];
  private readonly random: (Declared & { key: string; distribution: 'uniform' | 'normal' })[] = [];
  private readonly losses: Declared[] = [];
  private readonly metrics: (Declared & { metric: MetricName })[] = [];
  private readonly outputs: (Declared & { name: string })[] = [];
  private readonly diagnostics: Diagnostic[] = [];

  constructor(
    private readonly doc: NetDocument,
    private readonly mode: Mode,
    private readonly batch: Dim,
  ) {
    for (const edge of doc.edges) this.wires.set(portKey(edge.to.node, edge.to.port), edge);
  }

  run(): Lowered {
    const { order, cycle } = topologicalOrder(this.doc);
    for (const node of order) this.lowerNode(node);
    for (const node of cycle) this.report(node, 'wire.cycle', `${titleOf(node)} is part of a cycle of wires`, {});
    const { b, ports, arrivals, parameters, updates, data, random, losses, metrics, outputs } = this;
    return {
      b,
      ports,
      arrivals,
      parameters,
      updates,
      data,
      random,
      losses,
      metrics,
      outputs,
      diagnostics: this.ranked(),
    };
  }

  private lowerNode(node: DocNode): void {
    const layer = layers.get(node.type);
    if (!layer) {
      this.report(node, 'layer.unknown', `there is no layer ${node.type}`, { type: node.type });
      return;
    }
    if (node.disabled) {
      this.bypass(node);
      return;
    }
    const inputs = this.collect(node);
    if (!inputs) return;
    this.arrivals.set(node.id, inputs);
    this.b.origin = node.id;
    try {
      this.ports.set(node.id, layer.lower(this.contextOf(node), inputs, node.params as never));
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      this.reportShape(node, error);
    } finally {
      this.b.origin = undefined;
    }
  }

  /** Lets through what would keep its type, else what comes in first. */
  private bypass(node: DocNode): void {
    const { inputs, outputs } = portsOf(node);
    const [output] = outputs;
    const arrived = inputs.flatMap((port) => {
      const wire = this.wires.get(portKey(node.id, port.id));
      const value = wire && this.ports.get(wire.from.node)?.[wire.from.port];
      return value ? [[port.id, value] as const] : [];
    });
    this.arrivals.set(node.id, Object.fromEntries(arrived));
    if (!output || arrived.length === 0) return;
    const types = Object.fromEntries(arrived.map(([port, { type }]) => [port, type]));
    const usual = outputTypes(node, types)?.[output.id];
    const kept = arrived.find(([, { type }]) => type.dtype === usual?.dtype && sameShape(type.shape, usual.shape));
    const [, value] = (kept ?? arrived[0]) as (typeof arrived)[number];
    this.ports.set(node.id, { [output.id]: value });
  }

  /** Values of all input ports, or undefined where one has no wire (said) or its source failed (said there). */
  private collect(node: DocNode): Record<string, Value> | undefined {
    const inputs: Record<string, Value> = {};
    let complete = true;
    for (const port of portsOf(node).inputs) {
      const wire = this.wires.get(portKey(node.id, port.id));
      const value = wire && this.ports.get(wire.from.node)?.[wire.from.port];
      if (value) inputs[port.id] = value;
      else complete = false;
      if (!wire) this.reportMissing(node, port);
      else if (!value) this.reportBypassed(node, port, wire);
    }
    return complete ? inputs : undefined;
  }

  private contextOf(node: DocNode): LowerContext {
    const { b, mode, batch } = this;
    const nodeId = node.id;
    return {
      b,
      mode,
      batch,
      parameter: (name, shape, init) => {
        const full = `${nodeId}.${name}`;
        const value = b.input(full, { dtype: 'float32', shape });
        this.parameters.push({ name: full, nodeId, shape, init, value, buffer: false });
        return value;
      },
      buffer: (name, shape, init) => {
        const full = `${nodeId}.${name}`;
        const value = b.input(full, { dtype: 'float32', shape });
        this.parameters.push({ name: full, nodeId, shape, init, value, buffer: true });
        this.buffers.set(full, value);
        return value;
      },
      update: (buffer, next) => {
        if (mode === 'train') this.updateBuffer(nodeId, buffer, next);
      },
      data: (column, name, type, use) => {
        const value = b.input(name, type);
        this.data.push({ nodeId, column, use, name, value });
        return value;
      },
      random: (distribution, shape) => {
        const key = `${nodeId}.random${this.random.filter((item) => item.nodeId === nodeId).length}`;
        const type: TensorType = { dtype: 'float32', shape };
        const value = b.input(key, type);
        this.random.push({ nodeId, key, distribution, value });
        return value;
      },
      loss: (value) => this.losses.push({ nodeId, value }),
      metric: (metric, value) => this.metrics.push({ nodeId, metric, value }),
      output: (name, value) => this.outputs.push({ nodeId, name, value }),
    };
  }

  private updateBuffer(nodeId: string, buffer: Value, next: Value): void {
    const [name] = [...this.buffers].find(([, value]) => value === buffer) ?? internal(`${nodeId} updates no buffer`);
    if (next.type.dtype !== 'float32' || !sameShape(next.type.shape, buffer.type.shape))
      internal(`${name} is updated by another type`);
    const after = this.b.input(name, buffer.type);
    this.updates.push({ name, nodeId, next, after });
    this.buffers.set(name, after);
  }

  private reportMissing(node: DocNode, port: PortSpec): void {
    const message = `${titleOf(node)}: nothing is wired to ${port.label.en}`;
    this.report(node, 'wire.missing', message, { port: port.id }, { portId: port.id });
  }

  /** Says so where a disabled node lets nothing through to an input. */
  private reportBypassed(node: DocNode, port: PortSpec, { id: edgeId, from }: DocEdge): void {
    const source = this.doc.nodes.find(({ id }) => id === from.node);
    if (!source?.disabled) return;
    const { inputs, outputs } = portsOf(source);
    const fed = inputs.some(({ id }) => this.wires.has(portKey(source.id, id)));
    if (fed && outputs[0]?.id === from.port) return;
    const message = `${titleOf(node)}: nothing comes to ${port.label.en} through ${titleOf(source)}, which is disabled`;
    const details = { port: port.id, source: titleOf(source) };
    this.report(node, 'wire.disabled', message, details, { portId: port.id, edgeId });
  }

  private reportShape(node: DocNode, error: ShapeError): void {
    const [only, ...others] = portsOf(node).inputs;
    const portId = error.port ?? (others.length === 0 ? only?.id : undefined);
    const wire = portId ? this.wires.get(portKey(node.id, portId)) : undefined;
    this.report(node, `shape.${error.code}`, `${titleOf(node)}: ${error.message}`, error.details, {
      ...(portId ? { portId } : {}),
      ...(wire ? { edgeId: wire.id } : {}),
    });
  }

  private report(
    node: DocNode,
    code: string,
    message: string,
    details: NonNullable<Diagnostic['details']>,
    place: Pick<Diagnostic, 'portId' | 'edgeId'> = {},
  ): void {
    this.diagnostics.push({
      code,
      severity: 'error',
      message,
      details: { node: titleOf(node), ...details },
      nodeId: node.id,
      ...place,
    });
  }

  /** A node that no loss and no output depends on cannot stop anything: its errors become warnings. */
  private ranked(): Diagnostic[] {
    const needed = this.neededNodes();
    const ranked = this.diagnostics.map(
      (item): Diagnostic =>
        item.nodeId && !needed.has(item.nodeId) && item.code === 'wire.missing'
          ? { ...item, severity: 'warning' }
          : item,
    );
    return [
      ...ranked.filter((item) => item.severity === 'error'),
      ...ranked.filter((item) => item.severity !== 'error'),
    ];
  }

  private neededNodes(): Set<string> {
    const sources = new Map<string, string[]>();
    for (const { from, to } of this.doc.edges) sources.set(to.node, [...(sources.get(to.node) ?? []), from.node]);
    const open = this.doc.nodes
      .filter((node) => !node.disabled && layers.has(node.type) && portsOf(node).outputs.length === 0)
      .map((node) => node.id);
    const needed = new Set<string>();
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (needed.has(id)) continue;
      needed.add(id);
      open.push(...(sources.get(id) ?? []));
    }
    return needed;
  }
}

const portKey = (node: string, port: string): string => `${node} ${port}`;

/** The user's name for a node, else the layer's. */
export function titleOf(node: DocNode): string {
  return node.name || (layers.get(node.type)?.docs.name.en ?? node.type);
}
