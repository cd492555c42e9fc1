import { ViewportPortal } from '@xyflow/react';
import { useCanvas } from './canvasStore';
import styles from './Guides.module.css';

/** How far a line reaches past what it joins, in canvas units. */
const PAST = 12;

/** Lines through what the dragged nodes are in line with. */
export function Guides() {
  const guides = useCanvas((state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={styles.guide}
          data-axis={axis}
          data-testid={`guide-${axis}`}
          style={
            axis === 'x'
              ? { left: at, top: from - PAST, height: to - from + 2 * PAST }
              : { top: at, left: from - PAST, width: to - from + 2 * PAST }
          }
        />
      ))}
    </ViewportPortal>
  );
}
