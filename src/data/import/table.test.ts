import Papa from 'papaparse';
import { describe, expect, it, test } from 'vitest';
import { Rng } from '../../core/rng';
import { isNumbers, type LoadedDataset, numberColumn } from '../dataset';
import { type FetchBytes, loadDataset } from '../loader';
import { CsvReader } from './csvReader';
import { guessTable, numberOf } from './guess';
import { ImportError } from './report';
import { type ByteSource, guessEncoding } from './source';
import { importTable, portName, type TableOptions } from './table';

/** Bytes that arrive in small pieces. */
function sourceOf(content: string | Uint8Array, piece = 7): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name: 'table.csv',
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

function memorySink() {
  const files = new Map<string, Uint8Array>();
  const fetchBytes: FetchBytes = async (path) => files.get(path.split('/')[1] ?? '') ?? Promise.reject(new Error(path));
  return { files, fetchBytes, sink: { write: async (file: string, bytes: Uint8Array) => void files.set(file, bytes) } };
}

async function optionsFor(source: ByteSource, change: Partial<TableOptions> = {}): Promise<TableOptions> {
  const guess = await guessTable(source);
  return {
    id: 'my-table',
    name: 'table',
    encoding: guess.encoding,
    delimiter: guess.delimiter,
    header: guess.header,
    columns: guess.columns.map(({ title, kind }, i) => ({ title, kind, target: i === guess.target })),
    order: guess.order,
    badRows: 'skip',
    testShare: 0.2,
    seed: 1,
    ...change,
  };
}

async function imported(text: string, change: Partial<TableOptions> = {}) {
  const source = sourceOf(text);
  const { fetchBytes, sink, files } = memorySink();
  const { report, index } = await importTable(source, await optionsFor(source, change), sink);
  const load = (split: 'train' | 'test') => loadDataset('my-table', { split, full: true }, fetchBytes);
  return { report, index, files, train: await load('train'), test: await load('test') };
}

const rowsOf = (text: string, delimiter: string, piece: number): string[][] => {
  const rows: string[][] = [];
  const reader = new CsvReader(delimiter, (record) => rows.push([...record]));
  for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece));
  reader.end();
  return rows;
};

describe('the reader of CSV', () => {
  it('reads as Papa Parse does, whatever the pieces', () => {
    const rng = new Rng(4);
    const pieces = ['a', 'bc', ',', ',', '\n', '\r\n', '"x,y"', '"say ""hi"""', '"two\nlines"', ' ', '1.5', '""'];
    for (let round = 0; round < 300; round++) {
      const cells = Array.from({ length: 4 + rng.int(20) }, () => pieces[rng.int(pieces.length)] ?? '');
      // a quoted cell stands between delimiters, as writers of CSV leave it
      const text = cells
        .map((cell, i) => (cell.startsWith('"') && !/^[,\n\r]/.test(cells[i + 1] ?? ',') ? `${cell},` : cell))
        .map((cell, i) => (cell.startsWith('"') && i > 0 && !/[,\n]$/.test(cells[i - 1] ?? '') ? `,${cell}` : cell))
        .join('');
      const wanted = Papa.parse<string[]>(text.replaceAll('\r\n', '\n'), { delimiter: ',', newline: '\n' }).data.filter(
        (row) => row.length > 1 || row[0] !== '',
      );
      expect(rowsOf(text, ',', 1 + rng.int(5)), JSON.stringify(text)).toEqual(wanted);
    }
  });
  it('tells quotes that do not close', () => {
    const reader = new CsvReader(',', () => {});
    reader.push('a,"b\nc');
    reader.end();
    expect(reader.oddQuotes).toBe(1);
  });
});

