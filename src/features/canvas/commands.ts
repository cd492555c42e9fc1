import { disconnect, duplicateNodes, removeNodes } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';

/** How far a copy lies from its original, in canvas units. */
export const COPY_OFFSET = { x: 24, y: 24 };

export function deleteSelection(): void {
  const { selection, select } = useUi.getState();
  useDocument.getState().edit((document) => removeNodes(disconnect(document, selection.edges), selection.nodes));
  select([]);
}

export function duplicateSelection(): void {
  const { selection, select } = useUi.getState();
  let ids: readonly string[] = [];
  useDocument.getState().edit((document) => {
    const added = duplicateNodes(document, selection.nodes, COPY_OFFSET);
    ids = added.ids;
    return added.document;
  });
  if (ids.length > 0) select(ids);
}

export function selectAll(): void {
  const { document } = useDocument.getState();
  useUi.getState().select(document.nodes.map((node) => node.id));
}
