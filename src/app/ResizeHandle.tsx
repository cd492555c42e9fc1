import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type PanelName, panelLimits, useUi } from '../stores/ui';
import styles from './ResizeHandle.module.css';

interface Props {
  readonly panel: PanelName;
  /** The side of the panel that moves. */
  readonly edge: 'left' | 'right' | 'top';
}

const KEY_STEP = 16;
/** Dragged this far below its smallest size, a panel closes. */
const CLOSE_DISTANCE = 64;

/** The draggable border of a panel: pointer, arrow keys, double click for the first size. */
export function ResizeHandle({ panel, edge }: Props) {
  const { t } = useTranslation('shell');
  const size = useUi((state) => state.panels[panel].size);
  const resize = useUi((state) => state.resizePanel);
  const toggle = useUi((state) => state.togglePanel);
  const start = useRef<{ readonly at: number; readonly size: number } | undefined>(undefined);
  const horizontal = edge === 'top';
  const grows = edge === 'right' ? 1 : -1;
  const limits = panelLimits[panel];

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.focus({ preventScroll: true });
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: horizontal ? event.clientY : event.clientX, size };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!start.current) return;
    const moved = (horizontal ? event.clientY : event.clientX) - start.current.at;
    const wanted = start.current.size + grows * moved;
    if (wanted < limits.min - CLOSE_DISTANCE) {
      start.current = undefined;
      toggle(panel, false);
    } else resize(panel, wanted);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const keys = horizontal ? { ArrowDown: 1, ArrowUp: -1 } : { ArrowRight: 1, ArrowLeft: -1 };
    const direction = keys[event.key as keyof typeof keys];
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(panel, size + grows * direction * KEY_STEP);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable splitter is a separator with a value; <hr> cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label={t('resize', { panel: t(panel) })}
      aria-orientation={horizontal ? 'horizontal' : 'vertical'}
      aria-valuenow={size}
      aria-valuemin={limits.min}
      aria-valuemax={limits.max}
      className={styles.handle}
      data-edge={edge}
      // what lies beside the border is not dragged along
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onDoubleClick={() => resize(panel, limits.initial)}
      onKeyDown={onKeyDown}
    />
  );
}
