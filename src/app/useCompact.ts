import { useEffect } from 'react';
import { useUi } from '../stores/ui';

/** Below this width the side panels become drawers over the canvas, in CSS pixels. */
const COMPACT = '(max-width: 1099px)';

/** Keeps the store's `compact` in step with the window; Escape closes an open drawer. */
export function useCompact(): void {
  useEffect(() => {
    const query = matchMedia(COMPACT);
    const follow = () => useUi.getState().setCompact(query.matches);
    follow();
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { drawer, togglePanel } = useUi.getState();
      if (event.key !== 'Escape' || event.defaultPrevented || !drawer) return;
      const panel = document.getElementById(`panel-${drawer}`);
      const inside = panel?.contains(document.activeElement);
      togglePanel(drawer, false);
      if (inside) document.querySelector<HTMLElement>(`[data-testid="toggle-${drawer}"]`)?.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
