import { type NodeChange, useReactFlow } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { insertOnWire, nodeOf, type Point } from '../../document/edit';
import { moveItems } from '../../document/edit/annotations';
import type { NetDocument } from '../../document/schema';
import { useDocument } from '../../stores/document';
import { editShown, shownDrawing } from '../../stores/drawing';
import { isNodeKey } from '../../stores/keys';
import { useUi } from '../../stores/ui';
import { snapToGuides } from './alignment';
import { useCanvas } from './canvasStore';
import { type CanvasFlowNode, toggle } from './flowTypes';
import { type Box, boundsOf, GRID, middleOf } from './geometry';
import { boxesOf, contentsOf, groupOf, placesOf } from './items';

type Measured = { readonly width: number; readonly height: number };

/** What is known of a drag from its first move on. */
interface Drag {
  readonly boxes: ReadonlyMap<string, Box>;
  /** What stands still and can be lined up with. */
  readonly others: readonly Box[];
  /** What lies in frames that are dragged, by the key of the frame. */
  readonly contents: ReadonlyMap<string, readonly string[]>;
  /** A single node without wires can be dropped on a wire. */
  readonly loose: string | undefined;
}

/** How near to a line the pointer must bring a box, in CSS pixels. */
const REACH = 6;
/** Beyond these many nodes only those in view are lined up with. */
const MANY = 300;

/** Carries React Flow's changes of nodes over to the drawing and the selection; a drag is one step of undo. */
export function useNodeChanges() {
  const { getZoom, flowToScreenPosition } = useReactFlow();
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point>>();
  const measured = useRef(new Map<string, Measured>());
  const drag = useRef<Drag>(undefined);
  const latest = useRef<ReadonlyMap<string, Point>>(undefined);

  const move = useCallback(
    (moving: ReadonlyMap<string, Point>) => {
      const drawing = shownDrawing();
      drag.current ??= startDrag(drawing, [...moving.keys()]);
      const { places, guides } = dragTo(drag.current, moving, REACH / getZoom());
      latest.current = places;
      setDragged(places);
      const { loose } = drag.current;
      useCanvas
        .getState()
        .set({ guides, dropWire: loose && wireUnder(drag.current, loose, places, flowToScreenPosition) });
    },
    [getZoom, flowToScreenPosition],
  );

  const settle = useCallback((settled: ReadonlyMap<string, Point>) => {
    const { dropWire, set } = useCanvas.getState();
    const loose = drag.current?.loose;
    const places = drag.current ? (latest.current ?? settled) : withContents(shownDrawing(), settled);
    // The end of a drag is one step of undo; so is a burst of arrow keys, which come without a drag.
    const gesture = drag.current ? undefined : 'nudge';
    drag.current = undefined;
    latest.current = undefined;
    setDragged(undefined);
    set({ guides: [], dropWire: undefined });
    editShown((drawing) => {
      const moved = moveItems(drawing, placesOf(places));
      return loose && dropWire ? insertOnWire(moved, dropWire, loose) : moved;
    }, gesture);
  }, []);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasFlowNode>[]) => {
      const moving = new Map<string, Point>();
      const settled = new Map<string, Point>();
      const toggled = new Map<string, boolean>();
      for (const change of changes) {
        if (change.type === 'dimensions' && change.dimensions) measured.current.set(change.id, change.dimensions);
        else if (change.type === 'select') toggled.set(change.id, change.selected);
        else if (change.type === 'position' && change.position && !useCanvas.getState().held)
          (change.dragging ? moving : settled).set(change.id, change.position);
      }
      if (toggled.size > 0) selectThese(toggled);
      if (moving.size > 0) move(moving);
      if (settled.size > 0) settle(settled);
    },
    [move, settle],
  );
  return useMemo(() => ({ dragged, measured, onNodesChange }), [dragged, onNodesChange]);
}

