import { type Remote, wrap } from 'comlink';
import type { Point } from '../../document/edit';
import { moveItems, setGroup } from '../../document/edit/annotations';
import type { NetDocument } from '../../document/schema';
import { editShown, shownDrawing } from '../../stores/drawing';
import { isNodeKey, noteKey } from '../../stores/keys';
import { useUi } from '../../stores/ui';
import type { LayoutTask } from './arrange';
import type { Arranger } from './arrange.worker';
import { boundsOf, framed, nodeHeight } from './geometry';
import { glide } from './glide';
import { boxesOf, contentsOf, placesOf } from './items';

/** Width over height of the canvas. */
export function canvasAspect(): number {
  const box = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
  return box && box.height > 0 ? box.width / box.height : 1.6;
}

let arranger: Remote<Arranger> | undefined;

function worker(): Remote<Arranger> {
  arranger ??= wrap<Arranger>(
    new Worker(new URL('./arrange.worker.ts', import.meta.url), { type: 'module', name: 'arranger' }),
  );
  return arranger;
}

/** The layout of some nodes of a drawing as a task for the worker. */
export function layoutTask(
  drawing: NetDocument,
  ids: ReadonlySet<string>,
  direction: LayoutTask['direction'],
  aspect: number | undefined,
): LayoutTask {
  return {
    nodes: drawing.nodes.filter(({ id }) => ids.has(id)).map((node) => ({ id: node.id, height: nodeHeight(node) })),
    wires: drawing.edges
      .filter(({ from, to }) => ids.has(from.node) && ids.has(to.node))
      .map(({ from, to }) => [from.node, to.node] as const),
    direction,
    aspect,
  };
}

/** Lays out the selected nodes, or all where fewer than two are selected, as one step of undo; the cards glide to their places. */
export async function arrangeDrawing(direction: LayoutTask['direction'] = 'right'): Promise<void> {
  const before = shownDrawing();
  const { nodes: selected } = useUi.getState().selection;
  const some = selected.length > 1;
  const ids = new Set(some ? selected : before.nodes.map(({ id }) => id));
  const places = await worker().arrange(layoutTask(before, ids, direction, some ? undefined : canvasAspect()));
  // Somebody drew on meanwhile: what the worker was asked is no longer the question.
  if (shownDrawing() !== before) return;
  const boxes = boxesOf(before);
  const corner = boundsOf([...places.keys()].flatMap((id) => boxes.get(id) ?? []));
  const moved = new Map(
    [...places].map(([id, at]) => [id, { x: at.x + (corner?.x ?? 0), y: at.y + (corner?.y ?? 0) }]),
  );
  editShown((drawing) => refit(drawing, moveItems(drawing, placesOf(moved))), undefined, 'arrange');
  glide(new Map([...moved.keys()].map((id) => [id, boxes.get(id) ?? { x: 0, y: 0 }])), moved);
  if (!some) useUi.getState().requestFocus([]);
}

/** Frames go on around the nodes that lay in them before; the notes in them keep their place in the frame. */
function refit(before: NetDocument, after: NetDocument): NetDocument {
  const boxes = boxesOf(after);
  return before.groups.reduce((drawing, group) => {
    const keys = contentsOf(before, group);
    const bounds = boundsOf(keys.filter(isNodeKey).flatMap((key) => boxes.get(key) ?? []));
    if (!bounds) return drawing;
    const box = framed(bounds);
    const notes = before.notes.filter(({ id }) => keys.includes(noteKey(id)));
    const by = { x: box.position.x - group.position.x, y: box.position.y - group.position.y };
    const carried = new Map(
      notes.map(({ id, position }): [string, Point] => [id, { x: position.x + by.x, y: position.y + by.y }]),
    );
    return setGroup(moveItems(drawing, { nodes: new Map(), groups: new Map(), notes: carried }), group.id, box);
  }, after);
}
