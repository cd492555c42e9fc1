import { isOwn } from '../core/ownData';
import { DataError, type DatasetCard, type DatasetIndex } from './dataset';
import { ImportError } from './import/report';
import { type FetchBytes, loadCard, loadIndex } from './loader';
import type { DatasetSink } from './pack';

const FOLDER = 'datasets';
const INDEX = 'index.json';

/** The origin's private files; rejects where the browser has none (a private window, an insecure address). */
async function root(): Promise<FileSystemDirectoryHandle> {
  const top = await navigator.storage.getDirectory();
  return top.getDirectoryHandle(FOLDER, { create: true });
}

const isQuota = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';

/** Reads files of data sets that were brought, by path: `my-table/index.json`. */
export const readOwn: FetchBytes = async (path) => {
  try {
    let folder = await root();
    const parts = path.split('/');
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
    const file = await (await folder.getFileHandle(parts.at(-1) ?? '')).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new DataError('data.fetch', path, error instanceof Error ? error.message : String(error));
  }
};

/** Data sets of the user's own from the origin's private files, all others by `fetchBytes`. */
export const withOwn =
  (fetchBytes: FetchBytes): FetchBytes =>
  (path, signal) =>
    (isOwn(path) ? readOwn : fetchBytes)(path, signal);

/** Nobody else takes away what is half-written, in this tab or another. */
const lockOf = (id: string): string => `netloom-dataset-${id}`;

/**
 * Writes a data set, whole or not at all: its files have names of their own, and the description, written last, takes the place of
 * an older one. After a failure what was there before stays as it was. Rejects with `ImportError` `quota` where there is no room,
 * else with what `work` threw.
 */
export async function writeOwn(id: string, work: (sink: DatasetSink) => Promise<void>): Promise<void> {
  const all = await root();
  await navigator.locks.request(lockOf(id), async () => {
    const folder = await all.getDirectoryHandle(id, { create: true });
    const prefix = `${Date.now().toString(36)}-`;
    try {
      await work({
        prefix,
        async write(file, bytes) {
          const handle = await folder.getFileHandle(file, { create: true });
          const out = await handle.createWritable();
          await out.write(bytes as Uint8Array<ArrayBuffer>);
          await out.close();
        },
      });
      await removeFiles(folder, (file) => file !== INDEX && !file.startsWith(prefix));
    } catch (error) {
      await removeFiles(folder, (file) => file.startsWith(prefix));
      if (!(await has(folder, INDEX))) await all.removeEntry(id, { recursive: true }).catch(() => undefined);
      if (!isQuota(error)) throw error;
      const { quota = 0, usage = 0 } = await navigator.storage.estimate();
      throw new ImportError('quota', { free: Math.max(0, Math.round((quota - usage) / 1e6)) });
    }
  });
}

async function removeFiles(folder: FileSystemDirectoryHandle, which: (file: string) => boolean): Promise<void> {
  const names: string[] = [];
  for await (const name of folder.keys()) if (which(name)) names.push(name);
  for (const name of names) await folder.removeEntry(name).catch(() => undefined);
}

async function has(folder: FileSystemDirectoryHandle, file: string): Promise<boolean> {
  return folder.getFileHandle(file).then(
    () => true,
    () => false,
  );
}

export async function removeOwn(id: string): Promise<void> {
  await (await root()).removeEntry(id, { recursive: true });
}

/** Cards of all data sets of the user's own; what a crash left half-written is removed. */
export async function listOwn(): Promise<DatasetCard[]> {
  const cards: DatasetCard[] = [];
  const all = await root();
  const ids: string[] = [];
  for await (const id of all.keys()) ids.push(id);
  for (const id of ids.sort()) {
    const index = await navigator.locks.request(lockOf(id), { ifAvailable: true }, async (lock) => {
      const found = await loadIndex(id, readOwn).catch(() => undefined);
      // without the lock somebody is writing it
      if (lock) await tidy(all, id, found);
      return found;
    });
    if (index) cards.push(await loadCard(id, readOwn));
  }
  return cards;
}

/** Removes what no description speaks of; one that cannot be read may be of another version, so what is beside it stays. */
async function tidy(all: FileSystemDirectoryHandle, id: string, index: DatasetIndex | undefined): Promise<void> {
  if (!index) {
    if (!(await has(await all.getDirectoryHandle(id), INDEX)))
      await all.removeEntry(id, { recursive: true }).catch(() => undefined);
    return;
  }
  const { train, test } = index.splits;
  const known = new Set([INDEX, ...[...train.chunks, ...test.chunks].map(({ file }) => file)]);
  await removeFiles(await all.getDirectoryHandle(id), (file) => !known.has(file));
}
