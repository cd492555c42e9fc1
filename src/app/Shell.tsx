import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Canvas } from '../features/canvas/Canvas';
import { DropZone } from '../features/projects/DropZone';
import { useLocks } from '../stores/lessonLocks';
import { type PanelName, panelOpen, useUi } from '../stores/ui';
import { Dock } from './Dock';
import { ErrorBoundary } from './ErrorBoundary';
import { LeftPanel } from './LeftPanel';
import { ResizeHandle } from './ResizeHandle';
import styles from './Shell.module.css';
import { Slot } from './Slot';
import { slots } from './slots';
import { TopBar } from './TopBar';
import { useCompact } from './useCompact';
import { useKeys } from './useKeys';

const Inspector = lazy(async () => ({ default: (await import('../features/inspector/Inspector')).Inspector }));

/** Whether a side panel is on the screen, and how wide. */
function usePanel(panel: PanelName) {
  const open = useUi((state) => panelOpen(state, panel));
  const size = useUi((state) => state.panels[panel].size);
  return { open, size };
}

/** On a narrow screen the canvas is free again as soon as it is touched. */
function closeDrawer() {
  const { drawer, togglePanel } = useUi.getState();
  if (drawer) togglePanel(drawer, false);
}

/** The one screen: top bar, palette, canvas, inspector and dock. Panels collapse, resize and remember. */
export function Shell() {
  const { t } = useTranslation('shell');
  const locked = useLocks((state) => state.locked);
  const compact = useUi((state) => state.compact);
  const palette = usePanel('palette');
  const inspector = usePanel('inspector');
  useCompact();
  useKeys();
  return (
    <div className={styles.shell}>
      <TopBar />
      <div className={styles.body}>
        {palette.open && !locked.has('palette') && (
          <aside
            className={styles.palette}
            data-drawer={compact}
            style={{ width: palette.size }}
            aria-label={t('palette')}
            id="panel-palette"
          >
            <LeftPanel />
            <ResizeHandle panel="palette" edge="right" />
          </aside>
        )}
        <div className={styles.centre}>
          <Slot parts={slots.notices} />
          <main className={styles.canvas} aria-label={t('canvas')} onPointerDown={closeDrawer}>
            <ErrorBoundary>
              <Canvas />
            </ErrorBoundary>
          </main>
        </div>
        {inspector.open && !locked.has('inspector') && (
          <aside
            className={styles.inspector}
            data-drawer={compact}
            style={{ width: inspector.size }}
            aria-label={t('inspector')}
            id="panel-inspector"
          >
            <ErrorBoundary>
              <Suspense fallback={null}>
                <Inspector />
              </Suspense>
            </ErrorBoundary>
            <ResizeHandle panel="inspector" edge="left" />
          </aside>
        )}
      </div>
      {!locked.has('dock') && <Dock />}
      <DropZone />
      <Slot parts={slots.overlays} />
    </div>
  );
}
