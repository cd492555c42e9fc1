import { useUi } from '../../stores/ui';

/** Gives the keyboard to the selected node on the canvas; to nothing where none is selected. */
export function focusSelectedNode(): void {
  const [id] = useUi.getState().selection.nodes;
  const node = id === undefined ? null : document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`);
  if (node) node.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** Selects a node, brings it into view, and gives it the keyboard once it is in the page. */
export function goToNode(id: string): void {
  useUi.getState().revealNode(id);
  let tries = 0;
  const focus = () => {
    const node = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`);
    if (node) node.focus({ preventScroll: true });
    else if (++tries < 30) requestAnimationFrame(focus);
  };
  requestAnimationFrame(focus);
}
