/**
 * Data sets of named columns in the asset format: a chunk holds its examples column after column, little-endian, or for
 * texts one int32 length in bytes an example and then their UTF-8 (read by src/data/loader.ts).
 */
import { mkdirSync } from 'node:fs';
import { writeChunk } from './chunks.mjs';

/** @typedef {{name: string, dtype: 'uint8' | 'int32' | 'float32' | 'text', shape: number[]}} Spec */
/** @typedef {{spec: Spec, values: number[] | string[] | Uint8Array}} Column one value an element, example after example */

const arrays = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array };

/** @param {Spec} spec */
const sizeOf = ({ shape }) => shape.reduce((a, b) => a * b, 1);

/**
 * @param {string[]} texts
 * @returns {Buffer}
 */
function packTexts(texts) {
  const parts = texts.map((text) => Buffer.from(text, 'utf8'));
  const lengths = Int32Array.from(parts, (part) => part.length);
  return Buffer.concat([Buffer.from(lengths.buffer), ...parts]);
}

/**
 * @param {Column} column
 * @param {number[]} places of the examples
 */
function packColumn({ spec, values }, places) {
  if (spec.dtype === 'text') return packTexts(places.map((place) => String(values[place])));
  const size = sizeOf(spec);
  const out = new arrays[spec.dtype](places.length * size);
  places.forEach((place, i) => {
    for (let e = 0; e < size; e++) {
      const value = values[place * size + e];
      if (value === undefined) throw new Error(`${spec.name}: no value for example ${place}`);
      out[i * size + e] = value;
    }
  });
  return Buffer.from(out.buffer);
}

/**
 * Writes a split in chunks, in the given order of places.
 * @param {string} dir
 * @param {string} split such as 'train'
 * @param {Column[]} columns
 * @param {number[]} places
 * @param {number} chunkSize examples
 */
export async function writeColumns(dir, split, columns, places, chunkSize = 5000) {
  mkdirSync(dir, { recursive: true });
  const chunks = [];
  for (let start = 0; start < places.length; start += chunkSize) {
    const part = places.slice(start, start + chunkSize);
    const raw = Buffer.concat(columns.map((column) => packColumn(column, part)));
    const file = `${split}-${String(chunks.length).padStart(2, '0')}.bin.gz`;
    chunks.push({ ...(await writeChunk(dir, file, raw, part.length)), size: raw.length });
  }
  return { count: places.length, defaultCount: places.length, chunks };
}

/** Uniform numbers in [0, 1) (mulberry32, T. Ettinger), for splits that never change. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @template T @param {T[]} items @param {() => number} random */
function shuffle(items, random) {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/**
 * Holds out `fraction` of every class for the test; both parts in a mixed order.
 * @param {ArrayLike<number | string>} labels one an example
 * @param {number} fraction
 * @param {number} seed
 */
export function stratified(labels, fraction, seed) {
  const random = generator(seed);
  const groups = new Map();
  for (let i = 0; i < labels.length; i++) groups.set(labels[i], [...(groups.get(labels[i]) ?? []), i]);
  const train = [];
  const test = [];
  for (const key of [...groups.keys()].sort()) {
    const mixed = shuffle(groups.get(key), random);
    const held = Math.round(mixed.length * fraction);
    test.push(...mixed.slice(0, held));
    train.push(...mixed.slice(held));
  }
  return { train: shuffle(train, random), test: shuffle(test, random) };
}

/** The first part to learn from, the last `testCount` examples to test: for what is in order of time. */
export function inOrder(count, testCount) {
  const places = Array.from({ length: count }, (_, i) => i);
  return { train: places.slice(0, count - testCount), test: places.slice(count - testCount) };
}

/**
 * The licence that vega-datasets' datapackage.json gives for one of its files must be the one the card says.
 * @param {{resources: {path: string, licenses?: {path: string}[]}[]}} datapackage
 */
export function checkLicence(datapackage, path, url) {
  const resource = datapackage.resources.find((item) => item.path === path);
  const urls = (resource?.licenses ?? []).map((licence) => licence.path);
  if (!urls.includes(url)) throw new Error(`${path}: expected the licence ${url}, got ${urls.join(', ') || 'none'}`);
}
