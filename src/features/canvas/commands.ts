import {
  disconnect,
  duplicateNodes,
  type Endpoint,
  nodeOf,
  type Pasted,
  type Point,
  removeNodes,
} from '../../document/edit';
import {
  addGroup,
  addNote,
  annotationColors,
  moveItems,
  removeAnnotations,
  removeHealing,
  setDisabled,
} from '../../document/edit/annotations';
import type { NetDocument } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { useDocument } from '../../stores/document';
import { editShown, shownDrawing } from '../../stores/drawing';
import { annotationsOf, groupKey, keysOf, noteKey } from '../../stores/keys';
import { type Selection, useUi } from '../../stores/ui';
import { type Alignment, aligned, distributed } from './alignment';
import { useCanvas } from './canvasStore';
import { type Box, boundsOf, framed, snap } from './geometry';
import { boxesOf, placesOf, withContents } from './items';

/** How far a copy lies from its original, in canvas units. */
export const COPY_OFFSET = { x: 24, y: 24 };

function removeSelection(change: (drawing: NetDocument, selection: Selection) => NetDocument, act?: 'cut'): void {
  const { selection, select } = useUi.getState();
  useDocument.getState().endGesture();
  editShown((drawing) => change(disconnect(drawing, selection.edges), selection), undefined, act);
  select([]);
}

/** Deletes what is selected; the wires of a node go with it, what lies in a frame stays. */
export const deleteSelection = (): void =>
  removeSelection((drawing, { nodes, annotations }) =>
    removeAnnotations(removeNodes(drawing, nodes), annotationsOf(annotations)),
  );
/** Deletes what is selected; wires are joined over the gap. */
export const deleteReconnecting = (): void =>
  removeSelection((drawing, { nodes, annotations }) =>
    removeAnnotations(removeHealing(drawing, nodes), annotationsOf(annotations)),
  );
/** Takes away what a copy of the selection holds: what lies in a frame goes with it. */
export const cutSelection = (): void =>
  removeSelection((drawing, selection) => {
    const { nodes, annotations } = withContents(drawing, selection);
    return removeAnnotations(removeNodes(drawing, nodes), annotations);
  }, 'cut');

/** Applies an edit that pastes, and selects what it brought. */
export function pasteWith(paste: (drawing: NetDocument) => Pasted, act: 'paste' | 'duplicate'): void {
  let pasted: Pasted | undefined;
  editShown(
    (drawing) => {
      pasted = paste(drawing);
      return pasted.document;
    },
    undefined,
    act,
  );
  const keys = pasted ? keysOf(pasted.annotations) : [];
  if (pasted && pasted.ids.length + keys.length > 0) useUi.getState().select(pasted.ids, [], keys);
}

/** Copies what is selected beside itself; what lies in a frame is copied with it. */
export function duplicateSelection(): void {
  const { nodes, annotations } = withContents(shownDrawing(), useUi.getState().selection);
  pasteWith((drawing) => duplicateNodes(drawing, nodes, COPY_OFFSET, annotations), 'duplicate');
}

export function selectAll(): void {
  const { nodes, groups, notes } = shownDrawing();
  useUi.getState().select(
    nodes.map(({ id }) => id),
    [],
    keysOf({ groups: groups.map(({ id }) => id), notes: notes.map(({ id }) => id) }),
  );
}

/** Bypasses the selected nodes, or puts them all back to work where every one is bypassed already. */
export function toggleDisabled(): void {
  const { nodes } = useUi.getState().selection;
  const drawing = shownDrawing();
  const off = nodes.every((id) => nodeOf(drawing, id)?.disabled);
  editShown((before) => setDisabled(before, nodes, !off));
}

/** Where the selected nodes, frames and notes are. */
export function selectedBoxes(): Map<string, Box> {
  const { nodes, annotations } = useUi.getState().selection;
  const chosen = new Set([...nodes, ...annotations]);
  return new Map([...boxesOf(shownDrawing())].filter(([key]) => chosen.has(key)));
}

export function alignSelection(alignment: Alignment): void {
  const places = aligned(selectedBoxes(), alignment);
  editShown((drawing) => moveItems(drawing, placesOf(places)), undefined, 'align');
}

export function distributeSelection(axis: 'x' | 'y'): void {
  const places = distributed(selectedBoxes(), axis);
  editShown((drawing) => moveItems(drawing, placesOf(places)), undefined, 'align');
}

/** Draws a frame around the selection, or an empty one at a place, and lets its title be typed. */
export function frameSelection(at?: Point): void {
  const bounds = boundsOf([...selectedBoxes().values()]);
  const corner = at ?? useCanvas.getState().centre();
  const frame = bounds ? framed(bounds) : { position: snap(corner), size: { width: 320, height: 200 } };
  const used = shownDrawing().groups.length;
  const colors = annotationColors.filter((color) => color !== 'gray');
  let id: string | undefined;
  editShown((drawing) => {
    const added = addGroup(drawing, {
      title: '',
      color: colors[(5 + used) % colors.length] ?? 'blue',
      ...frame,
    });
    id = added.id;
    return added.drawing;
  });
  write(id && groupKey(id));
}

/** Puts a sticky note down and lets it be written. */
export function addStickyNote(at: Point = useCanvas.getState().centre()): void {
  let id: string | undefined;
  editShown((drawing) => {
    const size = { width: 200, height: 120 };
    const added = addNote(drawing, { text: '', color: 'yellow', position: snap(at), size });
    id = added.id;
    return added.drawing;
  });
  write(id && noteKey(id));
}

function write(key: string | undefined): void {
  if (!key) return;
  useUi.getState().select([], [], [key]);
  useCanvas.getState().set({ writing: key });
}

/** Begins to rename the one thing that is selected. */
export function renameSelection(): void {
  const { nodes, annotations } = useUi.getState().selection;
  const [only, ...others] = [...nodes, ...annotations];
  if (only && others.length === 0) useCanvas.getState().set({ writing: only });
}

/** Opens the search for a layer in the middle of the canvas, or at a place. */
export function searchLayersHere(screen?: Point, at?: Point): void {
  const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  const middle = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2 - 150, y: (box?.y ?? 0) + 72 };
  useCanvas.getState().set({ quickAdd: { screen: screen ?? middle, ...(at ? { at } : {}) } });
}

/** The first output of the one node that is selected. */
function selectedOutput(): Endpoint | undefined {
  const { nodes } = useUi.getState().selection;
  const [id, ...others] = nodes;
  const node = id === undefined || others.length > 0 ? undefined : nodeOf(shownDrawing(), id);
  const port = node && portsOf(node).outputs[0];
  return node && port ? { node: node.id, port: port.id } : undefined;
}

/** Lets the keyboard choose what the selected node's output goes to. */
export function wireSelection(): void {
  const from = selectedOutput();
  if (from) useCanvas.getState().set({ wiringFrom: from });
}
