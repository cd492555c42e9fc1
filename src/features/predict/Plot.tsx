import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './Controls.module.css';

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** A drawing over all of its place, in CSS pixels, so that letters are as large in a small panel as in a large one. */
export function Plot({
  label,
  id,
  children,
}: {
  readonly label: string;
  readonly id: string;
  readonly children: (size: PlotSize) => ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<PlotSize>();
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) });
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={frame} className={styles.plotFrame}>
      {size && (
        <svg
          className={styles.plot}
          viewBox={`0 0 ${size.width} ${size.height}`}
          role="img"
          aria-label={label}
          data-testid={id}
        >
          {children(size)}
        </svg>
      )}
    </div>
  );
}
