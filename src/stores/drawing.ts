import { create } from 'zustand';
import { inDrawing, viewOf } from '../document/edit/drawing';
import type { NetDocument } from '../document/schema';
import { type EditAct, useDocument } from './document';
import { useUi } from './ui';

interface DrawingState {
  /** Module nodes that were entered, outermost first; empty on the model itself. */
  readonly path: readonly string[];
}

/** Which drawing the canvas shows; never saved, never undone. */
export const useDrawing = create<DrawingState>()(() => ({ path: [] }));

/** The module that a path of module nodes leads to; undefined where it leads nowhere. */
function moduleAt(document: NetDocument, path: readonly string[]): string | undefined {
  let nodes = document.nodes;
  let found: string | undefined;
  for (const id of path) {
    const node = nodes.find((item) => item.id === id);
    const next = document.modules.find((item) => item.id === node?.params.module);
    if (!next) return undefined;
    found = next.id;
    nodes = next.nodes;
  }
  return found;
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
  const { edit } = useDocument.getState();
  edit((document) => inDrawing(document, moduleAt(document, path), change), gesture, act);
}

/** Shows another drawing; what was selected on the one before is let go. */
export function enterDrawing(path: readonly string[]): void {
  useDrawing.setState({ path });
  useUi.getState().select([]);
}

// Another project begins at its model; a module that an undo took away is left.
useDocument.subscribe((state, before) => {
  const { path } = useDrawing.getState();
  if (path.length === 0) return;
  if (state.opened !== before.opened) enterDrawing([]);
  else if (state.document.modules !== before.document.modules || state.document.nodes !== before.document.nodes) {
    let there = path;
    while (there.length > 0 && moduleAt(state.document, there) === undefined) there = there.slice(0, -1);
    if (there !== path) enterDrawing(there);
  }
});
