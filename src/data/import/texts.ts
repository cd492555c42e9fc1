import type { DatasetIndex, LoadedDataset } from '../dataset';
import type { DatasetSink } from '../pack';
import { type Brought, type BroughtFile, type ByClass, byFolder, expectClasses, isText, sorted } from './files';
import { sortedNames } from './growing';
import { type HeldOut, splitTest } from './heldOut';
import { countClasses, Findings, type ImportReport, refuseUnclean } from './report';
import { type Encoding, guessEncoding } from './source';
import { type ImportHooks, inTwo, writeExamples } from './write';

/** What a class is. */
export type TextClasses = 'folder' | 'file';
/** What an example is. */
export type TextExamples = 'file' | 'line';

export interface TextOptions extends HeldOut {
  readonly id: string;
  readonly name: string;
  readonly classes: TextClasses;
  readonly examples: TextExamples;
  /** Of all files; a guess for each where there is none. */
  readonly encoding?: Encoding | undefined;
  /** What does not fit is left out and counted, or the import is refused. */
  readonly badFiles: 'skip' | 'refuse';
}

const READING = 0.8;

/** Whether the folders are the classes, or the files, and whether an example is a file or a line. */
export function guessTexts(brought: Brought): { readonly classes: TextClasses; readonly examples: TextExamples } {
  const { files } = byFolder(sorted(brought), isText);
  const folders = new Set(files.map(({ name }) => name)).size;
  if (folders < 2) return { classes: 'file', examples: 'line' };
  return { classes: 'folder', examples: files.length > folders ? 'file' : 'line' };
}

/** Reads texts into a data set. Rejects with `ImportError`, or with the signal's reason. */
export async function importTexts(
  brought: Brought,
  options: TextOptions,
  sink: DatasetSink,
  hooks: ImportHooks = {},
): Promise<{ index: DatasetIndex; report: ImportReport }> {
  const { files, misplaced, emptyClasses } = options.classes === 'folder' ? foldersOf(brought) : textFiles(brought);
  const names = sortedNames(new Set(files.map(({ name }) => name)));
  expectClasses('texts', names.length, brought.files.length);
  const { first, second } = inTwo(hooks, READING);
  const findings = new Findings();
  for (const path of misplaced) findings.add('misplaced', path);
  const { texts, of, seen, guessed } = await readAll(files, options, findings, first);
  const present = new Set(of);
  const classes = names.filter((name) => present.has(name));
  const places = new Map(classes.map((name, i) => [name, i]));
  const labels = Int32Array.from(of, (name) => places.get(name) ?? -1);
  const counts = countClasses(classes, labels);
  const report = findings.report({
    rows: seen + misplaced.length,
    kept: texts.length,
    guessedEncodings: guessed,
    classes: counts,
    emptyClasses: [...names.filter((name) => !present.has(name)), ...emptyClasses],
    rareClasses: counts.filter(({ count }) => count === 1).length,
  });
  expectClasses('texts', classes.length, brought.files.length);
  refuseUnclean(options.badFiles, report);
  const data = textData(texts, labels, classes);
  const head = { id: options.id, name: options.name, source: options.name };
  return { index: await writeExamples(sink, data, splitTest(data, options), head, second), report };
}

const foldersOf = (brought: Brought): ByClass => byFolder(sorted(brought), isText);

/** One file a class, named as the file without its ending. */
export function textFiles(brought: Brought): ByClass {
  const { files } = sorted(brought);
  const texts = files.filter(({ path }) => isText(path));
  return {
    files: texts.map((file) => ({ file, name: (file.path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '') })),
    misplaced: files.filter(({ path }) => !isText(path)).map(({ path }) => path),
    emptyClasses: [],
  };
}

interface Read {
  readonly texts: readonly string[];
  /** Class of each text. */
  readonly of: readonly string[];
  /** Files or lines that were looked at. */
  readonly seen: number;
  readonly guessed: number;
}

async function readAll(
  files: ByClass['files'],
  { examples, encoding }: TextOptions,
  findings: Findings,
  { onProgress, signal }: ImportHooks,
): Promise<Read> {
  const texts: string[] = [];
  const of: string[] = [];
  let [seen, guessed] = [0, 0];
  for (const [i, { file, name }] of files.entries()) {
    signal?.throwIfAborted();
    const decoded = await decode(file, encoding);
    onProgress?.(i + 1, files.length);
    if (!decoded) {
      seen++;
      findings.add('corrupt', file.path);
      continue;
    }
    if (!decoded.sure) guessed++;
    for (const { text, at } of cut(decoded.text, file.path, examples)) {
      seen++;
      if (text.includes('\ufffd')) findings.add('undecodable', at, text);
      else if (text === '') findings.add('blank', at);
      else {
        texts.push(text);
        of.push(name);
      }
    }
  }
  return { texts, of, seen, guessed };
}

/** Undefined where the file itself cannot be read. */
async function decode(
  file: BroughtFile,
  given: Encoding | undefined,
): Promise<{ text: string; sure: boolean } | undefined> {
  const bytes = await file.bytes().catch(() => undefined);
  if (!bytes) return undefined;
  const guessed = guessEncoding(bytes);
  return { text: new TextDecoder(given ?? guessed.encoding).decode(bytes), sure: given !== undefined || guessed.sure };
}

/** The examples of one file and where they stand. A line with nothing on it is no example; a file with nothing in it is a blank one. */
function* cut(text: string, path: string, examples: TextExamples): Generator<{ text: string; at: string }> {
  if (examples === 'file') yield { text: text.trim(), at: path };
  else
    for (const [i, line] of text.split(/\r\n|\r|\n/).entries())
      if (line.trim() !== '') yield { text: line.trim(), at: `${path}:${i + 1}` };
}

function textData(texts: readonly string[], labels: Int32Array, classes: readonly string[]): LoadedDataset {
  return {
    count: labels.length,
    columns: [
      { spec: { name: 'text', kind: 'text', dtype: 'text', shape: [] }, data: texts },
      {
        spec: { name: 'y', kind: 'class', dtype: 'int32', shape: [], target: true, classes: [...classes] },
        data: labels,
      },
    ],
  };
}