function selectThese(toggled: ReadonlyMap<string, boolean>): void {
  const { selection, select } = useUi.getState();
  const chosen = toggle([...selection.nodes, ...selection.annotations], toggled);
  select(
    chosen.filter(isNodeKey),
    selection.edges,
    chosen.filter((key) => !isNodeKey(key)),
  );
}

function startDrag(drawing: NetDocument, keys: readonly string[]): Drag {
  useDocument.getState().endGesture();
  const boxes = boxesOf(drawing);
  const contents = new Map(
    keys.flatMap((key) => {
      const group = groupOf(drawing, key);
      return group ? [[key, contentsOf(drawing, group)] as const] : [];
    }),
  );
  const still = new Set([...keys, ...[...contents.values()].flat()]);
  const [only, ...rest] = keys;
  const wired = drawing.edges.some(({ from, to }) => from.node === only || to.node === only);
  const view = drawing.nodes.length > MANY ? inView() : undefined;
  return {
    boxes,
    others: [...boxes].filter(([key, box]) => !still.has(key) && (!view || meets(box, view))).map(([, box]) => box),
    contents,
    loose: only && rest.length === 0 && !wired && nodeOf(drawing, only) ? only : undefined,
  };
}

const meets = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** A generous square around what is in view. */
function inView(): Box {
  const { x, y } = useCanvas.getState().centre();
  return { x: x - 1500, y: y - 1500, width: 3000, height: 3000 };
}

const onGrid = (at: number): number => Math.round(at / GRID) * GRID - at;

/** Where everything goes that moves with the pointer: what is held, pushed in line or else onto the grid, and what lies in frames. */
function dragTo({ boxes, others, contents }: Drag, moving: ReadonlyMap<string, Point>, reach: number) {
  const there = [...moving].flatMap(([key, at]) => {
    const box = boxes.get(key);
    return box ? [{ ...box, ...at }] : [];
  });
  const whole = boundsOf(there);
  const { by: push, guides } = whole ? snapToGuides(whole, others, reach) : { by: { x: 0, y: 0 }, guides: [] };
  const free = (axis: 'x' | 'y') => whole !== undefined && !guides.some((guide) => guide.axis === axis);
  const by = { x: free('x') ? onGrid(whole?.x ?? 0) : push.x, y: free('y') ? onGrid(whole?.y ?? 0) : push.y };
  const places = new Map([...moving].map(([key, { x, y }]) => [key, { x: x + by.x, y: y + by.y }]));
  for (const [frame, keys] of contents) carry(boxes, frame, keys, places);
  return { places, guides };
}

/** Moves what lies in a frame as far as the frame. */
function carry(
  boxes: ReadonlyMap<string, Box>,
  frame: string,
  keys: readonly string[],
  places: Map<string, Point>,
): void {
  const from = boxes.get(frame);
  const to = places.get(frame);
  if (!from || !to) return;
  for (const key of keys) {
    const box = boxes.get(key);
    if (box && !places.has(key)) places.set(key, { x: box.x + to.x - from.x, y: box.y + to.y - from.y });
  }
}

function withContents(drawing: NetDocument, moved: ReadonlyMap<string, Point>): Map<string, Point> {
  const boxes = boxesOf(drawing);
  const places = new Map(moved);
  for (const key of moved.keys()) {
    const group = groupOf(drawing, key);
    if (group) carry(boxes, key, contentsOf(drawing, group), places);
  }
  return places;
}

/** The wire under the middle of a node that is being dragged. */
function wireUnder(
  { boxes }: Drag,
  key: string,
  places: ReadonlyMap<string, Point>,
  toScreen: (at: Point) => Point,
): string | undefined {
  const box = boxes.get(key);
  const at = places.get(key);
  if (!box || !at) return undefined;
  const { x, y } = toScreen(middleOf({ ...box, ...at }));
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest('.react-flow__edge')?.getAttribute('data-id');
    if (id) return id;
  }
  return undefined;
}
