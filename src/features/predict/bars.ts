export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Length of the bar, 0 … 1. */
  readonly share: number;
  readonly text: string;
  readonly best: boolean;
}

/**
 * A model's answer as bars in the order of its outputs. Probabilities (each in 0 … 1, sum 1 within 1e-3) are shown as percent;
 * anything else as numbers, scaled to the largest magnitude.
 */
export function barsOf(values: ArrayLike<number> | undefined, classes: readonly string[]): Bar[] {
  const count = values?.length ?? classes.length;
  const all = Array.from({ length: count }, (_, i) => values?.[i] ?? 0);
  const sum = all.reduce((total, value) => total + value, 0);
  const probabilities =
    !values || (Math.abs(sum - 1) < 1e-3 && all.every((value) => value >= -1e-6 && value <= 1 + 1e-6));
  const most = probabilities ? 1 : Math.max(...all.map(Math.abs), 1e-12);
  const top = Math.max(...all);
  return all.map((value, i) => ({
    label: classes[i] ?? String(i),
    value,
    share: Math.min(1, Math.abs(value) / most),
    text: values ? (probabilities ? percent(value) : value.toPrecision(3)) : '',
    best: values !== undefined && value === top,
  }));
}

/** `97.6%`; `<0.1%` rather than a zero that is none, never 100% unless it is. */
function percent(value: number): string {
  if (value > 0 && value < 0.0005) return '<0.1%';
  const rounded = Math.round(value * 1000) / 10;
  if (rounded >= 100 && value < 1) return '>99.9%';
  return `${rounded.toFixed(rounded === 100 ? 0 : 1)}%`;
}
