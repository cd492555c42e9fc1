import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { nodeOf } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { enterDrawing, shownDrawing, useDrawing } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { useShortcutsHelp } from '../projects/shortcutsHelp';
import { arrangeDrawing } from './arrangeDrawing';
import { useCanvas } from './canvasStore';
import { clippingText, pasteText } from './clipboard';
import {
  addStickyNote,
  cutSelection,
  deleteReconnecting,
  deleteSelection,
  duplicateSelection,
  frameSelection,
  renameSelection,
  searchLayersHere,
  selectAll,
  toggleDisabled,
  wireSelection,
} from './commands';
import { focusFields, goToNode } from './focusNode';
import { collapseSelection, enterSelection, expandSelection } from './modules';
import { type Direction, firstNode, neighbour } from './navigate';
import { FIT } from './useViewRequests';

const editing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Inside a menu or dialog its own keys count. */
const apart = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null;

const busy = (target: EventTarget | null): boolean => editing(target) || apart(target);

type Commands = Readonly<Record<string, () => void>>;

/** These work while a field has the focus, too. */
const EVERYWHERE = new Set(['mod+k']);

/** `mod` is Ctrl, or Command on a Mac. A character that needs Shift to be typed goes without it. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  const alt = event.altKey ? 'alt+' : '';
  const symbol = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  const shift = event.shiftKey && !symbol ? 'shift+' : '';
  return `${mod}${alt}${shift}${event.key.toLowerCase()}`;
}

/** To the next node that way, from the selected one or the last in a picture; to the first where there is none. */
function step(direction: Direction): void {
  const drawing = shownDrawing();
  const [id = useCanvas.getState().at] = useUi.getState().selection.nodes;
  const next = id !== undefined && nodeOf(drawing, id) ? neighbour(drawing, id, direction) : firstNode(drawing);
  if (next) goToNode(next);
}

function letGo(): void {
  const { menu, set } = useCanvas.getState();
  const { selection, select } = useUi.getState();
  const { path } = useDrawing.getState();
  const none = selection.nodes.length + selection.edges.length + selection.annotations.length === 0;
  if (menu) set({ menu: undefined });
  else if (none && path.length > 0) enterDrawing(path.slice(0, -1));
  else select([]);
}

function useCommands(): Commands {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const { undo, redo } = useDocument.getState();
  const { requestFocus, toggleMinimap } = useUi.getState();
  const zoomToSelection = () => {
    const { nodes, annotations } = useUi.getState().selection;
    const chosen = [...nodes, ...annotations].map((id) => ({ id }));
    void fitView({ ...FIT, ...(chosen.length > 0 ? { nodes: chosen } : {}), maxZoom: 1.5, duration: 180 });
  };
  return {
    'mod+z': undo,
    'mod+shift+z': redo,
    'mod+y': redo,
    'mod+a': selectAll,
    'mod+d': duplicateSelection,
    'mod+k': () => searchLayersHere(),
    '/': () => searchLayersHere(),
    delete: deleteSelection,
    backspace: deleteSelection,
    'shift+delete': deleteReconnecting,
    'shift+backspace': deleteReconnecting,
    escape: letGo,
    f2: renameSelection,
    b: toggleDisabled,
    g: () => frameSelection(),
    n: () => addStickyNote(useCanvas.getState().pointer),
    'mod+g': collapseSelection,
    'mod+shift+g': expandSelection,
    enter: enterSelection,
    w: wireSelection,
    f: () => requestFocus([]),
    z: zoomToSelection,
    l: () => void arrangeDrawing('right'),
    'shift+l': () => void arrangeDrawing('down'),
    m: toggleMinimap,
    '+': () => void zoomIn(),
    '=': () => void zoomIn(),
    '-': () => void zoomOut(),
    'alt+arrowright': () => step('right'),
    'alt+arrowleft': () => step('left'),
    'alt+arrowup': () => step('up'),
    'alt+arrowdown': () => step('down'),
    i: focusFields,
    '?': () => useShortcutsHelp.setState({ opened: true }),
  };
}

function useKeys(commands: Commands): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (event.defaultPrevented || (EVERYWHERE.has(key) ? apart : busy)(event.target)) return;
      const command = commands[key];
      // Enter presses the button that has the focus; on the canvas it is ours.
      const elsewhere = key === 'enter' && !(event.target as Element).closest?.('.react-flow__node');
      if (!command || elsewhere) return;
      event.preventDefault();
      command();
    };
    // Alt and an arrow go before React Flow, which would move the node that has the focus.
    const onStep = (event: KeyboardEvent) => {
      if (!event.altKey || !event.key.startsWith('Arrow')) return;
      onKeyDown(event);
      if (event.defaultPrevented) event.stopPropagation();
    };
    window.addEventListener('keydown', onStep, true);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onStep, true);
      window.removeEventListener('keydown', onKeyDown);
    };
  });
}

/** Copy, cut and paste through the system's clipboard, so that they reach other tabs and a text editor. */
function useClipboard(): void {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      if (busy(event.target) || !window.getSelection()?.isCollapsed) return;
      const text = clippingText();
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') cutSelection();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (busy(event.target)) return;
      if (pasteText(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
    };
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCopy);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCopy);
      window.removeEventListener('paste', onPaste);
    };
  }, []);
}

/** The editor's keys, wherever the focus is but in a field. */
export function useShortcuts(): void {
  useKeys(useCommands());
  useClipboard();
}
