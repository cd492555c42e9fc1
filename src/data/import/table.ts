import type { Column, DatasetIndex, LoadedDataset } from '../dataset';
import type { DatasetSink } from '../pack';
import { CsvReader } from './csvReader';
import { Growing } from './growing';
import type { Delimiter, TableKind } from './guess';
import { type HeldOut, splitTest, splitTestInTime } from './heldOut';
import { countClasses, Findings, ImportError, type ImportReport, refuseUnclean } from './report';
import { type ByteSource, decoded, type Encoding } from './source';
import type { RowOrder } from './time';
import { type ImportHooks, inTwo, writeExamples } from './write';

/** How a table is to be read: a guess, corrected. */
export interface TableOptions extends HeldOut {
  readonly id: string;
  readonly name: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly header: boolean;
  readonly columns: readonly { readonly title: string; readonly kind: TableKind; readonly target: boolean }[];
  /** Of rows that follow each other in time the newest are kept for the test, and the data set is in order. */
  readonly order: RowOrder;
  /** What does not fit is left out and counted, or the import is refused. */
  readonly badRows: 'skip' | 'refuse';
}

/** Share of the time that reading takes; the rest goes into packing. */
const READING = 0.7;

/** Reads a whole table. Rejects with `ImportError`, or with the signal's reason. */
export async function importTable(
  source: ByteSource,
  options: TableOptions,
  sink: DatasetSink,
  hooks: ImportHooks = {},
): Promise<{ index: DatasetIndex; report: ImportReport }> {
  const growing = options.columns.map(({ title, kind, target }) => new Growing(title, kind, target));
  const { first, second } = inTwo(hooks, READING);
  const report = await readRows(source, options, growing, (bytes) => {
    first.signal?.throwIfAborted();
    first.onProgress?.(bytes, source.size);
  });
  refuseUseless(options, growing, report);
  const data: LoadedDataset = { count: report.kept, columns: columnsOf(growing) };
  const { id, name, order } = options;
  const split = order === 'any' ? splitTest(data, options) : splitTestInTime(data.count, options, order);
  const head = { id, name, source: source.name, ordered: order !== 'any' };
  const index = await writeExamples(sink, data, split, head, second);
  return { index, report: withClasses(report, data) };
}

function withClasses(report: ImportReport, { columns }: LoadedDataset): ImportReport {
  const target = columns.find(({ spec }) => spec.target && spec.classes);
  const classes = countClasses(target?.spec.classes ?? [], ArrayBuffer.isView(target?.data) ? target.data : []);
  return { ...report, classes, rareClasses: classes.filter(({ count }) => count === 1).length };
}

async function readRows(
  source: ByteSource,
  { encoding, delimiter, header, columns }: TableOptions,
  growing: readonly Growing[],
  onBytes: (read: number) => void,
): Promise<ImportReport> {
  const findings = new Findings();
  const counts = { rows: 0, kept: 0 };
  const lost = new Set<string>();
  let [first, strange] = [header, false];
  const reader = new CsvReader(delimiter, (record) => {
    if (first) {
      first = false;
      return;
    }
    const row = ++counts.rows + (header ? 1 : 0);
    if (record.length !== columns.length) findings.add('ragged', row, record.join(delimiter));
    else if (strange && record.some((cell) => cell.includes('\ufffd')))
      findings.add(
        'undecodable',
        row,
        record.find((cell) => cell.includes('\ufffd')),
      );
    else if (takeRow(record, growing, findings, row)) counts.kept++;
    else for (const [i, column] of growing.entries()) if (column.target) lost.add(record[i]?.trim() ?? '');
  });
  for await (const text of decoded(source, encoding, onBytes)) {
    // a cell may begin in one piece and end in another
    strange ||= text.includes('\ufffd');
    reader.push(text);
  }
  reader.end();
  return findings.report({
    ...counts,
    oddQuotes: reader.oddQuotes,
    columns: growing.map(({ title, missing, mixed, constant }) => ({ title, missing, mixed, constant })),
    emptyClasses: emptyClasses(growing, lost),
  });
}

/** Adds a row, whole or not at all. */
function takeRow(record: readonly string[], growing: readonly Growing[], findings: Findings, row: number): boolean {
  const values: (number | string)[] = [];
  for (const [i, column] of growing.entries()) {
    const cell = record[i] ?? '';
    const value = column.kind === 'ignore' ? '' : column.read(cell);
    if (value === undefined) {
      column.mixed++;
      findings.add('mixed', row, `${column.title}: ${cell}`);
      return false;
    }
    if (column.target && column.isMissing(value)) {
      findings.add('noTarget', row);
      return false;
    }
    values.push(value);
  }
  for (const [i, column] of growing.entries()) if (column.kind !== 'ignore') column.add(values[i] as number | string);
  return true;
}

/** Classes of the target that stood in rows left out, and in no other. */
function emptyClasses(growing: readonly Growing[], lost: ReadonlySet<string>): string[] {
  const target = growing.find((column) => column.target && column.kind === 'class');
  return target ? [...lost].filter((name) => target.read(name) !== '' && !target.knows(name)).sort() : [];
}

function refuseUseless({ badRows }: TableOptions, growing: readonly Growing[], report: ImportReport): void {
  if (report.kept < 2) throw new ImportError('empty', { rows: report.rows, kept: report.kept }, report);
  const constant = growing.find((column) => column.target && column.constant);
  if (constant) throw new ImportError('constantTarget', { column: constant.title }, report);
  refuseUnclean(badRows, report);
  const usable = ({ kind, target, constant: same }: Growing) => kind !== 'ignore' && !target && !same;
  if (!growing.some(usable)) throw new ImportError('noColumns', {}, report);
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
  const used = growing.filter(({ kind, constant }) => kind !== 'ignore' && !constant);
  const numbers = used.filter(({ kind, target }) => kind === 'number' && !target);
  const rest = used.filter((column) => !numbers.includes(column));
  const rows = rest.map((column) => column.column(column.target ? 'y' : portName(column.title, taken)));
  return numbers.length > 0 ? [featuresOf(numbers), ...rows] : rows;
}

function featuresOf(columns: readonly Growing[]): Column {
  const count = columns[0]?.numbers.length ?? 0;
  const data = new Float32Array(count * columns.length);
  columns.forEach(({ numbers }, c) => {
    numbers.all.forEach((value, i) => {
      data[i * columns.length + c] = value;
    });
  });
  const features = columns.map(({ title }) => title);
  return { spec: { name: 'features', kind: 'features', dtype: 'float32', shape: [features.length], features }, data };
}
