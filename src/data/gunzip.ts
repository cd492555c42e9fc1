import { DataError } from './dataset';

/** Decompresses a gzip file. Rejects with `DataError` `data.corrupt`. */
export async function gunzip(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new DataError('data.corrupt', path, 'not a whole gzip file');
  }
}
