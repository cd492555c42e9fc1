import { create } from 'zustand';
import type { Endpoint, Point } from '../../document/edit';

/** What the palette's drags carry: the type of a layer. */
export const LAYER_DRAG_TYPE = 'application/x-netloom-layer';

/** An open search for a layer to add at a place, fed by a wire dropped there or by none. */
export interface QuickAddRequest {
  /** Where the search opens, in CSS pixels of the page. */
  readonly screen: Point;
  /** Where the layer goes, in canvas units. */
  readonly at: Point;
  readonly wire?: { readonly end: Endpoint; readonly side: 'source' | 'target' };
}

interface CanvasState {
  /** Ports that could take the wire being dragged (`node.port`); undefined while none is. */
  readonly takers: ReadonlySet<string> | undefined;
  /** The wire a node being dropped would go into. */
  readonly dropWire: string | undefined;
  readonly quickAdd: QuickAddRequest | undefined;
  /** Middle of what is in view, in canvas units. */
  centre(): Point;
  set(change: Partial<Omit<CanvasState, 'set'>>): void;
}

/** What the canvas is busy with; never saved. */
export const useCanvas = create<CanvasState>()((set) => ({
  takers: undefined,
  dropWire: undefined,
  quickAdd: undefined,
  centre: () => ({ x: 0, y: 0 }),
  set: (change) => set(change),
}));

export const portKey = ({ node, port }: Endpoint): string => `${node}.${port}`;
