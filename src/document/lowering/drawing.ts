import type { Diagnostic } from '../../core/diagnostic';
import { ShapeError } from '../../core/errors';
import { sameShape } from '../../core/shape';
import type { Value } from '../../ir/op';
import type { LayerDef, LowerContext, PortSpec } from '../../layers/layer';
import { weighted } from '../../layers/losses';
import { layers, portsOf } from '../../layers/registry';
import { outputTypes } from '../fits';
import { titleOf } from '../places';
import type { DocEdge, DocNode } from '../schema';
import { topologicalOrder } from '../structure';
import { lowerInstance, type Report, type Scope, type Site } from './instance';
import { neededNodes } from './paths';
import type { ProgramParts } from './program';
import { recall, replay } from './recall';

type Values = Readonly<Record<string, Value>>;

/** Lowers a drawing: every node it can. Gives what arrives at the moduleOutput nodes, by their ids. */
export function lowerDrawing(program: ProgramParts, scope: Scope): Values {
  return new DrawingLowering(program, scope).run();
}

const portKey = (node: string, port: string): string => `${node} ${port}`;

class DrawingLowering {
  private readonly wires = new Map<string, DocEdge>();
  private readonly nodes: ReadonlyMap<string, DocNode>;
  private readonly results: Record<string, Value> = {};
  private readonly site: Site;

  constructor(
    private readonly program: ProgramParts,
    private readonly scope: Scope,
  ) {
    this.nodes = new Map(scope.drawing.nodes.map((node) => [node.id, node]));
    for (const edge of scope.drawing.edges) this.wires.set(portKey(edge.to.node, edge.to.port), edge);
    const report: Report = (...args) => this.report(...args);
    this.site = { program, scope, report, enter: (inner) => lowerDrawing(program, inner) };
  }

  run(): Values {
    const { drawing } = this.scope;
    const { order, cycle } = topologicalOrder(drawing);
    for (const node of order) this.lowerNode(node);
    for (const node of cycle) this.report(node, 'wire.cycle', `${titleOf(node)} is part of a cycle of wires`);
    const needed = neededNodes(drawing, (node) => !node.disabled && isSink(node));
    for (const { id } of drawing.nodes) if (!needed.has(id)) this.program.findings.leaveOut(this.scope.path + id);
    return this.results;
  }

  private lowerNode(node: DocNode): void {
    const { program } = this;
    const path = this.scope.path + node.id;
    const layer = layers.get(node.type);
    if (!layer) {
      this.report(node, 'layer.unknown', `there is no layer ${node.type}`, { type: node.type });
      return;
    }
    if (node.disabled) {
      this.bypass(node, path);
      return;
    }
    const { inputs, complete } = this.collect(node);
    // inside a module some nodes can be lowered without all that arrives at it
    if (!complete && node.type !== 'module') return;
    program.arrivals.set(path, inputs);
    const around = program.b.origin;
    program.b.origin = path;
    try {
      program.ports.set(path, this.outputsOf(layer, node, path, inputs));
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      this.reportShape(node, error);
    } finally {
      program.b.origin = around;
    }
  }

  private outputsOf(layer: LayerDef, node: DocNode, path: string, inputs: Values): Values {
    const { flops } = this.program;
    const context = this.contextOf(node, path);
    if (!flops || standsForOthers.has(node.type)) return layer.lower(context, inputs, node.params as never);
    const facts = recall(layer, node, inputs);
    flops.set(path, facts.flops);
    return replay(facts, context);
  }

  /** Lets through what would keep its type, else what comes in first. */
  private bypass(node: DocNode, path: string): void {
    const { inputs, outputs } = portsOf(node);
    const [output] = outputs;
    const arrived = inputs.flatMap((port) => {
      const value = this.arriving(node, port);
      return value ? [[port.id, value] as const] : [];
    });
    this.program.arrivals.set(path, Object.fromEntries(arrived));
    if (!output || arrived.length === 0) return;
    const types = Object.fromEntries(arrived.map(([port, { type }]) => [port, type]));
    const usual = outputTypes(node, types)?.[output.id];
    const kept = arrived.find(([, { type }]) => type.dtype === usual?.dtype && sameShape(type.shape, usual.shape));
    const [, value] = (kept ?? arrived[0]) as (typeof arrived)[number];
    this.program.ports.set(path, { [output.id]: value });
    this.program.handedOn.add(path);
  }

