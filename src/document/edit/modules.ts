import * as v from 'valibot';
import { defaultsOf } from '../../layers/fields';
import { layerOf, portsOf } from '../../layers/registry';
import { COLUMN, ROW } from '../grid';
import { rootOf } from '../lowering/paths';
import { withMovedPlaces } from '../phases';
import { moduleOf, modulesIn, moduleUsedBy, portsOfModule } from '../places';
import { type DocEdge, type DocModule, type DocNode, moduleSchema, type NetDocument, type ParamValue } from '../schema';
import { type Annotations, addCopies } from './annotations';
import { mapSame } from './drawing';
import type { Added, Endpoint, Point } from './graph';
import { edgeId, freeId, nodeOf, reaches } from './graph';

/** Why a selection cannot become a module; the interface translates it. */
export type ModuleRefusal =
  /** Nothing is selected. */
  | 'empty'
  /** A data set: data enters a model outside its modules. */
  | 'data'
  /** A port of the module that the selection is in. */
  | 'ports'
  /** A path leaves the selection and comes back: the module would wait for itself. */
  | 'cycle';

const MODULES = 1000;

/** Why these nodes of a drawing cannot become a module; undefined if they can. */
export function moduleRefusal(document: NetDocument, ids: readonly string[]): ModuleRefusal | undefined {
  const chosen = new Set(ids);
  const nodes = document.nodes.filter(({ id }) => chosen.has(id));
  if (nodes.length === 0) return 'empty';
  if (nodes.some(({ type }) => type === 'dataset')) return 'data';
  if (nodes.some(({ type }) => type === 'moduleInput' || type === 'moduleOutput')) return 'ports';
  const outside = document.edges.filter(({ from, to }) => !(chosen.has(from.node) && chosen.has(to.node)));
  const leaving = new Set(outside.filter(({ from }) => chosen.has(from.node)).map(({ to }) => to.node));
  const entering = new Set(outside.filter(({ to }) => chosen.has(to.node)).map(({ from }) => from.node));
  const around = outside.filter(({ from, to }) => !chosen.has(from.node) && !chosen.has(to.node));
  return [...leaving].some((from) => [...entering].some((to) => reaches(around, from, to))) ? 'cycle' : undefined;
}

/**
 * Makes a module of some nodes of a drawing and puts an instance in their place (collapse). What was wired across the border comes
 * in and goes out through ports: one for each outside output that feeds the selection, one for each inside output read outside;
 * inputs that nothing is wired to, and nodes that lead nowhere, get ports as well. The nodes keep their ids; frames and notes go
 * in with them. The document itself, without ids, where `moduleRefusal` says why.
 * @returns `ids`: the instance; `module`: the module's id
 */
export function createModule(
  document: NetDocument,
  ids: readonly string[],
  name: string,
  annotations: Annotations = { groups: [], notes: [] },
): Added & { readonly module?: string } {
  const valid = v.safeParse(moduleSchema.entries.name, name).success;
  if (!valid || moduleRefusal(document, ids) || document.modules.length >= MODULES) return { document, ids: [] };
  const chosen = new Set(ids);
  const outside = document.nodes.filter(({ id }) => chosen.has(id));
  const isAnnotated = annotations.groups.length + annotations.notes.length > 0;
  const nodes = isAnnotated ? outside : unfolded(outside, document.edges);
  const ends = bordersOf(document.edges, chosen);
  const taken = new Set(nodes.map(({ id }) => id));
  const loose = looseEnds(document.edges, nodes);
  const entering = [...ends.entering, ...loose.inputs];
  const leaving = [...ends.leaving, ...loose.outputs];
  const inputs = portNodes(taken, 'moduleInput', entering, nodes);
  const outputs = portNodes(taken, 'moduleOutput', leaving, nodes);
  const [groups, groupsLeft] = parted(document.groups, annotations.groups);
  const [notes, notesLeft] = parted(document.notes, annotations.notes);
  const module: DocModule = {
    id: freeModuleId(document),
    name,
    nodes: [...inputs.nodes, ...nodes, ...outputs.nodes],
    edges: [
      ...document.edges.filter(({ from, to }) => chosen.has(from.node) && chosen.has(to.node)),
      ...entering.flatMap(({ from, wires }) => {
        const port = { node: inputs.idOf(from), port: 'y' };
        return wires.map(({ to }) => wireOf(port, to));
      }),
      ...leaving.map(({ from }) => wireOf(from, { node: outputs.idOf(from), port: 'x' })),
    ],
    groups,
    notes,
  };
  const instance = instanceNode(document, module, middle(outside));
  const edges = [
    ...document.edges.filter(({ from, to }) => !chosen.has(from.node) && !chosen.has(to.node)),
    ...ends.entering.map(({ from }) => wireOf(from, { node: instance.id, port: inputs.idOf(from) })),
    ...ends.leaving.flatMap(({ from, wires }) =>
      wires.map(({ to }) => wireOf({ node: instance.id, port: outputs.idOf(from) }, to)),
    ),
  ];
  const kept = document.nodes.filter(({ id }) => !chosen.has(id));
  const collapsed = {
    ...document,
    nodes: [...kept, instance],
    edges,
    groups: groupsLeft,
    notes: notesLeft,
    modules: [...document.modules, module],
    training: followed(document, (path) => [chosen.has(rootOf(path)) ? `${instance.id}/${path}` : path]),
  };
  return { document: collapsed, ids: [instance.id], module: module.id };
}

