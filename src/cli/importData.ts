import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic';
import { ownId } from '../core/ownData';
import { err, ok, type Result } from '../core/result';
import { isPicture, isZip, kindOf } from '../data/import/files';
import { type Delimiter, delimiters, guessTable } from '../data/import/guess';
import { importPictures } from '../data/import/pictures';
import { type BadExample, badExamples, ImportError, type ImportReport } from '../data/import/report';
import { type ByteSource, type Encoding, encodings } from '../data/import/source';
import { importTable, type TableOptions } from '../data/import/table';
import { guessTexts, importTexts } from '../data/import/texts';
import { type RowOrder, rowOrders } from '../data/import/time';
import { loadCard } from '../data/loader';
import type { DatasetSink } from '../data/pack';
import { type Answer, type Invocation, type Option, oneOf, UsageError, wholeNumber } from './command';
import { ownDataDir, readData } from './dataDirs';
import { decodePicture } from './decodePicture';
import { writeDataset } from './folderSink';
import { liveLine } from './liveLine';
import { localFiles } from './localFiles';

type Outcome = Result<Answer, readonly Diagnostic[]>;

export const importOptions: Readonly<Record<string, Option>> = {
  id: { type: 'string', value: 'ID', help: 'import: id of the data set (default: from the name of the file)' },
  strict: { type: 'boolean', help: 'import: refuse data of which some do not fit rather than leaving them out' },
  seed: { type: 'string', value: 'N', help: 'import: seed of the split into training and test' },
  encoding: { type: 'string', value: 'E', help: `import: ${encodings.join(', ')} (default: a guess)` },
  target: { type: 'string', value: 'COLUMN', help: 'import a table: the column to be learned (default: a guess)' },
  ignore: { type: 'string', value: 'A,B', help: 'import a table: columns to leave out' },
  delimiter: { type: 'string', value: 'D', help: 'import a table: , ; | or tab (default: a guess)' },
  order: {
    type: 'string',
    value: rowOrders.join('|'),
    help: 'import a table: rows follow each other in time, the oldest or newest first: the newest are the test (default: a guess)',
  },
  side: { type: 'string', value: 'N', help: 'import pictures: width and height they are brought to (default 32)' },
  grey: { type: 'boolean', help: 'import pictures: one channel rather than three' },
  by: { type: 'string', value: 'line|file', help: 'import texts: what an example is (default: a guess)' },
};

interface Importing {
  readonly id: string;
  readonly work: (sink: DatasetSink) => Promise<{ readonly report: ImportReport }>;
}

/** Takes in a table, or a folder or zip archive of pictures or texts, with what the page would say about it. */
export async function importData(file: string, invocation: Invocation): Promise<Outcome> {
  const { io } = invocation;
  const path = resolve(io.cwd, file);
  const found = await stat(path).catch(() => undefined);
  if (!found) return err([{ code: 'data.fetch', severity: 'error', message: `there is no file ${file}` }]);
  try {
    const isTable = found.isFile() && !isZip(path) && !isPicture(path);
    const { id, work } = await (isTable ? tableImport(path, invocation) : filesImport(path, invocation));
    let report: ImportReport | undefined;
    await writeDataset(ownDataDir(), id, async (sink) => {
      ({ report } = await work(sink));
    });
    if (io.live) io.err('\n');
    const card = await loadCard(id, readData(io));
    const columns = card.columns.map(({ name, kind, shape }) => `  ${name.padEnd(20)} ${kind} ${shape.join(' x ')}`);
    const { kept = 0, rows = 0 } = report ?? {};
    const newest = card.ordered ? ' (the newest)' : '';
    const head = `${id}: ${kept} of ${rows} can be used, ${card.counts.train} to learn from, ${card.counts.test} to test${newest}`;
    const text = [head, ...columns.map((line) => line.trimEnd()), ...(report ? lines(report) : [])].join('\n');
    return ok({
      json: { id, columns: card.columns, counts: card.counts, ordered: card.ordered ?? false, report },
      text,
    });
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const { code, report } = error;
    const message = [messageOf(error), ...(report ? lines(report) : [])].join('\n');
    return err([{ code: `import.${code}`, severity: 'error', message, details: { ...error.details } }]);
  }
}

const heldOut = (invocation: Invocation) => ({ testShare: 0.2, seed: wholeNumber(invocation, 'seed', 0) ?? 1 });

const idFor = ({ values }: Invocation, name: string): string => idOf(typeof values.id === 'string' ? values.id : name);

/** A name that says so already is not marked twice. */
const idOf = (name: string): string => ownId(name).replace(/^my-my-/, 'my-');

const percent = (invocation: Invocation, name: string) => {
  const say = liveLine(invocation.io);
  return (done: number, total: number) => say(`${name}: ${Math.floor((100 * done) / Math.max(total, 1e-9))}%`);
};

