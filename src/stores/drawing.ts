import { create } from 'zustand';
import type { Diagnostic } from '../core/diagnostic';
import type { DocumentAnalysis } from '../document/analysis';
import { inDrawing, viewOf } from '../document/edit/drawing';
import { prefixInside } from '../document/lowering/paths';
import { moduleUsedBy } from '../document/places';
import type { DocNode, NetDocument } from '../document/schema';
import { analysisOf } from './analysis';
import { type EditAct, useDocument } from './document';
import { groupKey, noteKey } from './keys';
import { useUi } from './ui';

interface DrawingState {
  /** Module nodes that were entered, outermost first; empty on the model itself. */
  readonly path: readonly string[];
}

/** Which drawing the canvas shows; never saved, never undone. */
export const useDrawing = create<DrawingState>()(() => ({ path: [] }));

/** The module nodes along a path, as far as it leads. */
export function instancesAlong(document: NetDocument, path: readonly string[]): DocNode[] {
  const found: DocNode[] = [];
  let nodes = document.nodes;
  for (const id of path) {
    const node = nodes.find((item) => item.id === id);
    const module = node && moduleUsedBy(document, node);
    if (!node || !module) break;
    found.push(node);
    nodes = module.nodes;
  }
  return found;
}

/** The module that a path of module nodes leads to; undefined for the model itself, and where it leads nowhere. */
function moduleAt(document: NetDocument, path: readonly string[]): string | undefined {
  const instances = path.length === 0 ? [] : instancesAlong(document, path);
  const last = instances.length === path.length ? instances.at(-1) : undefined;
  return last && moduleUsedBy(document, last)?.id;
}

/**
 * The document with the drawing of a module in the place of its own: edits of documents work on either. The model itself where
 * the path is empty, or leads nowhere any more. The same object for the same document and module.
 */
export const drawingAt = (document: NetDocument, path: readonly string[]): NetDocument =>
  viewOf(document, moduleAt(document, path));

/** The drawing on the canvas now. */
export const shownDrawing = (): NetDocument => drawingAt(useDocument.getState().document, useDrawing.getState().path);

/** A part of the drawing on the canvas. */
export function useShown<T>(select: (drawing: NetDocument) => T): T {
  const path = useDrawing((state) => state.path);
  return useDocument((state) => select(drawingAt(state.document, path)));
}

/** Applies an edit to the drawing on the canvas, whichever it is. */
export function editShown(change: (drawing: NetDocument) => NetDocument, gesture?: string, act?: EditAct): void {
  const { path } = useDrawing.getState();
  useDocument.getState().edit((document) => inDrawing(document, moduleAt(document, path), change), gesture, act);
}

/** What the paths of a drawing's nodes in the whole model begin with: `encoder_1/0/` in the first copy of one that repeats. */
const prefixOf = (document: NetDocument, path: readonly string[]): string =>
  path.length === 0
    ? ''
    : instancesAlong(document, path).reduce((prefix, node) => prefixInside(prefix + node.id, node), '');

/** What the paths of the nodes on the canvas begin with: nothing on the model itself. */
export function useShownPrefix(): string {
  const path = useDrawing((state) => state.path);
  return useDocument((state) => prefixOf(state.document, path));
}

const whole = new WeakMap<Diagnostic, Diagnostic>();

/** A diagnostic of the drawing on the canvas as the whole model has it: with the path of its node. */
export const wholeDiagnostic = (shown: Diagnostic): Diagnostic => whole.get(shown) ?? shown;

const scoped = new WeakMap<DocumentAnalysis, Map<string, DocumentAnalysis>>();

/** The analysis as one drawing sees it: nodes and diagnostics by the ids they have there. */
function within(analysis: DocumentAnalysis, prefix: string): DocumentAnalysis {
  if (prefix === '') return analysis;
  const known = scoped.get(analysis) ?? new Map<string, DocumentAnalysis>();
  scoped.set(analysis, known);
  const cut = <T>(entries: Iterable<[string, T]>): [string, T][] =>
    [...entries].flatMap(([id, item]) => (id.startsWith(prefix) ? [[id.slice(prefix.length), item]] : []));
  const inside = (item: Diagnostic): Diagnostic[] => {
    if (!item.nodeId?.startsWith(prefix)) return [];
    const own = { ...item, nodeId: item.nodeId.slice(prefix.length) };
    whole.set(own, item);
    return [own];
  };
  const view = known.get(prefix) ?? {
    ...analysis,
    nodes: new Map(cut(analysis.nodes)),
    diagnostics: analysis.diagnostics.flatMap(inside),
  };
  known.set(prefix, view);
  return view;
}

const analysisAt = (document: NetDocument, path: readonly string[]): DocumentAnalysis =>
  within(analysisOf(document), prefixOf(document, path));

/** What is known of the drawing on the canvas, by its own nodes' ids. */
export const shownAnalysis = (): DocumentAnalysis =>
  analysisAt(useDocument.getState().document, useDrawing.getState().path);

/** A part of the analysis of the drawing on the canvas; renders again only when that part changes. */
export function useShownAnalysis<T>(select: (analysis: DocumentAnalysis) => T): T {
  const path = useDrawing((state) => state.path);
  return useDocument((state) => select(analysisAt(state.document, path)));
}

/** Shows another drawing; what was selected on the one before is let go. */
export function enterDrawing(path: readonly string[]): void {
  useDrawing.setState({ path });
  useUi.getState().select([]);
}

/** Shows a node by its place in the whole model: `encoder_1/0/dense_1` is the dense_1 inside encoder_1. */
export function revealPlace(place: string): void {
  const parts = place.split('/').filter((part) => !/^\d/.test(part));
  const id = parts.pop();
  const { path } = useDrawing.getState();
  if (parts.join('/') !== path.join('/')) enterDrawing(parts);
  if (id) useUi.getState().revealNode(id);
}

/** What is no longer there is no longer selected. */
function prune(): void {
  const { selection, select } = useUi.getState();
  if (selection.nodes.length + selection.edges.length + selection.annotations.length === 0) return;
  const { nodes, edges, groups, notes } = shownDrawing();
  const there = new Set([
    ...nodes.map(({ id }) => id),
    ...edges.map(({ id }) => id),
    ...groups.map(({ id }) => groupKey(id)),
    ...notes.map(({ id }) => noteKey(id)),
  ]);
  const kept = (ids: readonly string[]) => ids.filter((id) => there.has(id));
  const left = [kept(selection.nodes), kept(selection.edges), kept(selection.annotations)] as const;
  const count = left.flat().length;
  if (count < selection.nodes.length + selection.edges.length + selection.annotations.length) select(...left);
}

useDocument.subscribe((state, before) => {
  if (state.document !== before.document) prune();
});

// Another project begins at its model; a module that an undo took away is left.
useDocument.subscribe((state, before) => {
  const { path } = useDrawing.getState();
  if (path.length === 0) return;
  if (state.opened !== before.opened) enterDrawing([]);
  else if (state.document !== before.document) {
    const there = instancesAlong(state.document, path);
    if (there.length < path.length) enterDrawing(path.slice(0, there.length));
  }
});
