import type { Edge, Node } from '@xyflow/react';
import type { DocNode, Group, Note } from '../../document/schema';

/** What React Flow draws of a drawing. */
export type LayerFlowNode = Node<{ readonly node: DocNode }, 'layer'>;
export type FrameFlowNode = Node<{ readonly group: Group }, 'frame'>;
export type NoteFlowNode = Node<{ readonly note: Note }, 'note'>;
export type CanvasFlowNode = LayerFlowNode | FrameFlowNode | NoteFlowNode;
export type WireFlowEdge = Edge<Record<string, never>, 'wire'>;

/** A selection with some turned on and others off. */
export function toggle(selection: readonly string[], changes: ReadonlyMap<string, boolean>): string[] {
  const chosen = new Set(selection);
  for (const [id, on] of changes) {
    if (on) chosen.add(id);
    else chosen.delete(id);
  }
  return [...chosen];
}
