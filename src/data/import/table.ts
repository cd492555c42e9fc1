import { Rng } from '../../core/rng';
import type { ColumnSpec } from '../../layers/columns';
import type { Column, DatasetIndex, LoadedDataset } from '../dataset';
import { chunkSizeOf, type DatasetSink, inParts, packIndex, packSplit } from '../pack';
import { pickExamples } from '../pipeline';
import { splitTrainValidation } from '../split';
import { CsvReader } from './csvReader';
import { type Delimiter, isMissing, numberOf, type TableKind } from './guess';
import { type ByteSource, decoded, type Encoding } from './source';

/** How a table is to be read: a guess, corrected. */
export interface TableOptions {
  readonly id: string;
  readonly name: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly header: boolean;
  readonly columns: readonly { readonly title: string; readonly kind: TableKind; readonly target: boolean }[];
  /** Rows that do not fit are left out and counted, or the import is refused. */
  readonly badRows: 'skip' | 'refuse';
  /** Share of the rows kept for the test. */
  readonly testShare: number;
  readonly seed: number;
}

/** What was found wrong. Nothing of it becomes a silent zero. */
export interface ImportReport {
  readonly rows: number;
  readonly kept: number;
  /** Rows with another number of fields. */
  readonly ragged: number;
  /** Rows with something that is no number where one is expected. */
  readonly mixed: number;
  /** Rows whose target is missing. */
  readonly noTarget: number;
  /** Rows with characters that are none in the encoding. */
  readonly undecodable: number;
  readonly columns: readonly {
    readonly title: string;
    readonly missing: number;
    readonly mixed: number;
    /** One value in every row: nothing can be learned from it. */
    readonly constant: boolean;
  }[];
  /** Classes with a single example: they are all used for training, so no test can ask for what was never seen. */
  readonly rareClasses: number;
}

export class ImportError extends Error {
  override readonly name = 'ImportError';
  constructor(
    readonly code: 'empty' | 'badRows' | 'noColumns' | 'constantTarget' | 'tooManyClasses' | 'quota' | 'pictures',
    readonly details: Readonly<Record<string, string | number>>,
    readonly report?: ImportReport,
  ) {
    super(`${code}: ${JSON.stringify(details)}`);
  }
}

const MOST_CLASSES = 10_000;

/** One column while rows arrive. */
class Growing {
  readonly values: number[] = [];
  readonly texts: string[] = [];
  readonly classes = new Map<string, number>();
  missing = 0;
  mixed = 0;

  constructor(
    readonly title: string,
    readonly kind: TableKind,
    readonly target: boolean,
  ) {}

  /** What the cell is; undefined where it does not fit. */
  read(cell: string): number | string | undefined {
    if (this.kind === 'text') return cell;
    if (isMissing(cell)) return this.kind === 'class' ? -1 : Number.NaN;
    if (this.kind === 'class') return this.classOf(cell.trim());
    const value = numberOf(cell);
    return Number.isNaN(value) ? undefined : value;
  }

  add(value: number | string): void {
    if (typeof value === 'string') this.texts.push(value);
    else {
      if (this.kind === 'class' ? value < 0 : Number.isNaN(value)) this.missing++;
      this.values.push(value);
    }
  }

  private classOf(name: string): number {
    const known = this.classes.get(name);
    if (known !== undefined) return known;
    if (this.classes.size >= MOST_CLASSES)
      throw new ImportError('tooManyClasses', { column: this.title, most: MOST_CLASSES });
    this.classes.set(name, this.classes.size);
    return this.classes.size - 1;
  }

  get constant(): boolean {
    if (this.kind === 'text') return false;
    return (
      new Set(this.values.filter((value) => (this.kind === 'class' ? value >= 0 : !Number.isNaN(value)))).size <= 1
    );
  }
}

