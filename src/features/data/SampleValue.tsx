import { useEffect, useRef } from 'react';
import type { ColumnSpec } from '../../layers/columns';
import type { SampleValue as Value } from '../../stores/dataRoom';
import { formatNumber } from '../common/format';
import styles from './DataRoom.module.css';

/** One example: its columns side by side. */
export function SampleRow({
  columns,
  row,
}: {
  readonly columns: readonly ColumnSpec[];
  readonly row: readonly Value[];
}) {
  return (
    <div className={styles.sample} data-testid="data-sample">
      {columns.map((column, i) => (
        <SampleValue key={column.name} column={column} value={row[i] ?? ''} />
      ))}
    </div>
  );
}

/** A value as its kind is best looked at: a picture, a text, a curve, named numbers. */
export function SampleValue({ column, value }: { readonly column: ColumnSpec; readonly value: Value }) {
  if (typeof value === 'string') return <p className={styles.text}>{value.slice(0, 400)}</p>;
  switch (column.kind) {
    case 'picture':
      return <Picture column={column} values={value} />;
    case 'class':
      return <strong className={styles.class}>{column.classes?.[value[0] ?? -1] ?? missing(value[0])}</strong>;
    case 'series':
      return <Curves column={column} values={value} />;
    case 'tokens':
      return <code className={styles.tokens}>{Array.from(value.slice(0, 64)).join(' ')}</code>;
    case 'features':
    case 'number':
      return <Numbers column={column} values={value} />;
    case 'text':
      return null;
    default:
      return column.kind satisfies never;
  }
}

const missing = (value: number | undefined): string =>
  value === undefined || value < 0 || Number.isNaN(value) ? '—' : formatNumber(value);

function Numbers({ column, values }: { readonly column: ColumnSpec; readonly values: Float32Array }) {
  const shown = Array.from(values.slice(0, 24));
  return (
    <dl className={styles.numbers}>
      {shown.map((value, i) => {
        const name =
          column.features?.[i] ?? (shown.length > 1 ? `${column.name} ${i + 1}` : (column.title ?? column.name));
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{Number.isNaN(value) ? '—' : formatNumber(Number(value.toPrecision(5)))}</dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Bytes as they are; other numbers from the darkest to the brightest of the picture. */
function Picture({ column: { shape, dtype }, values }: { readonly column: ColumnSpec; readonly values: Float32Array }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [channels = 1, height = 1, width = 1] = shape.length === 3 ? shape : [1, ...shape];
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const low = dtype === 'uint8' ? 0 : Math.min(...values);
    const high = dtype === 'uint8' ? 255 : Math.max(...values, low + 1e-6);
    const image = context.createImageData(width, height);
    for (let p = 0; p < height * width; p++)
      for (let c = 0; c < 4; c++) {
        const plane = channels >= 3 ? c : 0;
        const value = values[plane * height * width + p] ?? 0;
        image.data[4 * p + c] = c === 3 ? 255 : (255 * (value - low)) / (high - low);
      }
    context.putImageData(image, 0, 0);
  }, [values, dtype, channels, height, width]);
  return <canvas ref={ref} className={styles.picture} width={width} height={height} aria-hidden />;
}

const SERIES = 4;

/** The first numbers of each step of time as curves, each over its own range. */
function Curves({ column: { shape }, values }: { readonly column: ColumnSpec; readonly values: Float32Array }) {
  const [steps = 1, width = 1] = shape;
  const lines = Array.from({ length: Math.min(width, SERIES) }, (_, f) =>
    Array.from({ length: steps }, (_, t) => values[t * width + f] ?? 0),
  );
  return (
    <svg className={styles.curves} viewBox="0 0 160 48" preserveAspectRatio="none" aria-hidden="true">
      {lines.map((line, f) => {
        const [low, high] = [Math.min(...line), Math.max(...line)];
        const points = line.map(
          (value, t) => `${(160 * t) / Math.max(1, steps - 1)},${44 - (40 * (value - low)) / (high - low || 1)}`,
        );
        // biome-ignore lint/suspicious/noArrayIndexKey: curves have no names
        return <polyline key={f} points={points.join(' ')} data-series={f} />;
      })}
    </svg>
  );
}