  private arriving(node: DocNode, port: PortSpec): Value | undefined {
    const wire = this.wires.get(portKey(node.id, port.id));
    return wire && this.program.ports.get(this.scope.path + wire.from.node)?.[wire.from.port];
  }

  /** Values of the input ports; those are missing that have no wire (said) or whose source failed (said there). */
  private collect(node: DocNode): { inputs: Values; complete: boolean } {
    const inputs: Record<string, Value> = {};
    let complete = true;
    for (const port of portsOf(node).inputs) {
      const wire = this.wires.get(portKey(node.id, port.id));
      const value = this.arriving(node, port);
      if (value) inputs[port.id] = value;
      else complete = false;
      if (!wire) this.reportMissing(node, port);
      else if (!value) this.reportBypassed(node, port, wire);
    }
    return { inputs, complete };
  }

  private contextOf(node: DocNode, path: string): LowerContext {
    const { program, scope } = this;
    const { b, mode, batch } = program;
    const weights = `${scope.weights}${node.id}.`;
    return {
      b,
      mode,
      batch,
      parameter: (name, shape, init) => program.parameter(weights + name, path, shape, init, false),
      buffer: (name, shape, init) => program.parameter(weights + name, path, shape, init, true),
      update: (buffer, next) => {
        if (mode === 'train') program.update(path, buffer, next);
      },
      data: (column, name, type, use) => {
        if (scope.given) this.report(node, 'module.data', `${titleOf(node)}: data enters a model outside its modules`);
        const value = b.input(name, type);
        program.data.push({ nodeId: path, column: program.columnOf(node.id, column), use, name, value });
        return value;
      },
      random: (distribution, shape) => program.draw(path, distribution, shape),
      loss: (value, weight) => program.losses.push({ nodeId: path, ...measured(program, value, weight) }),
      metric: (metric, value, weight) =>
        program.metrics.push({ nodeId: path, metric, ...measured(program, value, weight) }),
      output: (name, value) => program.outputs.push({ nodeId: path, name, value }),
      argument: () => {
        if (!scope.given) this.report(node, 'module.outside', `${titleOf(node)} belongs inside a module`);
        program.handedOn.add(path);
        return scope.given?.[node.id];
      },
      result: (value) => {
        if (!scope.given) this.report(node, 'module.outside', `${titleOf(node)} belongs inside a module`);
        this.results[node.id] = value;
      },
      instance: (use, inputs) => {
        program.handedOn.add(path);
        return lowerInstance(this.site, { node, path, use, inputs });
      },
    };
  }

  private reportMissing(node: DocNode, port: PortSpec): void {
    const message = `${titleOf(node)}: nothing is wired to ${port.label.en}`;
    this.report(node, 'wire.missing', message, { port: port.id }, { portId: port.id });
  }

  /** Says so where a disabled node lets nothing through to an input. */
  private reportBypassed(node: DocNode, port: PortSpec, { id: edgeId, from }: DocEdge): void {
    const source = this.nodes.get(from.node);
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

  /** An error at a node of this drawing. */
  private report(
    node: DocNode,
    code: string,
    message: string,
    details: Diagnostic['details'] = {},
    place: Pick<Diagnostic, 'portId' | 'edgeId'> = {},
  ): void {
    if (this.scope.silent) return;
    const nodeId = this.scope.path + node.id;
    this.program.findings.add({
      code,
      severity: 'error',
      message,
      details: { node: titleOf(node), ...details },
      nodeId,
      ...place,
    });
  }
}

/** Layers whose outputs come from elsewhere: what they are is not theirs to remember. */
const standsForOthers = new Set(['module', 'moduleInput', 'moduleOutput']);

const isSink = (node: DocNode): boolean => layers.has(node.type) && portsOf(node).outputs.length === 0;

function measured({ b }: ProgramParts, value: Value, weight: Value | undefined) {
  return weight ? { value: weighted(b, value, weight), ratio: { value, weight } } : { value };
}