/** Reads a whole table. Rejects with `ImportError`, or with the signal's reason. */
export async function importTable(
  source: ByteSource,
  options: TableOptions,
  sink: DatasetSink,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<{ index: DatasetIndex; report: ImportReport }> {
  const growing = options.columns.map(({ title, kind, target }) => new Growing(title, kind, target));
  const report = await readRows(source, options, growing, (bytes) => {
    signal?.throwIfAborted();
    onProgress?.(bytes, source.size);
  });
  refuseUseless(options, growing, report);
  const columns = columnsOf(growing);
  const data: LoadedDataset = { count: report.kept, columns };
  const { places, rareClasses } = splitTest(data, options);
  const size = chunkSizeOf(columns.map(({ spec }) => spec));
  const parts = (at: Uint32Array) =>
    inParts(at, size, (some) => {
      signal?.throwIfAborted();
      return pickExamples(data, some);
    });
  const splits = {
    train: await packSplit(sink, 'train', parts(places.train)),
    test: await packSplit(sink, 'test', parts(places.test)),
  };
  const index: DatasetIndex = {
    id: options.id,
    name: options.name,
    version: '1',
    columns: columns.map(({ spec }) => spec),
    chunkSize: size,
    splits,
    licence: '',
    licenceUrl: '',
    source: source.name,
    citation: '',
  };
  await packIndex(sink, index);
  return { index, report: { ...report, rareClasses } };
}

async function readRows(
  source: ByteSource,
  { encoding, delimiter, header, columns }: TableOptions,
  growing: readonly Growing[],
  onBytes: (read: number) => void,
): Promise<ImportReport> {
  const counts = { rows: 0, kept: 0, ragged: 0, mixed: 0, noTarget: 0, undecodable: 0 };
  let first = header;
  const reader = new CsvReader(delimiter, (record) => {
    if (first) {
      first = false;
      return;
    }
    counts.rows++;
    if (record.length !== columns.length) counts.ragged++;
    else if (record.some((cell) => cell.includes('\ufffd'))) counts.undecodable++;
    else takeRow(record, growing, counts);
  });
  for await (const text of decoded(source, encoding, onBytes)) reader.push(text);
  reader.end();
  return {
    ...counts,
    columns: growing.map((column) => ({
      title: column.title,
      missing: column.missing,
      mixed: column.mixed,
      constant: column.kind !== 'ignore' && column.constant,
    })),
    rareClasses: 0,
  };
}

function takeRow(
  record: readonly string[],
  growing: readonly Growing[],
  counts: { kept: number; mixed: number; noTarget: number },
): void {
  const values: (number | string)[] = [];
  for (const [i, column] of growing.entries()) {
    const cell = record[i] ?? '';
    const value = column.kind === 'ignore' ? '' : column.read(cell);
    if (value === undefined) {
      column.mixed++;
      counts.mixed++;
      return;
    }
    if (column.target && typeof value === 'number' && (column.kind === 'class' ? value < 0 : Number.isNaN(value))) {
      counts.noTarget++;
      return;
    }
    values.push(value);
  }
  for (const [i, column] of growing.entries()) if (column.kind !== 'ignore') column.add(values[i] as number | string);
  counts.kept++;
}

function refuseUseless({ badRows }: TableOptions, growing: readonly Growing[], report: ImportReport): void {
  const bad = report.rows - report.kept;
  if (badRows === 'refuse' && bad > 0) throw new ImportError('badRows', { bad, rows: report.rows }, report);
  if (report.kept < 2) throw new ImportError('empty', { rows: report.rows, kept: report.kept }, report);
  if (!growing.some(({ kind, target }) => kind !== 'ignore' && !target)) throw new ImportError('noColumns', {}, report);
  const constant = growing.find((column) => column.target && column.kind !== 'ignore' && column.constant);
  if (constant) throw new ImportError('constantTarget', { column: constant.title }, report);
}

/** A name for a port out of a title: letters and digits, none twice. */
export function portName(title: string, taken: Set<string>): string {
  const words = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  const base = /^[A-Za-z]/.test(words) ? words : `column${words ? `_${words}` : ''}`;
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  taken.add(name);
  return name;
}

/** All numbers as one row of features, classes and texts each on their own; the target is y. */
function columnsOf(growing: readonly Growing[]): Column[] {
  const taken = new Set(['features', 'y']);
  const used = growing.filter(({ kind }) => kind !== 'ignore');
  const numbers = used.filter(({ kind, target }) => kind === 'number' && !target);
  const rest = used.filter((column) => !numbers.includes(column));
  const rows = rest.map((column) => single(column, column.target ? 'y' : portName(column.title, taken)));
  return numbers.length > 0 ? [featuresOf(numbers), ...rows] : rows;
}

function featuresOf(columns: readonly Growing[]): Column {
  const count = columns[0]?.values.length ?? 0;
  const data = new Float32Array(count * columns.length);
  columns.forEach(({ values }, c) => {
    for (let i = 0; i < count; i++) data[i * columns.length + c] = values[i] as number;
  });
  const features = columns.map(({ title }) => title);
  return { spec: { name: 'features', kind: 'features', dtype: 'float32', shape: [features.length], features }, data };
}

function single({ title, kind, target, values, texts, classes }: Growing, name: string): Column {
  const more = { ...(title === name ? {} : { title }), ...(target ? { target: true } : {}) };
  if (kind === 'text') return { spec: { name, ...more, kind: 'text', dtype: 'text', shape: [] }, data: texts };
  if (kind === 'number')
    return { spec: { name, ...more, kind: 'number', dtype: 'float32', shape: [] }, data: Float32Array.from(values) };
  // classes in the order of their names, whatever row came first
  const names = [...classes.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const places = new Map(names.map((label, i) => [classes.get(label) ?? -1, i]));
  const spec: ColumnSpec = { name, ...more, kind: 'class', dtype: 'int32', shape: [], classes: names };
  return { spec, data: Int32Array.from(values, (value) => places.get(value) ?? -1) };
}

/** A stratified share for the test; classes with one example stay in the training. */
export function splitTest(
  data: LoadedDataset,
  { testShare, seed }: Pick<TableOptions, 'testShare' | 'seed'>,
): { places: { train: Uint32Array; test: Uint32Array }; rareClasses: number } {
  const target = data.columns.find(({ spec }) => spec.target && spec.kind === 'class');
  const labels = target && ArrayBuffer.isView(target.data) ? target.data : undefined;
  const { train, validation } = splitTrainValidation({
    count: data.count,
    fraction: testShare,
    seed,
    stratifyBy: labels,
  });
  if (!labels) return { places: { train: shuffled(train, seed), test: validation }, rareClasses: 0 };
  const seen = new Set(Array.from(train, (place) => labels[place]));
  const unseen = validation.filter((place) => !seen.has(labels[place]));
  const test = validation.filter((place) => seen.has(labels[place]));
  const all = Uint32Array.from([...train, ...unseen]);
  return {
    places: { train: shuffled(all, seed), test },
    rareClasses: new Set(Array.from(unseen, (p) => labels[p])).size,
  };
}

function shuffled(places: Uint32Array, seed: number): Uint32Array {
  const out = places.slice();
  Rng.of(seed, 'import').shuffle(out);
  return out;
}
