/**
 * The asset format of a data set: gzipped chunks (the examples' bytes, then their labels) and an index.json that
 * describes them (read by src/data/dataset.ts). Files are written under another name and moved, the index last: whoever
 * finds an index finds whole chunks.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * @param {string} path
 * @param {Uint8Array | string} content
 */
export function writeWhole(path, content) {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content);
  renameSync(part, path);
}

/**
 * One chunk; its sha256 is that of the bytes before compression, since some servers send .gz files decoded.
 * @param {string} dir
 * @param {string} file
 * @param {Uint8Array} raw
 * @param {number} count examples in it
 * @returns {Promise<{file: string, count: number, bytes: number, sha256: string}>} bytes: size of the file
 */
export async function writeChunk(dir, file, raw, count) {
  const packed = await compress(raw, { level: 6 });
  writeWhole(join(dir, file), packed);
  return { file, count, bytes: packed.length, sha256: sha256(raw) };
}

/**
 * Writes a split in chunks of `chunkSize` examples, in the given order.
 * @param {string} dir
 * @param {string} split such as 'train'
 * @param {{pixels: Uint8Array, labels: Uint8Array}} data uint8, `exampleSize` bytes an example
 * @param {{exampleSize: number, chunkSize: number}} layout
 */
export async function writeSplit(dir, split, { pixels, labels }, { exampleSize, chunkSize }) {
  mkdirSync(dir, { recursive: true });
  const starts = Array.from({ length: Math.ceil(labels.length / chunkSize) }, (_, i) => i * chunkSize);
  const chunks = await Promise.all(
    starts.map((start, i) => {
      const end = Math.min(start + chunkSize, labels.length);
      const name = `${split}-${String(i).padStart(2, '0')}.bin.gz`;
      const raw = Buffer.concat([pixels.subarray(start * exampleSize, end * exampleSize), labels.subarray(start, end)]);
      return writeChunk(dir, name, raw, end - start);
    }),
  );
  return { count: labels.length, chunks };
}

/**
 * @param {string} dir
 * @param {object} index
 */
export function writeIndex(dir, index) {
  writeWhole(join(dir, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
}

/**
 * True where the folder holds this version with every chunk at its full size.
 * @param {string} dir
 * @param {string} version
 */
export function isComplete(dir, version) {
  try {
    const index = JSON.parse(readFileSync(join(dir, 'index.json'), 'utf8'));
    const chunks = Object.values(index.splits).flatMap((split) => split.chunks);
    return index.version === version && chunks.every((chunk) => statSync(join(dir, chunk.file)).size === chunk.bytes);
  } catch {
    return false;
  }
}
