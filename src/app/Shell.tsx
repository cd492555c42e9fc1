import { useTranslation } from 'react-i18next';
import { Canvas } from '../features/canvas/Canvas';
import { Inspector } from '../features/inspector/Inspector';
import { Palette } from '../features/palette/Palette';
import { DropZone } from '../features/projects/DropZone';
import { useUi } from '../stores/ui';
import { Dock } from './Dock';
import { ErrorBoundary } from './ErrorBoundary';
import { ResizeHandle } from './ResizeHandle';
import styles from './Shell.module.css';
import { slots } from './slots';
import { TopBar } from './TopBar';

/** The one screen: top bar, palette, canvas, inspector and dock. Panels collapse, resize and remember. */
export function Shell() {
  const { t } = useTranslation('shell');
  const palette = useUi((state) => state.panels.palette);
  const inspector = useUi((state) => state.panels.inspector);
  return (
    <div className={styles.shell}>
      <TopBar />
      <div className={styles.body}>
        {palette.open && (
          <aside
            className={styles.palette}
            style={{ width: palette.size }}
            aria-label={t('palette')}
            id="panel-palette"
          >
            <ErrorBoundary>
              <Palette />
            </ErrorBoundary>
            <ResizeHandle panel="palette" edge="right" />
          </aside>
        )}
        <div className={styles.centre}>
          <main className={styles.canvas} aria-label={t('canvas')}>
            <ErrorBoundary>
              <Canvas />
            </ErrorBoundary>
          </main>
        </div>
        {inspector.open && (
          <aside
            className={styles.inspector}
            style={{ width: inspector.size }}
            aria-label={t('inspector')}
            id="panel-inspector"
          >
            <ErrorBoundary>
              <Inspector />
            </ErrorBoundary>
            <ResizeHandle panel="inspector" edge="left" />
          </aside>
        )}
      </div>
      <Dock />
      <DropZone />
      {slots.overlays.map((Overlay, index) => (
        // The list never changes while the page is open.
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed list
        <Overlay key={index} />
      ))}
    </div>
  );
}
