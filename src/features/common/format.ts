import type { Shape } from '../../core/shape';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const UNITS = ['', 'k', 'M', 'G', 'T', 'P'];

/** `225,034`: the same in both languages. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** Three significant digits with an SI prefix: `6.98 M`. */
export function formatSi(value: number, unit = ''): string {
  let scaled = value;
  let step = 0;
  while (Math.abs(scaled) >= 999.5 && step < UNITS.length - 1) {
    scaled /= 1000;
    step++;
  }
  const digits = step === 0 && Number.isInteger(scaled) ? String(scaled) : scaled.toPrecision(3);
  return `${digits} ${UNITS[step]}${unit}`.trim();
}

/** Sizes with the names of symbolic axes, as chips show them: `B 32 26 26`; a single value is `1`. */
export function formatChip(shape: Shape): string {
  return shape.length === 0 ? '1' : shape.join(' ');
}

/** A parameter as text, short enough to show: `3×3`, `0.001`, `on`. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}
