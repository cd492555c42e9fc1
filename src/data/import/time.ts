/** How the rows of a table follow each other: in time, the oldest or the newest first, or in any order. */
export const rowOrders = ['any', 'oldest', 'newest'] as const;
export type RowOrder = (typeof rowOrders)[number];

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const clock = String.raw`(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?`;
const pattern = (date: string): RegExp => new RegExp(`^${date}${clock}$`, 'i');

type Parts = readonly [year: number, month: number, day: number];

interface Format {
  readonly pattern: RegExp;
  /** Of the three parts of the date, as they stand. */
  readonly parts: (a: string, b: string, c: string) => Parts;
}

const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
/** 69 is 1969, 68 is 2068, as POSIX has it. */
const yearOf = (text: string): number =>
  text.length > 2 ? Number(text) : Number(text) + (Number(text) < 69 ? 2000 : 1900);

/** `2024-01-31`, `2024/1`, `2024年1月31日`, `31.1.2024`, `1/31/24`, `31 Jan 2024`, `January 31, 2024`, each with a time of day or without. */
const formats: readonly Format[] = [
  {
    pattern: pattern(String.raw`(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?`),
    parts: (y, m, d) => [Number(y), Number(m), Number(d)],
  },
  {
    // 2024.1 is a number
    pattern: pattern(String.raw`(\d{4})[-/年](\d{1,2})月?()`),
    parts: (y, m) => [Number(y), Number(m), 1],
  },
  {
    pattern: pattern(String.raw`(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})`),
    parts: (d, m, y) => [yearOf(y), Number(m), Number(d)],
  },
  {
    pattern: pattern(String.raw`(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})`),
    parts: (m, d, y) => [yearOf(y), Number(m), Number(d)],
  },
  {
    pattern: pattern(String.raw`(\d{1,2})[-\s]([a-z]{3,9})\.?[-\s](\d{4}|\d{2})`),
    parts: (d, m, y) => [yearOf(y), monthOf(m), Number(d)],
  },
  {
    pattern: pattern(String.raw`([a-z]{3,9})\.?\s(\d{1,2}),?\s(\d{4})`),
    parts: (m, d, y) => [Number(y), monthOf(m), Number(d)],
  },
];

/** Milliseconds since 1970, zones apart; NaN where it is none of the format. */
function timeOf(text: string, { pattern, parts }: Format): number {
  const match = pattern.exec(text.trim());
  if (!match) return Number.NaN;
  const [, a = '', b = '', c = '', hour = '0', minute = '0', second = '0'] = match;
  const [year, month, day] = parts(a, b, c);
  if (month < 1 || month > 12 || day < 1 || day > 31) return Number.NaN;
  return Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second));
}

/** The times that cells stand for, in every format that all of them have: `1/2/2024` is a day of January or of February. */
function timesOf(cells: readonly string[]): number[][] {
  return formats.flatMap((format) => {
    const times: number[] = [];
    for (const cell of cells) {
      const time = timeOf(cell, format);
      if (Number.isNaN(time)) return [];
      times.push(time);
    }
    return [times];
  });
}

/** Whether cells are dates: they can be put in order, but a model cannot learn from them as they are. */
export const areDates = (cells: readonly string[]): boolean => cells.length > 0 && timesOf(cells).length > 0;

const LEAST = 3;

function orderOf(times: readonly number[]): RowOrder {
  if (new Set(times).size < LEAST) return 'any';
  const pairs = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  if (pairs.every((step) => step >= 0)) return 'oldest';
  return pairs.every((step) => step <= 0) ? 'newest' : 'any';
}

const timeNames =
  /^(time|date|datetime|timestamp|year|month|day|hour|ds|ts|t|时间|日期|时间戳|年|年份|月份|时刻)(\b|_|$)/i;

interface Cells {
  readonly title: string;
  /** Those that are there. */
  readonly there: readonly string[];
  /** The number of a cell; NaN where it is none. */
  numberOf(cell: string): number;
}

/** How the rows are ordered by one column: dates, or numbers that differ in a column named as times are. */
export function orderBy({ title, there, numberOf }: Cells): RowOrder {
  for (const times of timesOf(there)) {
    const order = orderOf(times);
    if (order !== 'any') return order;
  }
  if (!timeNames.test(title.trim())) return 'any';
  const numbers = there.map(numberOf);
  const differ = new Set(numbers).size > numbers.length / 2;
  return differ && !numbers.some(Number.isNaN) ? orderOf(numbers) : 'any';
}
