import {
  type Brought,
  type BroughtFile,
  byFolder,
  isText,
  isZip,
  kindOf,
  pictureClasses,
  sorted,
  unzipped,
} from '../data/import/files';
import { sortedNames } from '../data/import/growing';
import { guessTexts, textFiles } from '../data/import/texts';
import type { ByteFile } from '../data/import/zip';
import type { BroughtOverview, PageFile, Sorting } from './protocol/data';

/** Everything in the files, folders and archives that were brought. Rejects with `ImportError` `archive`. */
export async function gather(given: readonly PageFile[]): Promise<Brought> {
  const parts: Brought[] = [];
  const loose: BroughtFile[] = [];
  for (const item of given)
    if ('folder' in item) parts.push(await fromFolder(item.folder, item.path));
    else if (isZip(item.path)) parts.push(await unzipped(byteFile(item.file)));
    else loose.push({ path: item.path, bytes: () => bytesOf(item.file) });
  return {
    files: [...loose, ...parts.flatMap(({ files }) => files)],
    emptyFolders: parts.flatMap(({ emptyFolders }) => emptyFolders),
  };
}

const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

const byteFile = (file: File): ByteFile => ({
  name: file.name,
  size: file.size,
  read: (start, end) => bytesOf(file.slice(start, end)),
});

async function fromFolder(folder: FileSystemDirectoryHandle, path: string): Promise<Brought> {
  const files: BroughtFile[] = [];
  const emptyFolders: string[] = [];
  let entries = 0;
  for await (const handle of folder.values()) {
    entries++;
    const own = `${path}/${handle.name}`;
    if (handle.kind === 'file') {
      files.push({ path: own, bytes: async () => bytesOf(await handle.getFile()) });
      continue;
    }
    const below = await fromFolder(handle, own);
    files.push(...below.files);
    emptyFolders.push(...below.emptyFolders);
  }
  return { files, emptyFolders: entries === 0 ? [path] : emptyFolders };
}

/** What there is and how it falls into classes. */
export function overviewOf(brought: Brought): BroughtOverview {
  const kind = kindOf(brought);
  return {
    files: sorted(brought).files.length,
    kind,
    pictures: sortingOf(pictureClasses(sorted(brought))),
    texts: {
      folder: sortingOf(byFolder(sorted(brought), isText)),
      file: sortingOf(textFiles(brought)),
    },
    guess: guessTexts(brought),
  };
}

function sortingOf({ files, misplaced, emptyClasses }: ReturnType<typeof byFolder>): Sorting {
  const counts = new Map<string, number>();
  for (const { name } of files) counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    classes: sortedNames(counts.keys()).map((name) => ({ name, count: counts.get(name) ?? 0 })),
    emptyClasses,
    misplaced: misplaced.length,
  };
}
