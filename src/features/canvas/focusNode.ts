import { useUi } from '../../stores/ui';

/** Gives the keyboard to the selected node on the canvas; to nothing where none is selected. */
export function focusSelectedNode(): void {
  const [id] = useUi.getState().selection.nodes;
  const node = id === undefined ? null : document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`);
  if (node) node.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
