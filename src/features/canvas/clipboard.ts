import { type Clipping, copyNodes, type Point, parseClipping, pasteClipping } from '../../document/edit';
import { shownDrawing, useDrawing } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { COPY_OFFSET, pasteWith } from './commands';
import { boundsOf, middleOf, snap } from './geometry';
import { boxesOf, withContents } from './items';
import { belongsIn } from './modules';

/** The selected nodes with the wires among them, frames with what lies in them, and notes as text; undefined where none is selected. */
export function clippingText(): string | undefined {
  const drawing = shownDrawing();
  const { nodes, annotations } = withContents(drawing, useUi.getState().selection);
  const some = nodes.length + annotations.groups.length + annotations.notes.length > 0;
  return some ? JSON.stringify(copyNodes(drawing, nodes, annotations)) : undefined;
}

export async function copySelection(): Promise<void> {
  const text = clippingText();
  if (text !== undefined) await navigator.clipboard.writeText(text);
}

/** How far a clipping must go to have its middle at a place. */
function offsetTo(at: Point, clipping: Clipping): Point {
  const bounds = boundsOf([...boxesOf(clipping).values()]);
  if (!bounds) return COPY_OFFSET;
  const middle = middleOf(bounds);
  return snap({ x: at.x - middle.x, y: at.y - middle.y });
}

/** Pastes from text and selects what came: at a place, or beside where it was copied. False where the text holds no clipping. */
export function pasteText(text: string, at?: Point): boolean {
  const clipping = parseClipping(text);
  if (!clipping) return false;
  // Ports of a module stay in modules, data outside of them.
  const inside = useDrawing.getState().path.length > 0;
  const nodes = clipping.nodes.filter(({ type }) => belongsIn(type, inside));
  const offset = at ? offsetTo(at, clipping) : COPY_OFFSET;
  pasteWith((drawing) => pasteClipping(drawing, { ...clipping, nodes }, offset), 'paste');
  return true;
}

/** Pastes what the system's clipboard holds; the browser may ask the user first. */
export async function pasteFromClipboard(at?: Point): Promise<void> {
  pasteText(await navigator.clipboard.readText(), at);
}
