import * as v from 'valibot';
import { readNode } from '../parse';
import { moduleOf, modulesIn, withCurrentPorts } from '../places';
import {
  type DocModule,
  type DocNode,
  edgeSchema,
  groupSchema,
  moduleSchema,
  type NetDocument,
  nodeSchema,
  noteSchema,
} from '../schema';
import { structureDiagnostics } from '../structure';
import { type Annotations, addCopies } from './annotations';
import { type Added, connect, freeId, NODE_LIMIT, type Point, withNodes } from './graph';
import { freeModuleId } from './modules';

/** Some nodes, the wires among them, frames, notes and the modules that are used, on their way to another place or project. */
export const clippingSchema = v.object({
  format: v.literal('netloom-clipping'),
  nodes: v.pipe(v.array(nodeSchema), v.maxLength(NODE_LIMIT)),
  edges: v.array(edgeSchema),
  groups: v.optional(v.pipe(v.array(groupSchema), v.maxLength(2_000)), []),
  notes: v.optional(v.pipe(v.array(noteSchema), v.maxLength(2_000)), []),
  modules: v.optional(v.pipe(v.array(moduleSchema), v.maxLength(1_000)), []),
});
export type Clipping = v.InferOutput<typeof clippingSchema>;

const none: Annotations = { groups: [], notes: [] };

/** What was pasted: nodes, and frames and notes. */
export interface Pasted extends Added {
  readonly annotations: Annotations;
}

/** Nodes with the wires among them, frames and notes. */
export function copyNodes(document: NetDocument, ids: readonly string[], annotations = none): Clipping {
  const taken = new Set(ids);
  const nodes = document.nodes.filter((node) => taken.has(node.id));
  return {
    format: 'netloom-clipping',
    nodes,
    edges: document.edges.filter((edge) => taken.has(edge.from.node) && taken.has(edge.to.node)),
    groups: document.groups.filter(({ id }) => annotations.groups.includes(id)),
    notes: document.notes.filter(({ id }) => annotations.notes.includes(id)),
    modules: modulesUnder(document, nodes),
  };
}

/** The modules that nodes lead to, those that others hold before them. */
function modulesUnder(document: NetDocument, nodes: readonly DocNode[]): DocModule[] {
  const found = new Map<string, DocModule>();
  const visit = (id: string) => {
    const module = moduleOf(document, id);
    if (!module || found.has(id)) return;
    for (const inner of modulesIn(module.nodes)) visit(inner);
    found.set(id, module);
  };
  for (const id of modulesIn(nodes)) visit(id);
  return [...found.values()];
}

/** A clipping from outside, of this version or an older one; undefined if it is none, or holds layers or parameters that are not known here. */
export function parseClipping(text: string): Clipping | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(clippingSchema, json);
  if (!parsed.success) return undefined;
  const { groups, notes } = parsed.output;
  if (parsed.output.nodes.length + groups.length + notes.length === 0) return undefined;
  let fits = true;
  const read = (stored: readonly DocNode[]) =>
    stored.map((one) => {
      const { node, diagnostics } = readNode(one, one.id);
      fits &&= diagnostics.length === 0;
      return node;
    });
  const stored = parsed.output.modules.map((module) => ({ ...module, nodes: read(module.nodes) }));
  const modules = stored.map((module) => ({ ...module, nodes: withCurrentPorts(module.nodes, stored) }));
  const nodes = withCurrentPorts(read(parsed.output.nodes), modules);
  const known = new Set(modules.map(({ id }) => id));
  const all = [...nodes, ...modules.flatMap((module) => module.nodes)];
  const sound = structureDiagnostics({ nodes: [], edges: [], modules }).length === 0;
  const whole = modulesIn(all).every((id) => known.has(id));
  return sound && whole && fits ? { ...parsed.output, nodes, modules } : undefined;
}

/**
 * Adds copies of what the clipping holds, shifted, with new ids and the wires among the nodes, and the modules that the document does not
 * have: one that is there as it is in the clipping is used, another of the same id stays beside it.
 */
export function pasteClipping(document: NetDocument, clipping: Clipping, offset: Point): Pasted {
  const { nodes, groups, notes } = clipping;
  if (nodes.length + groups.length + notes.length === 0 || document.nodes.length + nodes.length > NODE_LIMIT)
    return { document, ids: [], annotations: none };
  const brought = bringModules(document, clipping.modules);
  const taken = new Set([...document.nodes, ...brought.document.modules].map(({ id }) => id));
  const renamed = new Map<string, string>();
  const copies = nodes.map((node) => {
    const id = freeId(taken, node.type);
    taken.add(id);
    renamed.set(node.id, id);
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y };
    return { ...brought.renamed(node), id, position };
  });
  let result = withNodes(brought.document, [...document.nodes, ...copies]);
  for (const { from, to } of clipping.edges) {
    const source = renamed.get(from.node);
    const target = renamed.get(to.node);
    if (source && target) result = connect(result, { ...from, node: source }, { ...to, node: target });
  }
  const noted = addCopies(result, clipping, offset);
  return { document: noted.drawing, ids: copies.map((node) => node.id), annotations: noted.ids };
}

/** Adds the modules that are not there yet; `renamed` points a node to where its module went. */
function bringModules(document: NetDocument, modules: readonly DocModule[]) {
  const ids = new Map<string, string>();
  const renamed = (node: DocNode): DocNode => {
    const id = node.type === 'module' ? ids.get(String(node.params.module)) : undefined;
    return id === undefined ? node : { ...node, params: { ...node.params, module: id } };
  };
  let result = document;
  for (const module of modules) {
    const mine = { ...module, nodes: module.nodes.map(renamed) };
    const there = moduleOf(result, module.id);
    if (there && JSON.stringify(there) === JSON.stringify(mine)) continue;
    const free = !there && !result.nodes.some(({ id }) => id === module.id);
    const id = free ? module.id : freeModuleId(result, [module.id]);
    if (id !== module.id) ids.set(module.id, id);
    result = { ...result, modules: [...result.modules, { ...mine, id }] };
  }
  return { document: result, renamed };
}

/** Copies nodes, frames and notes beside themselves. The copies keep the wires that come in from outside, so a copied branch works at once. */
export function duplicateNodes(
  document: NetDocument,
  ids: readonly string[],
  offset: Point,
  annotations = none,
): Pasted {
  const clipping = { ...copyNodes(document, ids, annotations), modules: [] };
  const added = pasteClipping(document, clipping, offset);
  const copyOf = new Map(clipping.nodes.map((node, index) => [node.id, added.ids[index]]));
  let result = added.document;
  for (const { from, to } of document.edges) {
    const copy = copyOf.get(to.node);
    if (copy && !copyOf.has(from.node)) result = connect(result, from, { ...to, node: copy });
  }
  return { ...added, document: result };
}
