import { CsvReader } from './csvReader';
import { type ByteSource, type Encoding, guessEncoding, head } from './source';
import { areDates, orderBy, type RowOrder } from './time';

export const delimiters = [',', '\t', ';', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What a column of a table is taken for. */
export type TableKind = 'number' | 'class' | 'text' | 'ignore';

export interface GuessedColumn {
  readonly title: string;
  readonly kind: TableKind;
  /** In the part that was looked at. */
  readonly missing: number;
  readonly distinct: number;
  readonly examples: readonly string[];
}

/** What a table looks like, judged by its beginning. All of it can be corrected. */
export interface TableGuess {
  readonly encoding: Encoding;
  /** False where the text is not UTF-8 and the encoding is a guess. */
  readonly encodingSure: boolean;
  readonly delimiter: Delimiter;
  readonly header: boolean;
  readonly columns: readonly GuessedColumn[];
  /** Place of the column that is most likely to be learned, if any. */
  readonly target: number | undefined;
  /** By the first column of times that rise or fall throughout. */
  readonly order: RowOrder;
  /** First rows, below the header. */
  readonly rows: readonly (readonly string[])[];
}

const MOST_CLASSES = 50;
const LOOKED_AT = 2000;

/** What stands for a value that is not there. */
export function isMissing(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= 4 && missing.test(trimmed);
}

const missing = /^(|na|n\/a|nan|null|none|\?|-|\.)$/i;

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A number as tables write it, thousands set apart by commas too; NaN where the text is none. */
export function numberOf(text: string): number {
  const trimmed = text.trim();
  if (plain.test(trimmed)) return Number(trimmed);
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(trimmed) ? Number(trimmed.replaceAll(',', '')) : Number.NaN;
}

/** Reads the beginning of a table and judges it. `given` overrules. */
export async function guessTable(
  source: ByteSource,
  given: { readonly encoding?: Encoding; readonly delimiter?: Delimiter; readonly header?: boolean } = {},
): Promise<TableGuess> {
  const bytes = await head(source);
  const guessed = guessEncoding(bytes);
  const encoding = given.encoding ?? guessed.encoding;
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  const whole = bytes.length >= source.size;
  const delimiter = given.delimiter ?? guessDelimiter(text);
  const records = recordsOf(text, delimiter, whole);
  const header = given.header ?? looksLikeHeader(records);
  const rows = header ? records.slice(1) : records;
  const width = (header && records[0]?.length) || usualWidth(records);
  const titles = header ? (records[0] ?? []) : [];
  const columns = Array.from({ length: width }, (_, i) =>
    judge(
      titles[i]?.trim() || `column ${i + 1}`,
      rows.map((row) => row[i] ?? ''),
    ),
  );
  return {
    encoding,
    encodingSure: given.encoding !== undefined || guessed.sure,
    delimiter,
    header,
    columns,
    target: guessTarget(columns),
    order: guessOrder(columns, rows),
    rows: rows.slice(0, 50),
  };
}

function recordsOf(text: string, delimiter: string, whole: boolean): (readonly string[])[] {
  const records: (readonly string[])[] = [];
  const reader = new CsvReader(delimiter, (record) => {
    if (records.length < LOOKED_AT) records.push(record);
  });
  reader.push(text);
  // the last record of a part may go on beyond it
  if (whole) reader.end();
  return records;
}

/** The number of fields that most rows have. */
function usualWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [most] = [...counts].sort(([, m], [, n]) => n - m);
  return most?.[0] ?? 0;
}

/** The delimiter that gives most columns in most of the lines alike. */
function guessDelimiter(text: string): Delimiter {
  const score = (delimiter: Delimiter): number => {
    const widths = recordsOf(text.slice(0, 50_000), delimiter, true)
      .slice(0, 50)
      .map((record) => record.length);
    const [first = 1] = widths;
    const alike = widths.filter((width) => width === first).length / Math.max(1, widths.length);
    return first === 1 ? 0 : alike + first / 1e6;
  };
  return delimiters.reduce((best, next) => (score(next) > score(best) ? next : best));
}

/** Names above numbers, or names that do not come again below. */
function looksLikeHeader([first, ...rest]: readonly (readonly string[])[]): boolean {
  if (!first || rest.length === 0) return false;
  if (first.some((cell) => !Number.isNaN(numberOf(cell)))) return false;
  const sample = rest.slice(0, 200);
  const aboveNumbers = first.some((_, i) => {
    const cells = sample.map((row) => row[i] ?? '').filter((cell) => !isMissing(cell));
    return cells.length > 0 && cells.every((cell) => !Number.isNaN(numberOf(cell)));
  });
  if (aboveNumbers) return true;
  return first.every((cell, i) => cell.trim() !== '' && !sample.some((row) => row[i] === cell));
}

function judge(title: string, cells: readonly string[]): GuessedColumn {
  const there = cells.filter((cell) => !isMissing(cell));
  const distinct = new Set(there.map((cell) => cell.trim()));
  const numeric = there.filter((cell) => !Number.isNaN(numberOf(cell))).length;
  const long = there.some((cell) => cell.length > 60);
  const few = distinct.size <= MOST_CLASSES && distinct.size < Math.max(3, there.length / 2);
  const kind: TableKind =
    there.length === 0 || areDates(there)
      ? 'ignore'
      : numeric >= 0.95 * there.length
        ? 'number'
        : few && !long
          ? 'class'
          : 'text';
  return {
    title,
    kind,
    missing: cells.length - there.length,
    distinct: distinct.size,
    examples: [...distinct].slice(0, 5),
  };
}

function guessOrder(columns: readonly GuessedColumn[], rows: readonly (readonly string[])[]): RowOrder {
  for (const [i, { title }] of columns.entries()) {
    const there = rows.map((row) => row[i] ?? '').filter((cell) => !isMissing(cell));
    const order = orderBy({ title, there, numberOf });
    if (order !== 'any') return order;
  }
  return 'any';
}

const targetNames =
  /^(target|label|labels|class|classes|species|outcome|result|y|category|diagnosis|quality|price|survived)$/i;

/** A column named as targets are; else the last class; else the last number. */
function guessTarget(columns: readonly GuessedColumn[]): number | undefined {
  const usable = (kind: TableKind) => kind === 'class' || kind === 'number';
  const named = columns.findIndex(({ title, kind }) => targetNames.test(title) && usable(kind));
  if (named >= 0) return named;
  const lastClass = columns.findLastIndex(({ kind }) => kind === 'class');
  const last = lastClass >= 0 ? lastClass : columns.findLastIndex(({ kind }) => kind === 'number');
  return last >= 0 ? last : undefined;
}
