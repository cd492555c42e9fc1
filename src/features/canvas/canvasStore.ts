import { create } from 'zustand';
import type { Endpoint, Point } from '../../document/edit';
import type { Guide } from './alignment';

/** What the palette's drags carry: the type of a layer. */
export const LAYER_DRAG_TYPE = 'application/x-netloom-layer';

/** An open search for a layer to add at a place, fed by a wire dropped there or by none. */
export interface QuickAddRequest {
  /** Where the search opens, in CSS pixels of the page. */
  readonly screen: Point;
  /** Where the layer goes, in canvas units; after the selected node, or to the middle of the view, where absent. */
  readonly at?: Point;
  readonly wire?: { readonly end: Endpoint; readonly side: 'source' | 'target' };
  /** A wire to lead through the new node. */
  readonly onWire?: string;
}

/** What a context menu was asked for. */
export type MenuTarget =
  | { readonly kind: 'canvas'; readonly at: Point }
  | { readonly kind: 'nodes' }
  | { readonly kind: 'wire'; readonly id: string; readonly at: Point }
  | { readonly kind: 'annotation'; readonly id: string };

interface CanvasState {
  /** Ports that could take the wire being dragged (`node.port`); undefined while none is. */
  readonly takers: ReadonlySet<string> | undefined;
  /** The type of the layer that is being dragged from the palette. */
  readonly dragging: string | undefined;
  /** The wire a node being dropped would go into. */
  readonly dropWire: string | undefined;
  /** The node a layer being dropped would be appended to. */
  readonly dropNode: string | undefined;
  readonly quickAdd: QuickAddRequest | undefined;
  /** The output that the keyboard is drawing a wire from. */
  readonly wiringFrom: Endpoint | undefined;
  readonly menu: { readonly screen: Point; readonly target: MenuTarget } | undefined;
  /** The node (its id), frame or note (`group:<id>`, `note:<id>`) whose text is being typed on the canvas. */
  readonly writing: string | undefined;
  /** Lines that the nodes being dragged are in line with. */
  readonly guides: readonly Guide[];
  /** Places of nodes on their way to where the document has them already. */
  readonly held: ReadonlyMap<string, Point> | undefined;
  /** Seen from so far that a card shows its name alone, and wires are drawn all in one. */
  readonly far: boolean;
  /** Of a drawing shown as a picture: the nodes and wires that are in the page as well; undefined before any is. */
  readonly live: ReadonlySet<string> | undefined;
  /** Of a drawing shown as a picture: the node that had the keyboard last. */
  readonly at: string | undefined;
  /** Where the pointer last was over the canvas, in canvas units. */
  readonly pointer: Point | undefined;
  /** Middle of what is in view, in canvas units. */
  centre(): Point;
  set(change: Partial<Omit<CanvasState, 'set'>>): void;
}

/** What the canvas is busy with; never saved. */
export const useCanvas = create<CanvasState>()((set) => ({
  takers: undefined,
  dragging: undefined,
  dropWire: undefined,
  dropNode: undefined,
  quickAdd: undefined,
  wiringFrom: undefined,
  menu: undefined,
  writing: undefined,
  guides: [],
  held: undefined,
  far: false,
  live: undefined,
  at: undefined,
  pointer: undefined,
  centre: () => ({ x: 0, y: 0 }),
  set: (change) => set(change),
}));

export const portKey = ({ node, port }: Endpoint): string => `${node}.${port}`;
