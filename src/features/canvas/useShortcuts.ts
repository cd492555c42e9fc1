import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { copyNodes, parseClipping, pasteClipping } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';
import { useShortcutsHelp } from '../projects/shortcutsHelp';
import { canvasAspect } from './CanvasControls';
import { COPY_OFFSET, deleteSelection, duplicateSelection, selectAll } from './commands';
import { arrangeDocument } from './useViewRequests';

const editing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Inside a menu or dialog its own keys count. */
const busy = (target: EventTarget | null): boolean =>
  editing(target) ||
  (target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null);

function focusFirst(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

type Commands = Readonly<Record<string, () => void>>;

/** `mod` is Ctrl, or Command on a Mac. */
function keyOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  const shift = event.shiftKey && mod ? 'shift+' : '';
  return `${mod}${shift}${event.key.toLowerCase()}`;
}

function useCommands(): Commands {
  const { zoomIn, zoomOut } = useReactFlow();
  const { undo, redo } = useDocument.getState();
  const { requestFocus, toggleMinimap, select } = useUi.getState();
  return {
    'mod+z': undo,
    'mod+shift+z': redo,
    'mod+y': redo,
    'mod+a': selectAll,
    'mod+d': duplicateSelection,
    delete: deleteSelection,
    backspace: deleteSelection,
    escape: () => select([]),
    f: () => requestFocus([]),
    l: () => void arrangeDocument(canvasAspect()),
    m: toggleMinimap,
    '+': () => void zoomIn(),
    '=': () => void zoomIn(),
    '-': () => void zoomOut(),
    i: () => focusFirst('[data-testid="inspector"] :is(input, select)[data-testid]:not([data-testid="field-name"])'),
    '?': () => useShortcutsHelp.setState({ opened: true }),
    '/': () => focusFirst('[data-palette-search]'),
  };
}

/** The editor's keys, wherever the focus is but in a field; copy, cut and paste go through the system's clipboard. */
export function useShortcuts(): void {
  const commands = useCommands();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || busy(event.target)) return;
      const command = commands[keyOf(event)];
      if (!command) return;
      event.preventDefault();
      command();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      const { selection } = useUi.getState();
      if (busy(event.target) || selection.nodes.length === 0 || !window.getSelection()?.isCollapsed) return;
      event.clipboardData?.setData(
        'text/plain',
        JSON.stringify(copyNodes(useDocument.getState().document, selection.nodes)),
      );
      event.preventDefault();
      if (event.type === 'cut') deleteSelection();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (busy(event.target)) return;
      const clipping = parseClipping(event.clipboardData?.getData('text/plain') ?? '');
      if (!clipping) return;
      event.preventDefault();
      let ids: readonly string[] = [];
      useDocument.getState().edit((document) => {
        const added = pasteClipping(document, clipping, COPY_OFFSET);
        ids = added.ids;
        return added.document;
      });
      useUi.getState().select(ids);
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
