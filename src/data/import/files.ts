import { ImportError } from './report';
import { type ByteFile, zipEntries } from './zip';

/** A file of a folder or of an archive. */
export interface BroughtFile {
  /** `cats/1.png` */
  readonly path: string;
  bytes(): Promise<Uint8Array>;
}

/** What was brought: files, and folders that hold nothing. */
export interface Brought {
  readonly files: readonly BroughtFile[];
  readonly emptyFolders: readonly string[];
}

/** What systems leave behind in folders and archives. */
const isLeftover = (path: string): boolean =>
  /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$|(^|\/)__MACOSX(\/|$)/i.test(path);

export const isZip = (path: string): boolean => /\.zip$/i.test(path);
export const isPicture = (path: string): boolean => /\.(png|jpe?g|gif|bmp|webp|avif)$/i.test(path);
export const isText = (path: string): boolean => /\.(txt|text)$/i.test(path);

/** The same without what nobody put there, in the order of the paths: a folder and its archive give the same data set. */
export function sorted({ files, emptyFolders }: Brought): Brought {
  const order = new Map(files.filter(({ path }) => !isLeftover(path)).map((file) => [file.path, file]));
  const paths = [...order.keys()].sort();
  return {
    files: paths.flatMap((path) => order.get(path) ?? []),
    emptyFolders: emptyFolders.filter((path) => !isLeftover(`${path}/`)).sort(),
  };
}

/** The files inside a zip archive. Rejects with `ImportError` `archive` where it is none. */
export async function unzipped(archive: ByteFile): Promise<Brought> {
  const entries = await zipEntries(archive);
  const files = entries.filter(({ path }) => !path.endsWith('/'));
  const folders = entries.filter(({ path }) => path.endsWith('/')).map(({ path }) => path.slice(0, -1));
  const isEmpty = (folder: string) =>
    !entries.some(({ path }) => path.startsWith(`${folder}/`) && path !== `${folder}/`);
  return { files, emptyFolders: folders.filter(isEmpty) };
}

/** Whether most of the files are pictures or texts; undefined where there is neither. */
export function kindOf({ files }: Brought): 'pictures' | 'texts' | undefined {
  const pictures = files.filter(({ path }) => isPicture(path)).length;
  const texts = files.filter(({ path }) => isText(path)).length;
  if (pictures + texts === 0) return undefined;
  return pictures >= texts ? 'pictures' : 'texts';
}

/** The words a file's name begins with, without a number: `cat.12.jpg`, `cat_12.jpg` and `cat (12).jpg` are cats; '' where there are none. */
const wordOf = (path: string): string =>
  (path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '').replace(/[\s._()-]*\d[\d\s._()-]*$/, '');

const depthOf = (path: string): number => path.split('/').length - 1;
const folderOf = (path: string): string => path.split('/').at(-2) ?? '';

/** Files by the folder they lie in. */
export interface ByClass {
  /** With the class of each. */
  readonly files: readonly { readonly file: BroughtFile; readonly name: string }[];
  /** Files of another kind, in no folder, or deeper or less deep than most. */
  readonly misplaced: readonly string[];
  /** Folders beside those of the classes that hold none of the kind. */
  readonly emptyClasses: readonly string[];
}

/** One folder a class: the folders of most of the files that `isOne` takes are the classes. */
export function byFolder({ files, emptyFolders }: Brought, isOne: (path: string) => boolean): ByClass {
  const fitting = files.filter(({ path }) => isOne(path));
  const depth = usual(fitting.map(({ path }) => depthOf(path)));
  const placed = new Set(fitting.filter(({ path }) => depth > 0 && depthOf(path) === depth));
  const found = [...placed].map((file) => ({ file, name: folderOf(file.path) }));
  const names = new Set(found.map(({ name }) => name));
  const others = files.filter((file) => !placed.has(file));
  const beside = [
    ...others.filter(({ path }) => depthOf(path) === depth).map(({ path }) => folderOf(path)),
    ...emptyFolders.filter((path) => depthOf(`${path}/`) === depth).map((path) => folderOf(`${path}/`)),
  ];
  return {
    files: found,
    misplaced: others.map(({ path }) => path),
    emptyClasses: [...new Set(beside)].filter((name) => name !== '' && !names.has(name)).sort(),
  };
}

/** Fewer than these of each are names of their own rather than classes. */
const LEAST_OF_A_NAME = 2;

/**
 * Pictures: one folder a class; where there is one folder or none, the words that the names of the files begin with, if they fall into
 * two classes at least.
 */
export function pictureClasses(brought: Brought): ByClass {
  const byPlace = byFolder(brought, isPicture);
  if (new Set(byPlace.files.map(({ name }) => name)).size > 1) return byPlace;
  const named = brought.files.flatMap((file) => {
    const name = isPicture(file.path) ? wordOf(file.path) : '';
    return name === '' ? [] : [{ file, name }];
  });
  const classes = new Set(named.map(({ name }) => name)).size;
  if (classes < 2 || named.length < LEAST_OF_A_NAME * classes) return byPlace;
  const placed = new Set(named.map(({ file }) => file));
  const misplaced = brought.files.filter((file) => !placed.has(file)).map(({ path }) => path);
  return { files: named, misplaced, emptyClasses: [] };
}

/** The number that comes most often; of several the smallest. */
function usual(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1);
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return first?.[0] ?? 0;
}

/** Throws where there are not two classes to tell apart. */
export function expectClasses(code: 'pictures' | 'texts', classes: number, files: number): void {
  if (classes < 2) throw new ImportError(code, { classes, files });
}
