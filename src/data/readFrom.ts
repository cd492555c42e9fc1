import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from './dataset';
import type { FetchBytes } from './loader';

/** Data sets from a folder (Node only): `readFrom('public/data')`. */
export function readFrom(dir: string): FetchBytes {
  return async (path, signal) => {
    try {
      return await readFile(join(dir, path), { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw new DataError('data.fetch', path, error instanceof Error ? error.message : String(error));
    }
  };
}
