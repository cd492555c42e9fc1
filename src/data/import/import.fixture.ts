import type { FetchBytes } from '../loader';
import { loadDataset } from '../loader';
import type { DatasetSink } from '../pack';
import type { Brought } from './files';

/** A sink in memory, and the data set that was written to it. */
export function memorySink() {
  const files = new Map<string, Uint8Array>();
  const fetchBytes: FetchBytes = async (path) => files.get(path.split('/')[1] ?? '') ?? Promise.reject(new Error(path));
  const sink: DatasetSink = { write: async (file, bytes) => void files.set(file, bytes) };
  const load = (split: 'train' | 'test') => loadDataset('my-data', { split, full: true }, fetchBytes);
  return { files, fetchBytes, sink, load };
}

/** A folder by its paths; a path that ends in a slash is an empty folder. */
export function folderOf(contents: Readonly<Record<string, Uint8Array | string>>): Brought {
  const bytesOf = (content: Uint8Array | string) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const paths = Object.keys(contents);
  return {
    files: paths
      .filter((path) => !path.endsWith('/'))
      .map((path) => ({ path, bytes: async () => bytesOf(contents[path] ?? '') })),
    emptyFolders: paths.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1)),
  };
}