/** Nodes in columns by how far each is from the first, where a wire between them goes back to the next line of a folded drawing. */
function unfolded(nodes: readonly DocNode[], edges: readonly DocEdge[]): readonly DocNode[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const inner = edges.flatMap(({ from: { node: from }, to: { node: to } }) => {
    const [before, after] = [known.get(from), known.get(to)];
    return before && after ? [{ from, to, isBack: after.position.x <= before.position.x }] : [];
  });
  if (!inner.some(({ isBack }) => isBack)) return nodes;
  const columns = new Map<string, number>();
  const columnOf = (id: string): number => {
    const found = columns.get(id);
    if (found !== undefined) return found;
    columns.set(id, 0);
    const column = Math.max(0, ...inner.filter(({ to }) => to === id).map(({ from }) => columnOf(from) + 1));
    columns.set(id, column);
    return column;
  };
  const x = Math.min(...nodes.map(({ position }) => position.x));
  const y = Math.min(...nodes.map(({ position }) => position.y));
  const rows = new Map<number, number>();
  return nodes.map((node) => {
    const column = columnOf(node.id);
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { ...node, position: { x: x + column * COLUMN, y: y + row * ROW } };
  });
}

/** The items with these ids, and the others. */
const parted = <T extends { readonly id: string }>(items: readonly T[], ids: readonly string[]): [T[], T[]] => [
  items.filter(({ id }) => ids.includes(id)),
  items.filter(({ id }) => !ids.includes(id)),
];

/** The training program with the nodes it names where they went; that of a document seen inside a module names others. */
function followed(document: NetDocument, moved: (path: string) => readonly string[]): NetDocument['training'] {
  const inside = document.modules.some(({ nodes }) => nodes === document.nodes);
  return inside ? document.training : withMovedPlaces(document.training, moved);
}

interface Border {
  /** The output that wires cross the border from; of a loose input, the input itself. */
  readonly from: Endpoint;
  readonly wires: readonly DocEdge[];
}

/** Wires that cross the border of a selection, by the output they come from, in the order of the wires. */
function bordersOf(edges: readonly DocEdge[], chosen: ReadonlySet<string>): { entering: Border[]; leaving: Border[] } {
  const gather = (crossing: readonly DocEdge[]): Border[] => {
    const found = new Map<string, { from: Endpoint; wires: DocEdge[] }>();
    for (const edge of crossing) {
      const known = found.get(endKey(edge.from));
      if (known) known.wires.push(edge);
      else found.set(endKey(edge.from), { from: edge.from, wires: [edge] });
    }
    return [...found.values()];
  };
  return {
    entering: gather(edges.filter(({ from, to }) => !chosen.has(from.node) && chosen.has(to.node))),
    leaving: gather(edges.filter(({ from, to }) => chosen.has(from.node) && !chosen.has(to.node))),
  };
}

/** Inputs of nodes that nothing is wired to, and the first outputs of those that nothing reads: they want ports of their own. */
function looseEnds(edges: readonly DocEdge[], nodes: readonly DocNode[]): { inputs: Border[]; outputs: Border[] } {
  const fed = new Set(edges.map(({ to }) => endKey(to)));
  const read = new Set(edges.map(({ from }) => from.node));
  return {
    inputs: nodes.flatMap((node) =>
      portsOf(node)
        .inputs.map(({ id }): Endpoint => ({ node: node.id, port: id }))
        .filter((end) => !fed.has(endKey(end)))
        .map((end) => ({ from: end, wires: [wireOf(end, end)] })),
    ),
    outputs: nodes.flatMap((node) => {
      const port = read.has(node.id) ? undefined : portsOf(node).outputs[0];
      return port ? [{ from: { node: node.id, port: port.id }, wires: [] }] : [];
    }),
  };
}

const endKey = ({ node, port }: Endpoint): string => `${node} ${port}`;
const wireOf = (from: Endpoint, to: Endpoint): DocEdge => ({ id: edgeId(from, to), from, to });

