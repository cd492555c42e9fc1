import { layers, portsOf } from '../../layers/registry';
import { holds, moduleOf, modulesIn, withCurrentPorts } from '../places';
import type { DocModule, Drawing, NetDocument } from '../schema';

const views = new WeakMap<NetDocument, Map<string, NetDocument>>();

/**
 * The document with the drawing of a module in the place of its own, so that every edit of documents works inside modules; the
 * document itself where there is no such module or `moduleId` is undefined. The same object for the same document and module.
 */
export function viewOf(document: NetDocument, moduleId: string | undefined): NetDocument {
  const module = moduleId === undefined ? undefined : moduleOf(document, moduleId);
  if (!module) return document;
  const known = views.get(document) ?? new Map<string, NetDocument>();
  views.set(document, known);
  const view = known.get(module.id) ?? { ...document, ...drawingPart(module) };
  known.set(module.id, view);
  return view;
}

/**
 * Applies an edit to the drawing of a module, or to the document's own where `moduleId` is undefined. Instances of the module get
 * the ports it has after the edit; wires to ports that are gone go too. Nothing changes where a module would come to hold itself, or
 * one would go that is still used (`removeUnusedModules` is an edit of the whole document).
 */
export function inDrawing(
  document: NetDocument,
  moduleId: string | undefined,
  change: (view: NetDocument) => NetDocument,
): NetDocument {
  const view = viewOf(document, moduleId);
  const after = change(view);
  if (after === view) return document;
  if (view === document) return current(after);
  const modules = after.modules.map((module) =>
    module.id === moduleId ? { ...module, ...drawingPart(after) } : module,
  );
  const whole = current({ ...after, ...drawingPart(document), modules });
  const there = new Set(whole.modules.map(({ id }) => id));
  const used = [whole, ...whole.modules].flatMap(({ nodes }) => modulesIn(nodes));
  const sound = used.every((id) => there.has(id)) && moduleId !== undefined && !holds(whole, moduleId, moduleId);
  return sound ? whole : document;
}

const drawingPart = ({ nodes, edges, groups, notes }: Drawing): Drawing => ({ nodes, edges, groups, notes });

/** The document with the ports of all instances as their modules have them, without the wires whose ports are gone. */
export function current(document: NetDocument): NetDocument {
  const modules = mapSame(document.modules, (module) => connected(module, document.modules));
  const root = connected(document, document.modules);
  return root === document && modules === document.modules ? document : { ...root, modules };
}

function connected<D extends Drawing>(drawing: D, modules: readonly DocModule[]): D {
  const nodes = withCurrentPorts(drawing.nodes, modules);
  if (nodes === drawing.nodes) return drawing;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const has = (id: string, side: 'inputs' | 'outputs', port: string): boolean => {
    const node = byId.get(id);
    return !!node && (!layers.has(node.type) || portsOf(node)[side].some((spec) => spec.id === port));
  };
  const edges = drawing.edges.filter(
    ({ from, to }) => has(from.node, 'outputs', from.port) && has(to.node, 'inputs', to.port),
  );
  return { ...drawing, nodes, edges: edges.length === drawing.edges.length ? drawing.edges : edges };
}

/** The list itself where nothing in it changed. */
export function mapSame<T>(items: T[], change: (item: T) => T): T[] {
  const changed = items.map(change);
  return changed.every((item, i) => item === items[i]) ? items : changed;
}
