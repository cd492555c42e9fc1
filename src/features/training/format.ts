import { isShare } from '../../core/metrics';

/** Numbers of a fixed width, so that a value that changes moves nothing. */

/** A loss: four significant digits, `0.0412`, `2.303`, `1.2e-5`. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  if (size >= 1000) return value.toFixed(0);
  if (size >= 100) return value.toFixed(1);
  if (size >= 10) return value.toFixed(2);
  return value.toFixed(size < 1 ? 4 : 3);
}

/** A share: `97.6%`; never rounded up to 100%. */
export function formatShare(value: number): string {
  const percent = value < 1 ? Math.min(99.9, Math.round(value * 1000) / 10) : value * 100;
  return `${percent.toFixed(percent === 100 ? 0 : 1)}%`;
}

/** Seconds as a clock: `0:09`, `12:05`, `1:02:05`. */
export function formatClock(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–:––';
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** Milliseconds with three digits: `0.14`, `21.3`, `142`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  return ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0);
}

/** Bytes as files are shown: `9.9 MB`. */
export function formatMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** A number as a chart's axis shows it: `0.05`, `2`, `1e-4`. */
export function formatTick(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return value.toExponential(0);
  return String(Number(value.toPrecision(3)));
}

export type MetricFormat = (value: number) => string;

/** How a curve's values are written: metrics that are shares as percent, everything else as a loss. */
export const formatOf = (name: string): MetricFormat => (isShare(name) ? formatShare : formatLoss);