/** A port node for each border, beside the nodes; a single port goes by its layer's name, several by the wires' ends. */
function portNodes(
  taken: Set<string>,
  type: 'moduleInput' | 'moduleOutput',
  borders: readonly Border[],
  nodes: readonly DocNode[],
): { nodes: DocNode[]; idOf(from: Endpoint): string } {
  const side = type === 'moduleInput' ? Math.min : Math.max;
  const x = side(...nodes.map(({ position }) => position.x)) + (type === 'moduleInput' ? -COLUMN : COLUMN);
  const top = Math.min(...nodes.map(({ position }) => position.y));
  const names = new Set<string>();
  const ids = new Map<string, string>();
  const made = borders.map(({ from, wires }, i) => {
    const id = freeId(taken, type);
    taken.add(id);
    ids.set(endKey(from), id);
    const wanted = type === 'moduleInput' ? (wires[0]?.to.port ?? '') : from.node;
    const name = borders.length > 1 ? unique(wanted, names) : '';
    return { ...newNode(type, id, { x, y: top + (i * ROW) / 2 }), name };
  });
  return { nodes: made, idOf: (from) => ids.get(endKey(from)) ?? '' };
}

function unique(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let i = 2; names.has(name); i++) name = `${wanted} ${i}`;
  names.add(name);
  return name;
}

function newNode(type: string, id: string, position: Point): DocNode {
  const layer = layerOf(type);
  const params = structuredClone(defaultsOf(layer.params)) as Record<string, ParamValue>;
  return { id, type, version: layer.version, name: '', params, position };
}

function middle(nodes: readonly DocNode[]): Point {
  const between = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { x: between(nodes.map(({ position }) => position.x)), y: between(nodes.map(({ position }) => position.y)) };
}

/** No node of the document's own drawing may have it: shared weights go by it as others by their nodes. */
export function freeModuleId(document: NetDocument, also: Iterable<string> = []): string {
  const all = [document, ...document.modules].flatMap(({ nodes }) => nodes.map(({ id }) => id));
  return freeId([...all, ...document.modules.map(({ id }) => id), ...also], 'block');
}

function instanceNode(document: NetDocument, module: DocModule, position: Point): DocNode {
  const id = freeId(
    [...document.nodes, ...document.modules].map((one) => one.id),
    'module',
  );
  const node = newNode('module', id, position);
  return { ...node, name: module.name, params: { ...node.params, module: module.id, ...portsOfModule(module) } };
}

/**
 * Puts another instance of a module into a drawing. Inside a module (see `inDrawing`) nothing happens where it would come to hold itself.
 */
export function placeModule(document: NetDocument, moduleId: string, position: Point): Added {
  const module = moduleOf(document, moduleId);
  if (!module) return { document, ids: [] };
  const node = instanceNode(document, module, position);
  return { document: { ...document, nodes: [...document.nodes, node] }, ids: [node.id] };
}

/**
 * Puts the nodes of a module in the place of one of its instances (expand); an instance that repeats becomes as many instances in
 * a row. The module stays (`removeUnusedModules`). Weights that were shared become own.
 * @returns `ids`: what took its place; the document itself, without ids, where the node is no instance
 */
export function expandInstance(document: NetDocument, nodeId: string): Added {
  const node = nodeOf(document, nodeId);
  const module = node && moduleUsedBy(document, node);
  if (!node || !module) return { document, ids: [] };
  const repeat = Number(node.params.repeat);
  return repeat > 1 ? unrolled(document, node, module, repeat) : expanded(document, node, module);
}

function expanded(document: NetDocument, instance: DocNode, module: DocModule): Added {
  const kept = document.nodes.filter(({ id }) => id !== instance.id);
  const inner = module.nodes.filter(({ type }) => type !== 'moduleInput' && type !== 'moduleOutput');
  const taken = new Set([...kept, ...document.modules].map(({ id }) => id));
  const renamed = new Map<string, string>();
  for (const { id, type } of inner) {
    const free = taken.has(id) ? freeId(taken, type) : id;
    taken.add(free);
    renamed.set(id, free);
  }
  const at = middle(inner.length > 0 ? inner : [instance]);
  const by = { x: instance.position.x - at.x, y: instance.position.y - at.y };
  const nodes = inner.map((node) => ({
    ...node,
    id: renamed.get(node.id) ?? node.id,
    position: { x: node.position.x + by.x, y: node.position.y + by.y },
  }));
  const arriving = new Map(
    document.edges.filter(({ to }) => to.node === instance.id).map(({ from, to }) => [to.port, from]),
  );
  /** Where a value inside comes from outside: undefined where nothing is wired to its port. */
  const source = ({ node, port }: Endpoint): Endpoint | undefined => {
    const id = renamed.get(node);
    return id === undefined ? arriving.get(node) : { node: id, port };
  };
  const given = new Map(module.edges.map(({ from, to }) => [to.node, from]));
  const edges = [
    ...document.edges.filter(({ from, to }) => from.node !== instance.id && to.node !== instance.id),
    ...module.edges.flatMap(({ from, to }) => {
      const [start, id] = [source(from), renamed.get(to.node)];
      return start && id ? [wireOf(start, { node: id, port: to.port })] : [];
    }),
    ...document.edges.flatMap(({ from, to }) => {
      const end = from.node === instance.id ? given.get(from.port) : undefined;
      const start = end && source(end);
      return start ? [wireOf(start, to)] : [];
    }),
  ];
  const ids = nodes.map(({ id }) => id);
  const noted = addCopies(document, module, by).drawing;
  const training = followed(document, (path) => {
    if (path === instance.id) return ids;
    const [root = '', first = '', ...rest] = path.split('/');
    return root === instance.id ? [[renamed.get(first) ?? first, ...rest].join('/')] : [path];
  });
  return { document: { ...noted, nodes: [...kept, ...nodes], edges, training }, ids };
}

