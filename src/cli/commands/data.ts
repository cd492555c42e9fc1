import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import type { DatasetCard } from '../../data/dataset';
import { type Delimiter, delimiters, guessTable } from '../../data/import/guess';
import { type ByteSource, type Encoding, encodings } from '../../data/import/source';
import { ImportError, type ImportReport, importTable, type TableOptions } from '../../data/import/table';
import { loadCard } from '../../data/loader';
import { catalogue } from '../../layers/catalogue';
import { convertCifar10, fetchCifar10, type Say } from '../cifar10';
import { type Answer, type Command, type Invocation, oneOf, UsageError, wholeNumber } from '../command';
import { ownDataDir, readData } from '../dataDirs';
import { writeDataset } from '../folderSink';
import type { Io } from '../io';

type Outcome = Result<Answer, readonly Diagnostic[]>;

export const dataCommand: Command = {
  name: 'data',
  summary: 'Data sets: list, cifar10 (fetch and convert it), import FILE.csv (a table of your own).',
  arguments: ['list|cifar10|import', '[FILE]'],
  options: {
    target: { type: 'string', value: 'COLUMN', help: 'import: the column to be learned (default: a guess)' },
    ignore: { type: 'string', value: 'A,B', help: 'import: columns to leave out' },
    delimiter: { type: 'string', value: 'D', help: 'import: , ; | or tab (default: a guess)' },
    encoding: { type: 'string', value: 'E', help: `import: ${encodings.join(', ')} (default: a guess)` },
    id: { type: 'string', value: 'ID', help: 'import: id of the data set (default: from the name of the file)' },
    strict: { type: 'boolean', help: 'import: refuse a table with bad rows rather than leaving them out' },
    seed: { type: 'string', value: 'N', help: 'import: seed of the split into training and test' },
  },
  async run(invocation) {
    const [action, file] = invocation.positionals;
    if (action === 'list') return ok(await listData(invocation.io));
    if (action === 'cifar10') return cifar10(file, invocation.io);
    if (action !== 'import') throw new UsageError(`data takes list, cifar10 or import; got ${action ?? 'nothing'}`);
    if (file === undefined) throw new UsageError('data import takes a file; see netloom data --help');
    return importFile(file, invocation);
  },
};

/** Overwrites its line on a terminal. */
const liveLine = (io: Io): Say => {
  let last = '';
  return (text) => {
    if (text !== last) io.err(io.live ? `\r\u001b[K${text}` : `${text}\n`);
    last = text;
  };
};

async function listData(io: Io): Promise<Answer> {
  const fetchBytes = readData(io);
  const rows = await Promise.all(
    catalogue.map(async ({ id, title, onDemand }) => {
      const card = await loadCard(id, fetchBytes).catch(() => undefined);
      const { train, test } = card?.counts ?? { train: 0, test: 0 };
      return { id, title: title.en, here: card !== undefined, onDemand: onDemand === true, train, test };
    }),
  );
  const text = rows
    .map(({ id, title, here, train, test }) =>
      `${id.padEnd(10)} ${title.padEnd(28)} ${here ? `${train} + ${test}` : `not here: netloom data ${id}`}`.trimEnd(),
    )
    .join('\n');
  return { json: { datasets: rows }, text };
}

