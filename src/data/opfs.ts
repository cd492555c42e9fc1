import { DataError, type DatasetCard } from './dataset';
import { ImportError } from './import/table';
import { type FetchBytes, loadCard } from './loader';
import { isOwn } from './own';
import type { DatasetSink } from './pack';

const FOLDER = 'datasets';

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

/** Writes a data set, whole or not at all. Rejects with `ImportError` `quota` where there is no room, else with what `work` threw. */
export async function writeOwn(id: string, work: (sink: DatasetSink) => Promise<void>): Promise<void> {
  const all = await root();
  await all.removeEntry(id, { recursive: true }).catch(() => undefined);
  const folder = await all.getDirectoryHandle(id, { create: true });
  try {
    await work({
      async write(file, bytes) {
        const handle = await folder.getFileHandle(file, { create: true });
        const out = await handle.createWritable();
        await out.write(bytes as Uint8Array<ArrayBuffer>);
        await out.close();
      },
    });
  } catch (error) {
    await all.removeEntry(id, { recursive: true }).catch(() => undefined);
    if (!isQuota(error)) throw error;
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    throw new ImportError('quota', { free: Math.max(0, Math.round((quota - usage) / 1e6)) });
  }
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
    const card = await loadCard(id, readOwn).catch(() => undefined);
    if (card) cards.push(card);
    else await all.removeEntry(id, { recursive: true }).catch(() => undefined);
  }
  return cards;
}