/** N instances in the place of one that repeats N times. */
function unrolled(document: NetDocument, instance: DocNode, module: DocModule, repeat: number): Added {
  const { inputs, outputs } = portsOfModule(module);
  const [first, output] = [inputs[0], outputs[0]];
  if (!first || !output || outputs.length > 1) return { document, ids: [] };
  const taken = new Set([...document.nodes, ...document.modules].map(({ id }) => id));
  const copies = Array.from({ length: repeat }, (_, i): DocNode => {
    const id = i === 0 ? instance.id : freeId(taken, 'module');
    taken.add(id);
    const position = { x: instance.position.x + i * COLUMN, y: instance.position.y };
    return { ...instance, id, position, params: { ...instance.params, repeat: 1 } };
  });
  const last = copies.at(-1) ?? instance;
  const edges = document.edges.flatMap((edge) => {
    const { from, to } = edge;
    if (from.node === instance.id) return [wireOf({ ...from, node: last.id }, to)];
    if (to.node !== instance.id || to.port === first.id) return [edge];
    return copies.map(({ id }) => wireOf(from, { ...to, node: id }));
  });
  for (const [i, { id }] of copies.slice(1).entries())
    edges.push(wireOf({ node: copies[i]?.id ?? id, port: output.id }, { node: id, port: first.id }));
  const nodes = document.nodes.flatMap((node) => (node.id === instance.id ? copies : [node]));
  return { document: { ...document, nodes, edges }, ids: copies.map(({ id }) => id) };
}

/** Calls a module something else, and with it the instances that are called as it was. */
export function renameModule(document: NetDocument, moduleId: string, name: string): NetDocument {
  const module = moduleOf(document, moduleId);
  const valid = v.safeParse(moduleSchema.entries.name, name).success;
  if (!module || !valid || module.name === name) return document;
  const called = (node: DocNode): DocNode =>
    node.type === 'module' && node.params.module === moduleId && node.name === module.name ? { ...node, name } : node;
  const modules = document.modules.map((one) => ({
    ...one,
    name: one.id === moduleId ? name : one.name,
    nodes: mapSame(one.nodes, called),
  }));
  return { ...document, nodes: mapSame(document.nodes, called), modules };
}

/** Ids of the modules that the document's own drawing leads to, instances in modules included. */
export function usedModules(document: NetDocument): ReadonlySet<string> {
  const used = new Set<string>();
  const open = modulesIn(document.nodes);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (used.has(id)) continue;
    used.add(id);
    open.push(...modulesIn(moduleOf(document, id)?.nodes ?? []));
  }
  return used;
}

/** Removes the modules that no instance leads to any more. */
export function removeUnusedModules(document: NetDocument): NetDocument {
  const used = usedModules(document);
  const modules = document.modules.filter(({ id }) => used.has(id));
  return modules.length === document.modules.length ? document : { ...document, modules };
}

/**
 * Gives an instance a module of its own, a copy of the one it used: it can be changed without changing the others.
 * Instances inside the copy still use the modules they used.
 * @returns `module`: the copy's id; the document itself where the node is no instance
 */
export function detachInstance(
  document: NetDocument,
  nodeId: string,
): { readonly document: NetDocument; readonly module?: string } {
  const node = nodeOf(document, nodeId);
  const module = node && moduleUsedBy(document, node);
  if (!node || !module || document.modules.length >= MODULES) return { document };
  const copy = { ...module, id: freeModuleId(document) };
  const own: DocNode = { ...node, params: { ...node.params, module: copy.id } };
  const nodes = document.nodes.map((one) => (one === node ? own : one));
  return { document: { ...document, nodes, modules: [...document.modules, copy] }, module: copy.id };
}
