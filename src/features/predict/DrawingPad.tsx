import { useComputedColorScheme } from '@mantine/core';
import { type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostTensor } from '../../core/tensor';
import styles from './PredictPanel.module.css';
import type { Point, Stroke } from './rasterize';
import { drawSeen } from './seen';

interface Props {
  readonly strokes: readonly Stroke[];
  readonly onChange: (strokes: readonly Stroke[]) => void;
  readonly onEnter: () => void;
  /** Height over width of what is drawn for. */
  readonly aspect: number;
  /** A picture shown instead of strokes. */
  readonly picture: HostTensor | undefined;
  /** Stands where nothing was drawn yet. */
  readonly hint: string | undefined;
}

/** Width of the pen for a pad one wide. */
const PEN = 0.09;

/** Paper for mouse, touch and pen. Points are shares of the shorter side; the owner keeps the strokes. */
export function DrawingPad({ strokes, onChange, onEnter, aspect, picture, hint }: Props) {
  const { t } = useTranslation('predict');
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Point[]>(undefined);
  const scheme = useComputedColorScheme('light');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the ink
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const paint = () => paintStrokes(element, strokes);
    // The theme's attribute changes after this render.
    const frame = requestAnimationFrame(paint);
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [strokes, scheme]);

  const pointOf = (event: { clientX: number; clientY: number }): Point => {
    const box = canvas.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const side = Math.min(box.width, box.height) || 1;
    return { x: (event.clientX - box.left) / side, y: (event.clientY - box.top) / side };
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = [pointOf(event)];
    onChange([...strokes, drawing.current]);
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!drawing.current) return;
    const passed = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const step of passed.length > 0 ? passed : [event.nativeEvent]) drawing.current.push(pointOf(step));
    onChange([...strokes.slice(0, -1), [...drawing.current]]);
  };
  const end = () => {
    drawing.current = undefined;
  };
  return (
    <div className={styles.pad} style={{ aspectRatio: String(1 / aspect) }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('pad')}
        onPointerEnter={onEnter}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        data-testid="pad"
      />
      {picture && <canvas ref={(element) => drawSeen(element, picture)} className={styles.sample} />}
      {hint && <span className={styles.hint}>{hint}</span>}
    </div>
  );
}

function paintStrokes(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const { clientWidth, clientHeight } = canvas;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  const side = Math.min(clientWidth, clientHeight) * ratio;
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = PEN * side;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(({ x, y }, i) => {
      if (i === 0) context.moveTo(x * side, y * side);
      context.lineTo(x * side, y * side);
    });
    context.stroke();
  }
}
