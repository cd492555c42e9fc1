import * as v from 'valibot';
import { checkField, defaultsOf } from '../../layers/fields';
import type { LayerDef } from '../../layers/layer';
import { layers, portsOf } from '../../layers/registry';
import { type DocEdge, type DocNode, type NetDocument, nodeSchema, type ParamValue } from '../schema';

export type Endpoint = DocEdge['from'];
export type Point = DocNode['position'];

/** Why two ports cannot be joined; the interface translates it. */
export type ConnectRefusal = 'unknown' | 'self' | 'cycle' | 'duplicate';

/** An edit that made nodes. */
export interface Added {
  readonly document: NetDocument;
  readonly ids: readonly string[];
}

/** Nodes a drawing may have. */
export const NODE_LIMIT = 20_000;

/** Every edit is a pure function: it gives the document itself, unchanged, where it would change nothing or make it invalid. */
export const withNodes = (document: NetDocument, nodes: DocNode[]): NetDocument => ({ ...document, nodes });

function updateNode(document: NetDocument, id: string, change: (node: DocNode) => DocNode): NetDocument {
  const index = document.nodes.findIndex((node) => node.id === id);
  const node = document.nodes[index];
  if (!node) return document;
  const changed = change(node);
  return changed === node ? document : withNodes(document, document.nodes.with(index, changed));
}

const indexes = new WeakMap<readonly DocNode[], ReadonlyMap<string, DocNode>>();

/** A node by its id; documents are never changed in place, so the look-up is kept with the list of nodes. */
export function nodeOf(document: NetDocument, id: string): DocNode | undefined {
  let index = indexes.get(document.nodes);
  if (!index) {
    index = new Map(document.nodes.map((node) => [node.id, node]));
    indexes.set(document.nodes, index);
  }
  return index.get(id);
}

/** `dense_1`, `dense_2` ...: one above the highest in use, so that a deleted node's weights are not taken over by mistake. */
export function freeId(taken: Iterable<string>, type: string): string {
  const prefix = `${type}_`;
  let highest = 0;
  for (const id of taken) {
    if (!id.startsWith(prefix)) continue;
    const number = Number(id.slice(prefix.length));
    if (Number.isInteger(number) && number > highest) highest = number;
  }
  return `${prefix}${highest + 1}`;
}

function newNode(layer: LayerDef, id: string, position: Point): DocNode {
  const params = structuredClone(defaultsOf(layer.params)) as Record<string, ParamValue>;
  return { id, type: layer.type, version: layer.version, name: '', params, position };
}

/** Adds a layer with its defaults. An unknown type or a full document changes nothing; modules are placed by `placeModule`. */
export function addNode(document: NetDocument, type: string, position: Point): Added {
  const layer = layers.get(type);
  if (!layer || type === 'module' || document.nodes.length >= NODE_LIMIT) return { document, ids: [] };
  const id = freeId(
    document.nodes.map((node) => node.id),
    type,
  );
  return { document: withNodes(document, [...document.nodes, newNode(layer, id, position)]), ids: [id] };
}

function hasPort(document: NetDocument, side: 'inputs' | 'outputs', { node: id, port }: Endpoint): boolean {
  const node = nodeOf(document, id);
  return !!node && portsOf(node)[side].some((spec) => spec.id === port);
}

type Side = 'from' | 'to';

/** Nodes that some node is wired to, by its id, and the last questions asked: wires are never changed in place. */
class Wires {
  private readonly next: Readonly<Record<Side, Map<string, string[]>>>;
  private readonly asked: Record<Side, { readonly id: string; readonly found: ReadonlySet<string> } | undefined> = {
    from: undefined,
    to: undefined,
  };

  constructor(edges: readonly DocEdge[]) {
    this.next = { from: new Map(), to: new Map() };
    for (const edge of edges) {
      this.add('from', edge.from.node, edge.to.node);
      this.add('to', edge.to.node, edge.from.node);
    }
  }

  private add(side: Side, id: string, other: string): void {
    const known = this.next[side].get(id);
    if (known) known.push(other);
    else this.next[side].set(id, [other]);
  }

  private known(side: Side, id: string): ReadonlySet<string> | undefined {
    const last = this.asked[side];
    return last?.id === id ? last.found : undefined;
  }

  /** The node itself and all that wires lead to from it, or that lead to it. */
  private all(side: Side, id: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [id];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (found.has(at)) continue;
      found.add(at);
      open.push(...(this.next[side].get(at) ?? []));
    }
    this.asked[side] = { id, found };
    return found;
  }

  /** Asked again and again with the same `from`, or the same `to`, it looks once. */
  lead(from: string, to: string): boolean {
    const after = this.known('from', from);
    if (after) return after.has(to);
    const before = this.known('to', to);
    if (before) return before.has(from);
    this.all('to', to);
    return this.all('from', from).has(to);
  }
}

