import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Brought, type BroughtFile, isZip, unzipped } from '../data/import/files';
import type { ByteFile } from '../data/import/zip';

/** Everything below a folder or inside a zip archive, or one file. Rejects where there is none, or with `ImportError` `archive`. */
export async function localFiles(path: string): Promise<Brought> {
  const { isDirectory, size } = await stat(path).then((found) => ({
    isDirectory: found.isDirectory(),
    size: found.size,
  }));
  if (isDirectory) return below(path, basename(path));
  if (isZip(path)) return unzipped(archive(path, size));
  return { files: [{ path: basename(path), bytes: () => readFile(path) }], emptyFolders: [] };
}

const archive = (path: string, size: number): ByteFile => ({
  name: basename(path),
  size,
  async read(start, end) {
    const file = await open(path);
    try {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      await file.read(bytes, 0, bytes.length, start);
      return bytes;
    } finally {
      await file.close();
    }
  },
});

/** @param name path as the data set sees it */
async function below(folder: string, name: string): Promise<Brought> {
  const files: BroughtFile[] = [];
  const emptyFolders: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const [path, own] = [join(folder, entry.name), `${name}/${entry.name}`];
    if (entry.isFile()) files.push({ path: own, bytes: () => readFile(path) });
    if (!entry.isDirectory()) continue;
    const inner = await below(path, own);
    files.push(...inner.files);
    emptyFolders.push(...inner.emptyFolders);
  }
  return { files, emptyFolders: entries.length === 0 ? [name] : emptyFolders };
}
