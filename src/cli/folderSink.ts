import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetSink } from '../data/pack';

/**
 * Writes a data set into `root/id`, whole or not at all: files are written beside it and moved when `work` is done; after
 * a failure they are removed and what was there before stays.
 */
export async function writeDataset(
  root: string,
  id: string,
  work: (sink: DatasetSink) => Promise<void>,
): Promise<void> {
  const part = join(root, `.${id}.${process.pid}.part`);
  await mkdir(part, { recursive: true });
  try {
    await work({ write: (file, bytes) => writeFile(join(part, file), bytes) });
    await rm(join(root, id), { recursive: true, force: true });
    await rename(part, join(root, id));
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}