async function cifar10(folder: string | undefined, io: Io): Promise<Outcome> {
  const say = liveLine(io);
  const known = await loadCard('cifar10', readData(io)).catch(() => undefined);
  if (known && folder === undefined) return ok(cifarAnswer(known.counts));
  try {
    if (folder === undefined) await fetchCifar10(io.dataDir, say);
    else await convertCifar10(resolve(io.cwd, folder), io.dataDir, say);
    if (io.live) io.err('\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `cifar10 could not be had: ${reason}; where npm cannot get it, give a folder with the official binary files (data_batch_1.bin ... test_batch.bin)`;
    return err([{ code: 'data.cifar10', severity: 'error', message, details: { reason } }]);
  }
  return ok(cifarAnswer((await loadCard('cifar10', readData(io))).counts));
}

const cifarAnswer = (counts: DatasetCard['counts']): Answer => ({
  json: { id: 'cifar10', ...counts },
  text: `cifar10: ${counts.train} and ${counts.test} examples`,
});

const fileSource = async (path: string): Promise<ByteSource> => ({
  name: basename(path),
  size: (await stat(path)).size,
  stream: () => createReadStream(path),
});

async function importFile(file: string, invocation: Invocation): Promise<Outcome> {
  const { io } = invocation;
  const path = resolve(io.cwd, file);
  const source = await fileSource(path).catch(() => undefined);
  if (!source) return err([{ code: 'data.fetch', severity: 'error', message: `there is no file ${file}` }]);
  const options = await tableOptions(source, invocation);
  const say = liveLine(io);
  try {
    let report: ImportReport | undefined;
    await writeDataset(ownDataDir(), options.id, async (sink) => {
      const done = await importTable(source, options, sink, {
        onProgress: (read, total) => say(`${source.name}: ${Math.floor((100 * read) / Math.max(1, total))} %`),
      });
      report = done.report;
    });
    if (io.live) io.err('\n');
    const card = await loadCard(options.id, readData(io));
    const columns = card.columns.map(({ name, kind, shape }) => `  ${name.padEnd(20)} ${kind} ${shape.join(' x ')}`);
    const { kept = 0, rows = 0 } = report ?? {};
    const text = [
      `${options.id}: ${kept} of ${rows} rows, ${card.counts.train} to learn from, ${card.counts.test} to test`,
      ...columns,
    ];
    return ok({ json: { id: options.id, columns: card.columns, counts: card.counts, report }, text: text.join('\n') });
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const details = { ...error.details };
    return err([{ code: `import.${error.code}`, severity: 'error', message: importMessage(error), details }]);
  }
}

async function tableOptions(source: ByteSource, invocation: Invocation): Promise<TableOptions> {
  const { values } = invocation;
  const delimiter = typeof values.delimiter === 'string' ? delimiterOf(values.delimiter) : undefined;
  const encoding: Encoding | undefined = oneOf(invocation, 'encoding', encodings);
  const guess = await guessTable(source, { ...(delimiter ? { delimiter } : {}), ...(encoding ? { encoding } : {}) });
  const titles = guess.columns.map(({ title }) => title);
  const find = (title: string): number => {
    const place = titles.indexOf(title);
    if (place < 0) throw new UsageError(`there is no column ${title}; there are ${titles.join(', ')}`);
    return place;
  };
  const target = typeof values.target === 'string' ? find(values.target) : guess.target;
  const ignored = typeof values.ignore === 'string' ? values.ignore.split(',').map(find) : [];
  return {
    id: idOf(typeof values.id === 'string' ? values.id : source.name),
    name: source.name,
    encoding: guess.encoding,
    delimiter: guess.delimiter,
    header: guess.header,
    columns: guess.columns.map(({ title, kind }, i) => ({
      title,
      kind: ignored.includes(i) ? 'ignore' : kind,
      target: i === target,
    })),
    badRows: values.strict === true ? 'refuse' : 'skip',
    testShare: 0.2,
    seed: wholeNumber(invocation, 'seed', 0) ?? 1,
  };
}

function delimiterOf(text: string): Delimiter {
  const found = delimiters.find((delimiter) => delimiter === (text === 'tab' ? '\t' : text));
  if (!found) throw new UsageError(`--delimiter takes , ; | or tab; got ${text}`);
  return found;
}

/** `my-` marks what a user brought. */
const idOf = (name: string): string =>
  `my-${
    name
      .replace(/\.[^.]*$/, '')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase() || 'table'
  }`.replace(/^my-my-/, 'my-');

function importMessage({ code, details }: ImportError): string {
  const { bad, rows, kept, column, most } = details;
  switch (code) {
    case 'badRows':
      return `${bad} of ${rows} rows do not fit; without --strict they are left out`;
    case 'empty':
      return `of ${rows} rows ${kept} can be used: too few to learn from`;
    case 'noColumns':
      return 'no column is left to learn from';
    case 'constantTarget':
      return `the target ${column} has the same value in every row`;
    case 'tooManyClasses':
      return `${column} has more than ${most} different values: take it as text, or leave it out`;
    case 'quota':
    case 'pictures':
      return code;
    default:
      return code satisfies never;
  }
}
