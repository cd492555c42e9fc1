import { IconLayoutGrid, IconMap, IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useReactFlow, useStore } from '@xyflow/react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../../stores/ui';
import { Hint } from '../common/Hint';
import { IconAction } from '../common/IconAction';
import { arrangeDrawing } from './arrangeDrawing';
import styles from './Canvas.module.css';

const ZOOM = { duration: 120 };

/** Zoom, fit, layout and map, bottom left. */
export function CanvasControls() {
  const { t } = useTranslation('canvas');
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const minimap = useUi((state) => state.minimap);
  const toggleMinimap = useUi((state) => state.toggleMinimap);
  const requestFocus = useUi((state) => state.requestFocus);
  const percent = useStore(({ transform }) => `${Math.round(transform[2] * 100)}%`);
  return (
    <div className={styles.controls} role="toolbar" aria-label={t('controls')}>
      <Control label={t('zoomOut')} onClick={() => void zoomOut(ZOOM)}>
        <IconMinus size={15} />
      </Control>
      <Hint label={t('zoomReset')}>
        <button
          type="button"
          className={styles.zoom}
          aria-label={`${t('zoomReset')} (${percent})`}
          onClick={() => void zoomTo(1, ZOOM)}
        >
          {percent}
        </button>
      </Hint>
      <Control label={t('zoomIn')} onClick={() => void zoomIn(ZOOM)}>
        <IconPlus size={15} />
      </Control>
      <span className={styles.divider} />
      <Control label={t('fit')} shortcut="F" onClick={() => requestFocus([])}>
        <IconMaximize size={15} />
      </Control>
      <Control label={t('arrange')} shortcut="L" onClick={() => void arrangeDrawing()}>
        <IconLayoutGrid size={15} />
      </Control>
      <Control label={t('minimap')} shortcut="M" pressed={minimap} onClick={toggleMinimap}>
        <IconMap size={15} />
      </Control>
    </div>
  );
}

interface ControlProps {
  readonly label: string;
  readonly shortcut?: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Control({ label, shortcut, pressed, onClick, children }: ControlProps) {
  return (
    <IconAction
      label={label}
      hint={shortcut ? `${label}  ${shortcut}` : label}
      size={26}
      aria-pressed={pressed}
      variant={pressed ? 'light' : 'subtle'}
      onClick={onClick}
      {...(shortcut ? { 'aria-keyshortcuts': shortcut } : {})}
    >
      {children}
    </IconAction>
  );
}
