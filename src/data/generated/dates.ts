import type { Rng } from '../../core/rng';
import type { Generator } from './generator';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (value: number): string => String(value).padStart(2, '0');
const ordinal = (day: number): string => {
  const tail = day % 10;
  return `${day}${day > 10 && day < 14 ? 'th' : tail === 1 ? 'st' : tail === 2 ? 'nd' : tail === 3 ? 'rd' : 'th'}`;
};

interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly name: string;
  readonly weekday: string;
}

/** Day before month with dots and dashes, month before day with slashes: every text has one meaning. */
const formats: readonly ((d: Day) => string)[] = [
  ({ day, name, year }) => `${day} ${name} ${year}`,
  ({ day, name, year }) => `${name} ${day}, ${year}`,
  ({ day, name, year }) => `${day} ${name.slice(0, 3)} ${year}`,
  ({ day, name, year }) => `${name.slice(0, 3)} ${two(day)} ${year}`,
  ({ day, month, year }) => `${month}/${day}/${year}`,
  ({ day, month, year }) => `${two(day)}.${two(month)}.${year}`,
  ({ day, month, year }) => `${day}-${month}-${year}`,
  ({ day, month, year }) => `${year}/${two(month)}/${two(day)}`,
  ({ day, name, year, weekday }) => `${weekday}, ${name} ${day}, ${year}`,
  ({ day, name, year }) => `the ${ordinal(day)} of ${name} ${year}`,
  ({ day, name, year }) => `${name} ${ordinal(day)} ${year}`,
];

function draw(rng: Rng): { written: string; iso: string } {
  const date = new Date(Date.UTC(1950, 0, 1 + rng.int(36_525)));
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const parts = { year, month, day, name: months[month - 1] ?? '', weekday: weekdays[date.getUTCDay()] ?? '' };
  const written = formats[rng.int(formats.length)]?.(parts) ?? '';
  return {
    written: rng.uniform() < 0.3 ? written.toLowerCase() : written,
    iso: `${year}-${two(month)}-${two(day)}`,
  };
}

/** Days of 1950 to 2049 as people write them, with the ISO 8601 form. */
export const dates: Generator = {
  id: 'dates',
  counts: { train: 20_000, test: 2000 },
  note: {
    en: 'Days of 1950 to 2049 in eleven formats: day first with dots and dashes, month first with slashes.',
    'zh-CN': '1950 年至 2049 年的日期，共十一种写法：点和短横线表示日在前，斜线表示月在前。',
  },
  generate(count, rng) {
    const rows = Array.from({ length: count }, () => draw(rng));
    return { written: rows.map(({ written }) => written), iso: rows.map(({ iso }) => iso) };
  },
};
