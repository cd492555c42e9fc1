import { useEffect } from 'react';
import { searchInModel } from '../features/outline/outlineStore';

/** Ctrl F finds a node of the model, which the browser's own search cannot; Ctrl S saves the project as a file. */
const commands: Readonly<Record<string, () => void>> = {
  f: searchInModel,
  s: () => void import('../features/projects/saveFile').then(({ saveOpenProject }) => saveOpenProject()),
};

/** Keys of the shell. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commands[event.key.toLowerCase()];
      const mod = event.ctrlKey || event.metaKey;
      if (!command || !mod || event.shiftKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return;
      event.preventDefault();
      command();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
