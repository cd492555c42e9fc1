import { type Clipping, copyNodes, type Point, parseClipping, pasteClipping } from '../../document/edit';
import { editShown, shownDrawing } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { COPY_OFFSET } from './commands';
import { boundsOf, cardBox, middleOf, snap } from './geometry';

/** The selected nodes with the wires among them as text; undefined where no node is selected. */
export function clippingText(): string | undefined {
  const { nodes } = useUi.getState().selection;
  return nodes.length === 0 ? undefined : JSON.stringify(copyNodes(shownDrawing(), nodes));
}

export async function copySelection(): Promise<void> {
  const text = clippingText();
  if (text !== undefined) await navigator.clipboard.writeText(text);
}

/** How far a clipping must go to have its middle at a place. */
function offsetTo(at: Point, { nodes }: Clipping): Point {
  const bounds = boundsOf(nodes.map(cardBox));
  if (!bounds) return COPY_OFFSET;
  const middle = middleOf(bounds);
  return snap({ x: at.x - middle.x, y: at.y - middle.y });
}

/** Pastes nodes from text and selects them: at a place, or beside where they were copied. False where the text holds none. */
export function pasteText(text: string, at?: Point): boolean {
  const clipping = parseClipping(text);
  if (!clipping) return false;
  let ids: readonly string[] = [];
  const apply = (drawing: Parameters<Parameters<typeof editShown>[0]>[0]) => {
    const added = pasteClipping(drawing, clipping, at ? offsetTo(at, clipping) : COPY_OFFSET);
    ids = added.ids;
    return added.document;
  };
  editShown(apply, undefined, 'paste');
  useUi.getState().select(ids);
  return true;
}

/** Pastes what the system's clipboard holds; the browser may ask the user first. */
export async function pasteFromClipboard(at?: Point): Promise<void> {
  pasteText(await navigator.clipboard.readText(), at);
}
