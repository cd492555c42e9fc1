import { disconnect, duplicateNodes, type Endpoint, nodeOf, type Point, removeNodes } from '../../document/edit';
import {
  addGroup,
  addNote,
  annotationColors,
  moveItems,
  removeAnnotations,
  removeHealing,
  setDisabled,
} from '../../document/edit/annotations';
import type { DocNode, NetDocument } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { useDocument } from '../../stores/document';
import { editShown, shownDrawing } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { type Alignment, aligned, distributed } from './alignment';
import { useCanvas } from './canvasStore';
import { type Box, boundsOf, snap } from './geometry';
import { annotationsOf, boxesOf, groupKey, noteKey, placesOf } from './items';

/** How far a copy lies from its original, in canvas units. */
export const COPY_OFFSET = { x: 24, y: 24 };

/** The way through a node that is cut out of its wires: from its first input to its first output. */
const through = (node: DocNode) => {
  const { inputs, outputs } = portsOf(node);
  return inputs[0] && outputs[0] ? { input: inputs[0].id, output: outputs[0].id } : undefined;
};

function removeSelection(reconnect: boolean, act?: 'cut'): void {
  const { selection, select } = useUi.getState();
  const remove = (drawing: NetDocument): NetDocument => {
    const cut = disconnect(drawing, selection.edges);
    const left = reconnect ? removeHealing(cut, selection.nodes, through) : removeNodes(cut, selection.nodes);
    return removeAnnotations(left, annotationsOf(selection.annotations));
  };
  useDocument.getState().endGesture();
  editShown(remove, undefined, act);
  select([]);
}

/** Deletes what is selected; the wires of a node go with it. */
export const deleteSelection = (): void => removeSelection(false);
/** Deletes what is selected; wires are joined over the gap. */
export const deleteReconnecting = (): void => removeSelection(true);
export const cutSelection = (): void => removeSelection(false, 'cut');

export function duplicateSelection(): void {
  const { selection, select } = useUi.getState();
  let ids: readonly string[] = [];
  let keys: string[] = [];
  editShown(
    (drawing) => {
      const added = duplicateNodes(drawing, selection.nodes, COPY_OFFSET);
      ids = added.ids;
      const copied = copyAnnotations(added.document, selection.annotations, COPY_OFFSET);
      keys = copied.keys;
      return copied.drawing;
    },
    undefined,
    'duplicate',
  );
  if (ids.length + keys.length > 0) select(ids, [], keys);
}

const shifted = (at: Point, by: Point): Point => ({ x: at.x + by.x, y: at.y + by.y });

/** Copies frames and notes beside themselves. */
function copyAnnotations(drawing: NetDocument, keys: readonly string[], by: Point) {
  const { groups, notes } = annotationsOf(keys);
  let result = drawing;
  const made: string[] = [];
  for (const group of drawing.groups.filter(({ id }) => groups.includes(id))) {
    const added = addGroup(result, { ...group, position: shifted(group.position, by) });
    result = added.drawing;
    if (added.id) made.push(groupKey(added.id));
  }
  for (const note of drawing.notes.filter(({ id }) => notes.includes(id))) {
    const added = addNote(result, { ...note, position: shifted(note.position, by) });
    result = added.drawing;
    if (added.id) made.push(noteKey(added.id));
  }
  return { drawing: result, keys: made };
}

export function selectAll(): void {
  const { nodes, groups, notes } = shownDrawing();
  useUi.getState().select(
    nodes.map(({ id }) => id),
    [],
    [...groups.map(({ id }) => groupKey(id)), ...notes.map(({ id }) => noteKey(id))],
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

const MARGIN = { side: 24, top: 44 };

/** Draws a frame around the selection, or an empty one at a place, and lets its title be typed. */
export function frameSelection(at?: Point): void {
  const bounds = boundsOf([...selectedBoxes().values()]);
  const corner = at ?? useCanvas.getState().centre();
  const box = bounds
    ? {
        x: bounds.x - MARGIN.side,
        y: bounds.y - MARGIN.top,
        width: bounds.width + 2 * MARGIN.side,
        height: bounds.height + MARGIN.top + MARGIN.side,
      }
    : { ...snap(corner), width: 320, height: 200 };
  const used = shownDrawing().groups.length;
  const colors = annotationColors.filter((color) => color !== 'gray');
  let id: string | undefined;
  editShown((drawing) => {
    const added = addGroup(drawing, {
      title: '',
      color: colors[(5 + used) % colors.length] ?? 'blue',
      position: { x: box.x, y: box.y },
      size: { width: box.width, height: box.height },
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
