import { useComputedColorScheme } from '@mantine/core';
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TestRows } from '../../../stores/predict';
import styles from '../Controls.module.css';
import { useTestRows } from '../hooks';
import { numbersOf } from '../tensors';

/** Squares of the plane each way. */
const SIDE = 48;
const POINTS = 300;
/** Of the classes in turn: stays apart in every common colour blindness (Okabe & Ito 2008). */
const colours = ['#d55e00', '#0072b2', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#f0e442', '#888888'];

export interface Range {
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
  /** Test examples [n, 2], and the place of their class where they have one. */
  readonly points: Float32Array;
  readonly classes: readonly number[];
}

/** Where test examples of two numbers lie, with a margin. */
export function useRange(awake: boolean, column: string): Range | undefined {
  const { value } = useTestRows(awake, 0, POINTS);
  return useMemo(() => value && rangeOf(value, column), [value, column]);
}

function rangeOf({ fed }: TestRows, column: string): Range | undefined {
  const points = numbersOf(fed, column);
  if (!points || points.length < 2) return undefined;
  const along = (axis: number) => Array.from({ length: points.length / 2 }, (_, i) => points[2 * i + axis] ?? 0);
  const ends = [0, 1].map((axis) => {
    const values = along(axis);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = 0.1 * (high - low || 1);
    return [low - margin, high + margin] as const;
  });
  const [x = [0, 1], y = [0, 1]] = ends;
  const target = Object.keys(fed).find((name) => name !== column);
  return { low: [x[0], y[0]], high: [x[1], y[1]], points, classes: Array.from(fed[target ?? '']?.data ?? [], Number) };
}

/** The middles of all squares, rows from the top, [n * 2]. */
export function gridOf({ low, high }: Range): number[] {
  const at = (i: number, axis: 0 | 1) => low[axis] + ((high[axis] - low[axis]) * (i + 0.5)) / SIDE;
  return Array.from({ length: SIDE * SIDE }, (_, i) => [
    at(i % SIDE, 0),
    at(SIDE - 1 - Math.floor(i / SIDE), 1),
  ]).flat();
}

interface Props {
  readonly range: Range;
  /** Answers [n, width] for the squares. */
  readonly answers: Float32Array | undefined;
  readonly width: number;
  /** The example that is asked about. */
  readonly at: readonly number[];
  readonly onPick: (x: number, y: number) => void;
}

/** What the model says everywhere on a plane; a click asks about the place. */
export function Plane({ range, answers, width, at, onPick }: Props) {
  const { t } = useTranslation('predict');
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the paper
  useEffect(() => {
    // The theme's attribute changes after this render.
    const frame = requestAnimationFrame(() => paint(canvas.current, range, answers, width));
    return () => cancelAnimationFrame(frame);
  }, [range, answers, width, scheme]);
  const pick = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = 1 - (event.clientY - box.top) / box.height;
    onPick(range.low[0] + x * (range.high[0] - range.low[0]), range.low[1] + y * (range.high[1] - range.low[1]));
  };
  const share = (axis: 0 | 1) => (100 * ((at[axis] ?? 0) - range.low[axis])) / (range.high[axis] - range.low[axis]);
  return (
    <div className={styles.planeFrame}>
      <div className={styles.plane}>
        <canvas
          ref={canvas}
          width={SIDE * 6}
          height={SIDE * 6}
          role="img"
          aria-label={t('plane')}
          onPointerDown={pick}
          data-testid="plane"
          data-ready={answers !== undefined}
        />
        {at.length === 2 && <span className={styles.pin} style={{ left: `${share(0)}%`, top: `${100 - share(1)}%` }} />}
      </div>
    </div>
  );
}

function paint(canvas: HTMLCanvasElement | null, range: Range, answers: Float32Array | undefined, width: number): void {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const cell = canvas.width / SIDE;
  const [least, most] = answers && width === 1 ? [Math.min(...answers), Math.max(...answers)] : [0, 1];
  for (let i = 0; answers && i < SIDE * SIDE; i++) {
    const own = answers.subarray(i * width, (i + 1) * width);
    const best = width === 1 ? 1 : own.indexOf(Math.max(...own));
    const strength = width === 1 ? ((own[0] ?? 0) - least) / (most - least || 1) : (own[best] ?? 0);
    context.globalAlpha = 0.1 + 0.5 * Math.max(0, Math.min(1, strength));
    context.fillStyle = colours[best % colours.length] ?? '#888888';
    context.fillRect((i % SIDE) * cell, Math.floor(i / SIDE) * cell, cell + 0.5, cell + 0.5);
  }
  context.globalAlpha = 1;
  const whole = range.classes.every((value) => Number.isInteger(value) && value >= 0);
  for (let i = 0; i < range.points.length / 2; i++) {
    const place = (axis: 0 | 1) =>
      ((range.points[2 * i + axis] ?? 0) - range.low[axis]) / (range.high[axis] - range.low[axis]);
    context.fillStyle = whole ? (colours[(range.classes[i] ?? 0) % colours.length] ?? '#888888') : '#888888';
    context.strokeStyle = '#ffffff';
    context.beginPath();
    context.arc(place(0) * canvas.width, (1 - place(1)) * canvas.height, 3.5, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}