async function filesImport(path: string, invocation: Invocation): Promise<Importing> {
  const { values } = invocation;
  const name = basename(path);
  const id = idFor(invocation, name);
  const brought = await localFiles(path);
  const hooks = { onProgress: percent(invocation, name) };
  const badFiles = values.strict === true ? 'refuse' : 'skip';
  const common = { id, name, badFiles, ...heldOut(invocation) } as const;
  const kind = kindOf(brought);
  if (kind === undefined) throw new ImportError('empty', { rows: brought.files.length, kept: 0 });
  if (kind === 'pictures') {
    const side = wholeNumber(invocation, 'side', 4, 512) ?? 32;
    const options = { ...common, side, channels: values.grey === true ? 1 : 3 } as const;
    return { id, work: (sink) => importPictures(brought, options, decodePicture, sink, hooks) };
  }
  const guess = guessTexts(brought);
  const encoding: Encoding | undefined = oneOf(invocation, 'encoding', encodings);
  const examples = oneOf(invocation, 'by', ['line', 'file'] as const) ?? guess.examples;
  const options = { ...common, classes: guess.classes, examples, encoding };
  return { id, work: (sink) => importTexts(brought, options, sink, hooks) };
}

async function tableImport(path: string, invocation: Invocation): Promise<Importing> {
  const { size } = await stat(path);
  const source: ByteSource = { name: basename(path), size, stream: () => createReadStream(path) };
  const options = await tableOptions(source, invocation);
  const hooks = { onProgress: percent(invocation, source.name) };
  return { id: options.id, work: (sink) => importTable(source, options, sink, hooks) };
}

async function tableOptions(source: ByteSource, invocation: Invocation): Promise<TableOptions> {
  const { values } = invocation;
  const delimiter = typeof values.delimiter === 'string' ? delimiterOf(values.delimiter) : undefined;
  const encoding: Encoding | undefined = oneOf(invocation, 'encoding', encodings);
  const guess = await guessTable(source, { ...(delimiter ? { delimiter } : {}), ...(encoding ? { encoding } : {}) });
  const order: RowOrder | undefined = oneOf(invocation, 'order', rowOrders);
  const titles = guess.columns.map(({ title }) => title);
  const find = (title: string): number => {
    const place = titles.indexOf(title);
    if (place < 0) throw new UsageError(`there is no column ${title}; there are ${titles.join(', ')}`);
    return place;
  };
  const target = typeof values.target === 'string' ? find(values.target) : guess.target;
  const ignored = typeof values.ignore === 'string' ? values.ignore.split(',').map(find) : [];
  return {
    id: idFor(invocation, source.name),
    name: source.name,
    encoding: guess.encoding,
    delimiter: guess.delimiter,
    header: guess.header,
    columns: guess.columns.map(({ title, kind }, i) => ({
      title,
      kind: ignored.includes(i) ? 'ignore' : kind,
      target: i === target,
    })),
    order: order ?? guess.order,
    badRows: values.strict === true ? 'refuse' : 'skip',
    ...heldOut(invocation),
  };
}

function delimiterOf(text: string): Delimiter {
  const found = delimiters.find((delimiter) => delimiter === (text === 'tab' ? '\t' : text));
  if (!found) throw new UsageError(`--delimiter takes , ; | or tab; got ${text}`);
  return found;
}

const sentences: Readonly<Record<BadExample, string>> = {
  ragged: 'had another number of fields',
  mixed: 'had something that is no number where one is expected',
  noTarget: 'had no target',
  undecodable: 'had characters that are none in this encoding',
  corrupt: 'could not be read (the command line reads PNG and JPEG)',
  blank: 'had no text',
  misplaced: 'were of another kind or in no class',
};

const FOUND = 5;

/** A report for people: every count that is not zero, and where the first of it were. */
function lines(report: ImportReport): string[] {
  const out = badExamples
    .filter((problem) => report[problem] > 0)
    .map((problem) => {
      const found = report.found.filter((finding) => finding.problem === problem).slice(0, FOUND);
      const places = found.map(({ at, text }) => `${at}${text === undefined ? '' : ` (${text})`}`);
      return `  left out: ${report[problem]} ${sentences[problem]}: ${places.join(', ')}`;
    });
  if (report.oddQuotes > 0) out.push(`  ${report.oddQuotes} quotes do not close or have text behind them`);
  if (report.guessedEncodings > 0)
    out.push(`  ${report.guessedEncodings} files are not UTF-8: their encoding is a guess`);
  if (report.emptyClasses.length > 0)
    out.push(`  left out: classes without an example that can be used: ${report.emptyClasses.join(', ')}`);
  if (report.rareClasses > 0) out.push(`  ${report.rareClasses} classes have one example, which is learned from`);
  for (const { title, missing, constant } of report.columns) {
    if (missing > 0) out.push(`  ${title}: ${missing} missing`);
    if (constant) out.push(`  left out: ${title} is the same in every row`);
  }
  return out;
}

function messageOf({ code, details }: ImportError): string {
  const { bad, rows, kept, column, most, empty, constant, classes, files, name } = details;
  switch (code) {
    case 'badRows':
      return `${bad} of ${rows} do not fit, ${empty} classes are empty, ${constant} columns are constant; without --strict they are left out`;
    case 'empty':
      return `of ${rows} ${kept} can be used: too few to learn from`;
    case 'noColumns':
      return 'no column is left to learn from';
    case 'constantTarget':
      return `the target ${column} has the same value in every row`;
    case 'tooManyClasses':
      return `${column} has more than ${most} different values: take it as text, or leave it out`;
    case 'pictures':
    case 'texts':
      return `at least two classes with ${code} that can be read are needed; ${classes} were found in ${files} files`;
    case 'archive':
      return `${name} is no zip archive that can be read`;
    case 'cifar':
    case 'quota':
      return code;
    default:
      return code satisfies never;
  }
}
