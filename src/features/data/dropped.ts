import type { PageFile } from '../../stores/dataRoom';

declare global {
  interface DataTransferItem {
    /** File System Access; not in every browser. */
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  }
}

export const isTableName = (path: string): boolean => /\.(csv|tsv)$/i.test(path);
export const isTextName = (path: string): boolean => /\.(txt|text)$/i.test(path);

/** Whether a file that is dropped on the page is one to learn from rather than a project. */
export const isDataName = (path: string): boolean =>
  isTableName(path) || isTextName(path) || /\.(zip|png|jpe?g|gif|bmp|webp|avif)$/i.test(path);

/** Files of a file chooser, with the folder that was chosen in their paths. */
export const chosenFiles = (list: FileList | null): PageFile[] =>
  [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Files and folders that were dropped. To be called while the event is handled. */
export function droppedFiles({ items, files }: DataTransfer): Promise<PageFile[]> {
  const all = [...items].filter(({ kind }) => kind === 'file');
  // a handle can be handed to the worker, which goes through the folder itself
  const handles = all.map((item) =>
    item.getAsFileSystemHandle ? item.getAsFileSystemHandle().catch(() => null) : null,
  );
  const entries = all.map((item) => item.webkitGetAsEntry());
  const loose = [...files];
  return Promise.all(
    all.map(async (_, i): Promise<PageFile[]> => {
      const handle = await handles[i];
      if (handle instanceof FileSystemDirectoryHandle) return [{ path: handle.name, folder: handle }];
      const entry = entries[i];
      if (entry?.isDirectory) return below(entry as FileSystemDirectoryEntry);
      const file = loose[i];
      return file ? [{ path: file.name, file }] : [];
    }),
  ).then((parts) => parts.flat());
}

/** Where folders come without a handle: all files below one. */
async function below(folder: FileSystemDirectoryEntry): Promise<PageFile[]> {
  const reader = folder.createReader();
  const out: PageFile[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return out;
    for (const entry of entries)
      if (entry.isDirectory) out.push(...(await below(entry as FileSystemDirectoryEntry)));
      else {
        const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
        out.push({ path: entry.fullPath.replace(/^\//, ''), file });
      }
  }
}