describe('a guess', () => {
  it('finds delimiter, header, kinds and target', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i / 10};${i % 3 === 0 ? '' : i};${['red', 'green'][i % 2]};some words of row ${i}`,
    );
    const guess = await guessTable(sourceOf(['size;weight;colour;remark', ...rows].join('\n')));
    expect(guess).toMatchObject({ delimiter: ';', header: true, encoding: 'utf-8', encodingSure: true, target: 2 });
    expect(guess.columns.map(({ title, kind, missing }) => [title, kind, missing])).toEqual([
      ['size', 'number', 0],
      ['weight', 'number', 14],
      ['colour', 'class', 0],
      ['remark', 'text', 0],
    ]);
  });
  it('can be overruled', async () => {
    const guess = await guessTable(sourceOf('1,2\n3,4\n'), { header: true, delimiter: '\t' });
    expect(guess).toMatchObject({ header: true, delimiter: '\t', columns: [{ title: '1,2' }] });
  });
  it('reads numbers as tables write them', () => {
    expect(['1', '-2.5', ' 3e4 ', '1,234.5', '12,34', 'x', '', '0x10', 'Infinity'].map(numberOf)).toEqual([
      1,
      -2.5,
      30000,
      1234.5,
      NaN,
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
  });
  it('says when the encoding is only a guess', () => {
    expect(guessEncoding(Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x20))).toEqual({
      encoding: 'windows-1252',
      sure: false,
    });
    expect(guessEncoding(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toEqual({ encoding: 'utf-16le', sure: true });
    expect(guessEncoding(new TextEncoder().encode('中文')).encoding).toBe('utf-8');
    expect(guessEncoding(new TextEncoder().encode('中文').subarray(0, 5)).encoding).toBe('utf-8');
  });
});

const table = (rows: readonly string[]) => ['a,b,kind', ...rows].join('\n');
const good = Array.from({ length: 30 }, (_, i) => `${i},${30 - i},${i % 3 === 0 ? 'cat' : 'dog'}`);

test('a table becomes features and a target, a stratified share held out', async () => {
  const { train, test, report, index } = await imported(table(good));
  expect(report).toMatchObject({ rows: 30, kept: 30, ragged: 0, mixed: 0, rareClasses: 0 });
  expect(index.columns).toEqual([
    { name: 'features', kind: 'features', dtype: 'float32', shape: [2], features: ['a', 'b'] },
    { name: 'y', title: 'kind', kind: 'class', dtype: 'int32', shape: [], target: true, classes: ['cat', 'dog'] },
  ]);
  expect([train.count, test.count]).toEqual([24, 6]);
  expect([...numberColumn(test, 'y').data].filter((label) => label === 0)).toHaveLength(2);
  const rows = (data: LoadedDataset) => {
    const [x, y] = [numberColumn(data, 'features').data, numberColumn(data, 'y').data];
    return Array.from(y, (label, i) => `${x[2 * i]},${x[2 * i + 1]},${label === 0 ? 'cat' : 'dog'}`);
  };
  expect([...rows(train), ...rows(test)].sort()).toEqual([...good].sort());
});

test('bad rows are counted and left out, or refused; nothing becomes a zero', async () => {
  const bad = ['1,2', '1,2,cat,4', '1,x,cat', '5,6,', 'y,6,dog'];
  const { report, train, test } = await imported(table([...good, ...bad]));
  expect(report).toMatchObject({ rows: 35, kept: 30, ragged: 2, mixed: 2, noTarget: 1 });
  expect(report.columns.map(({ mixed }) => mixed)).toEqual([1, 1, 0]);
  expect(train.count + test.count).toBe(30);
  await expect(imported(table([...good, ...bad]), { badRows: 'refuse' })).rejects.toMatchObject({
    code: 'badRows',
    details: { bad: 5, rows: 35 },
  });
});

test('missing values stay missing', async () => {
  const { report, train, test } = await imported(table([...good, ',7,cat', 'NA,8,dog', '9,?,dog']));
  expect(report.columns.map(({ missing }) => missing)).toEqual([2, 1, 0]);
  const all = [...numberColumn(train, 'features').data, ...numberColumn(test, 'features').data];
  expect(all.filter(Number.isNaN)).toHaveLength(3);
});

test('a constant column is left out and told, or refused; what cannot be learned from is refused', async () => {
  const constant = table(good.map((row) => row.replace(/^\d+/, '7')));
  const { report, train } = await imported(constant);
  expect(report.columns.map(({ constant: same }) => same)).toEqual([true, false, false]);
  expect(train.columns[0]?.spec.features).toEqual(['b']);
  await expect(imported(constant, { badRows: 'refuse' })).rejects.toMatchObject({
    code: 'badRows',
    details: { bad: 0, constant: 1 },
  });
  await expect(imported(table(good.map((row) => row.replace('cat', 'dog'))))).rejects.toMatchObject({
    code: 'constantTarget',
  });
  await expect(imported('a,b,kind\n')).rejects.toBeInstanceOf(ImportError);
  const columns = ['a', 'b', 'kind'].map((title, i) => ({
    title,
    kind: i < 2 ? ('ignore' as const) : ('class' as const),
    target: i === 2,
  }));
  await expect(imported(table(good), { columns })).rejects.toMatchObject({ code: 'noColumns' });
});

test('what was left out is named by its row; a class that only such rows have is told, not learned', async () => {
  const { report, train } = await imported(table([...good, '1,x,emu', '1,2', ' ,1e39,cat']));
  expect(report.found).toEqual([
    { problem: 'mixed', at: 32, text: 'b: x' },
    { problem: 'ragged', at: 33, text: '1,2' },
    { problem: 'mixed', at: 34, text: 'b: 1e39' },
  ]);
  expect(report.emptyClasses).toEqual(['emu']);
  expect(report.classes).toEqual([
    { name: 'cat', count: 10 },
    { name: 'dog', count: 20 },
  ]);
  expect(train.columns[1]?.spec.classes).toEqual(['cat', 'dog']);
});

test('a quote that never closes is told', async () => {
  const { report } = await imported(table([...good, '1,"2,cat', '3,4,dog']));
  expect(report).toMatchObject({ rows: 31, kept: 30, ragged: 1, oddQuotes: 1 });
});

test('a chunk that gzip does not make smaller is kept as it is', async () => {
  // 6 test examples of 8 bytes: 48 bytes, and as many with gzip
  const rows = good.map((row) => row.replace(/^\d+/, '7'));
  const { train, test } = await imported(table(rows));
  expect(train.count + test.count).toBe(30);
});

test('a class seen once is never only in the test', async () => {
  const { report, train, test } = await imported(table([...good, '1,1,emu', '2,2,fox', '3,3,gnu', '4,4,hen']), {
    testShare: 0.5,
  });
  const seen = new Set(numberColumn(train, 'y').data);
  for (const label of numberColumn(test, 'y').data) expect(seen.has(label)).toBe(true);
  expect(train.count + test.count).toBe(34);
  expect(report.rareClasses).toBeGreaterThanOrEqual(1);
});

test('a wrong encoding is counted, not swallowed', async () => {
  const latin = Uint8Array.from([...new TextEncoder().encode(`${table(good)}\n1,2,caf`), 0xe9, 0x0a]);
  const source = sourceOf(latin);
  const { sink } = memorySink();
  const asUtf8 = await importTable(source, await optionsFor(source, { encoding: 'utf-8' }), sink);
  expect(asUtf8.report).toMatchObject({ undecodable: 1, kept: 30 });
  const right = await importTable(source, await optionsFor(source), sink);
  expect(right.report).toMatchObject({ undecodable: 0, kept: 31 });
});

test('texts, and ports with names of their own', async () => {
  const lines = Array.from(
    { length: 12 },
    (_, i) => `"Größe, ${i} is a sentence of its own",${i % 2 ? 'good' : 'bad'},${i}`,
  );
  const { index, train } = await imported(['Review text,verdict,Größe (m²)', ...lines].join('\r\n'));
  expect(index.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['features', 'features'],
    ['Review_text', 'text'],
    ['y', 'class'],
  ]);
  const text = train.columns[1];
  expect(text && !isNumbers(text) && text.data[0]).toMatch(/^Größe, \d+ is/);
  const taken = new Set<string>();
  expect(['Ä b', '1st', '', 'A b', '__'].map((title) => portName(title, taken))).toEqual([
    'A_b',
    'column_1st',
    'column',
    'A_b_2',
    'column_2',
  ]);
});

test('progress is told, and an import that is cancelled leaves no index', async () => {
  const source = sourceOf(table(good), 16);
  const { sink, files } = memorySink();
  const controller = new AbortController();
  const told: number[] = [];
  const work = importTable(source, await optionsFor(source), sink, {
    signal: controller.signal,
    onProgress: (done, total) => {
      told.push(done / total);
      if (done > total / 2) controller.abort(new Error('enough'));
    },
  });
  await expect(work).rejects.toThrow('enough');
  expect(told.length).toBeGreaterThan(3);
  expect(files.has('index.json')).toBe(false);
});

test('rows that follow each other in time keep their order, and the newest for the test', async () => {
  const days = Array.from({ length: 10 }, (_, i) => `2024-01-${10 + i},${i},${(7 * i) % 5}`);
  const header = 'date,level,target';
  const rising = await imported([header, ...days].join('\n'));
  expect(rising.index.ordered).toBe(true);
  expect([...numberColumn(rising.train, 'features').data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...numberColumn(rising.test, 'features').data]).toEqual([8, 9]);
  expect(rising.train.ordered).toBe(true);
  const falling = await imported([header, ...days.toReversed()].join('\n'));
  expect([...numberColumn(falling.train, 'features').data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...numberColumn(falling.test, 'features').data]).toEqual([8, 9]);
  const any = await imported([header, ...days].join('\n'), { order: 'any' });
  expect(any.index.ordered).toBeUndefined();
  expect([...numberColumn(any.train, 'features').data]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  // dates cannot be learned from
  expect(rising.index.columns.map(({ name, features }) => [name, features])).toEqual([
    ['features', ['level']],
    ['y', undefined],
  ]);
});