const wirings = new WeakMap<readonly DocEdge[], Wires>();

/** Whether a path of wires leads from one node to another; a node leads to itself. */
export function reaches(edges: readonly DocEdge[], from: string, to: string): boolean {
  const wires = wirings.get(edges) ?? new Wires(edges);
  wirings.set(edges, wires);
  return wires.lead(from, to);
}

/** Why `from` (an output) cannot feed `to` (an input); undefined if it can. Shapes are the analysis's business. */
export function connectRefusal(document: NetDocument, from: Endpoint, to: Endpoint): ConnectRefusal | undefined {
  if (!hasPort(document, 'outputs', from) || !hasPort(document, 'inputs', to)) return 'unknown';
  if (from.node === to.node) return 'self';
  const same = (edge: DocEdge) => edge.to.node === to.node && edge.to.port === to.port;
  if (document.edges.some((edge) => same(edge) && edge.from.node === from.node && edge.from.port === from.port)) {
    return 'duplicate';
  }
  // The wire that is at the input now, and would go, leads to where the way begins: it is on no way.
  return reaches(document.edges, to.node, from.node) ? 'cycle' : undefined;
}

export const edgeId = (from: Endpoint, to: Endpoint): string => `${from.node}.${from.port}-${to.node}.${to.port}`;

/** Wires an output to an input; the wire that was at the input goes. */
export function connect(document: NetDocument, from: Endpoint, to: Endpoint): NetDocument {
  if (connectRefusal(document, from, to)) return document;
  const kept = document.edges.filter((edge) => edge.to.node !== to.node || edge.to.port !== to.port);
  return { ...document, edges: [...kept, { id: edgeId(from, to), from, to }] };
}

export function disconnect(document: NetDocument, edgeIds: readonly string[]): NetDocument {
  const gone = new Set(edgeIds);
  const edges = document.edges.filter((edge) => !gone.has(edge.id));
  return edges.length === document.edges.length ? document : { ...document, edges };
}

/** Removes nodes with all their wires. */
export function removeNodes(document: NetDocument, ids: readonly string[]): NetDocument {
  const gone = new Set(ids);
  const nodes = document.nodes.filter((node) => !gone.has(node.id));
  if (nodes.length === document.nodes.length) return document;
  const edges = document.edges.filter((edge) => !gone.has(edge.from.node) && !gone.has(edge.to.node));
  return { ...document, nodes, edges };
}

const sameValue = (a: ParamValue | undefined, b: ParamValue): boolean =>
  Object.is(a, b) ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => sameItem(item, b[index])));

const sameItem = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Sets a parameter; a value that its field refuses changes nothing, nor does one that says which module a node is. */
export function setParam(document: NetDocument, id: string, param: string, value: ParamValue): NetDocument {
  return updateNode(document, id, (node) => {
    const field = layers.get(node.type)?.params[param];
    if (node.type === 'module' && field?.hidden) return node;
    if (!field || !checkField(field, value).ok || sameValue(node.params[param], value)) return node;
    return { ...node, params: { ...node.params, [param]: value } };
  });
}

/** Names a node; an empty name leaves it to the layer's own. */
export function renameNode(document: NetDocument, id: string, name: string): NetDocument {
  const valid = v.safeParse(nodeSchema.entries.name, name).success;
  return updateNode(document, id, (node) => (!valid || node.name === name ? node : { ...node, name }));
}

/** Puts nodes at new places, in canvas units; places that are not finite are left out. */
export function moveNodes(document: NetDocument, positions: ReadonlyMap<string, Point>): NetDocument {
  let moved = false;
  const nodes = document.nodes.map((node) => {
    const to = positions.get(node.id);
    if (!to || !Number.isFinite(to.x + to.y) || (to.x === node.position.x && to.y === node.position.y)) return node;
    moved = true;
    return { ...node, position: { x: to.x, y: to.y } };
  });
  return moved ? withNodes(document, nodes) : document;
}

/** Puts a node into a wire: what came through it now comes through the node. Changes nothing if the node lacks a free way through. */
export function insertOnWire(document: NetDocument, wireId: string, nodeId: string): NetDocument {
  const wire = document.edges.find((edge) => edge.id === wireId);
  const node = nodeOf(document, nodeId);
  const ports = node && portsOf(node);
  const input = ports?.inputs[0];
  const output = ports?.outputs[0];
  if (!wire || !input || !output || wire.from.node === nodeId || wire.to.node === nodeId) return document;
  const cut = disconnect(document, [wireId]);
  const fed = connect(cut, wire.from, { node: nodeId, port: input.id });
  const through = fed === cut ? fed : connect(fed, { node: nodeId, port: output.id }, wire.to);
  return through === fed ? document : through;
}
