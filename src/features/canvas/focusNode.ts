import { useUi } from '../../stores/ui';

/** Gives the keyboard to the selected node on the canvas; to nothing where none is selected. */
export function focusSelectedNode(): void {
  const [id] = useUi.getState().selection.nodes;
  const node = id === undefined ? null : document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`);
  if (node) node.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

const FIELDS = '[data-testid="inspector"] :is(input, select)[data-testid]:not([data-testid="field-name"])';

/** Gives the keyboard to what `find` finds, as soon as it is in the page. */
function focusSoon(find: string, options?: FocusOptions): void {
  let tries = 0;
  const focus = () => {
    const found = document.querySelector<HTMLElement>(find);
    if (found) found.focus(options);
    else if (++tries < 30) requestAnimationFrame(focus);
  };
  requestAnimationFrame(focus);
}

/** Gives the keyboard to the first field of the selected node. */
export const focusFields = (): void => document.querySelector<HTMLElement>(FIELDS)?.focus();

/** Selects a node, and gives the keyboard to its first field once it is in the page. */
export function editNode(id: string): void {
  useUi.getState().select([id]);
  focusSoon(FIELDS);
}

/** Selects a node, brings it into view, and gives it the keyboard once it is in the page. */
export function goToNode(id: string): void {
  useUi.getState().revealNode(id);
  focusSoon(`.react-flow__node[data-id="${id}"]`, { preventScroll: true });
}
