import { unzip } from 'fflate';
import type { DatasetIndex, LoadedDataset } from '../dataset';
import { type DatasetSink, inParts, packIndex, packSplit } from '../pack';
import { pickExamples } from '../pipeline';
import { ImportError, type ImportReport, splitTest } from './table';

export interface PictureImport {
  readonly id: string;
  readonly name: string;
  readonly side: number;
  readonly channels: 1 | 3;
  readonly testShare: number;
  readonly seed: number;
}

export interface PictureFile {
  /** `cats/1.png`; the folder above the file is its class. */
  readonly path: string;
  bytes(): Promise<Uint8Array>;
}

/** Decodes a picture, cut to a square in the middle and brought to `side`: [channels, side, side], 0 to 255. Rejects where it is none. */
export type DecodePicture = (bytes: Uint8Array, side: number, channels: 1 | 3) => Promise<Uint8Array>;

const isPicture = (path: string): boolean => /\.(png|jpe?g|gif|bmp|webp|avif)$/i.test(path) && !/(^|\/)[._]/.test(path);

/** The folder that a file lies in; undefined for a file in none. */
export const classOf = (path: string): string | undefined => path.split('/').at(-2);

/** The pictures inside a zip archive. Rejects where it is none. */
export async function unzipPictures(archive: Uint8Array): Promise<PictureFile[]> {
  const entries = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(archive, { filter: ({ name }) => isPicture(name) }, (error, files) =>
      error ? reject(error) : resolve(files),
    );
  });
  return Object.entries(entries).map(([path, bytes]) => ({ path, bytes: async () => bytes }));
}

/** Reads pictures into a data set of one size. Corrupt ones are counted and left out. Rejects with `ImportError`, or with the signal's reason. */
export async function importPictures(
  files: readonly PictureFile[],
  options: PictureImport,
  decode: DecodePicture,
  sink: DatasetSink,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<{ index: DatasetIndex; report: ImportReport }> {
  const usable = files.filter(({ path }) => isPicture(path) && classOf(path) !== undefined);
  const classes = [...new Set(usable.map(({ path }) => classOf(path) ?? ''))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  if (classes.length < 2) throw new ImportError('pictures', { classes: classes.length, files: files.length });
  const size = options.channels * options.side ** 2;
  const pixels = new Uint8Array(usable.length * size);
  const labels: number[] = [];
  for (const [i, file] of usable.entries()) {
    signal?.throwIfAborted();
    const picture = await file
      .bytes()
      .then((bytes) => decode(bytes, options.side, options.channels))
      .catch(() => undefined);
    if (picture) {
      pixels.set(picture, labels.length * size);
      labels.push(classes.indexOf(classOf(file.path) ?? ''));
    }
    onProgress?.(i + 1, usable.length);
  }
  const kept = classes.filter((_, label) => labels.includes(label));
  if (kept.length < 2) throw new ImportError('pictures', { classes: kept.length, files: files.length });
  const data = dataOf(pixels.subarray(0, labels.length * size), labels, classes, kept, options);
  const { places, rareClasses } = splitTest(data, options);
  const index = await pack(data, places, options, sink);
  const report: ImportReport = {
    rows: files.length,
    kept: labels.length,
    ragged: files.length - usable.length,
    mixed: usable.length - labels.length,
    noTarget: classes.length - kept.length,
    undecodable: 0,
    columns: [],
    rareClasses,
  };
  return { index, report };
}

/** Classes none of whose pictures could be read are gone. */
function dataOf(
  pixels: Uint8Array,
  labels: readonly number[],
  classes: readonly string[],
  kept: readonly string[],
  { side, channels }: PictureImport,
): LoadedDataset {
  const places = classes.map((name) => kept.indexOf(name));
  return {
    count: labels.length,
    columns: [
      { spec: { name: 'x', kind: 'picture', dtype: 'uint8', shape: [channels, side, side] }, data: pixels },
      {
        spec: { name: 'y', kind: 'class', dtype: 'int32', shape: [], target: true, classes: [...kept] },
        data: Int32Array.from(labels, (label) => places[label] ?? -1),
      },
    ],
  };
}

async function pack(
  data: LoadedDataset,
  { train, test }: { train: Uint32Array; test: Uint32Array },
  { id, name, side, channels }: PictureImport,
  sink: DatasetSink,
): Promise<DatasetIndex> {
  const chunkSize = Math.max(1, Math.floor(2 ** 23 / (channels * side ** 2)));
  const parts = (places: Uint32Array) => inParts(places, chunkSize, (some) => pickExamples(data, some));
  const splits = {
    train: await packSplit(sink, 'train', parts(train)),
    test: await packSplit(sink, 'test', parts(test)),
  };
  const columns = data.columns.map(({ spec }) => spec);
  const card = { licence: '', licenceUrl: '', source: name, citation: '' };
  const index: DatasetIndex = { id, name, version: '1', columns, chunkSize, splits, ...card };
  await packIndex(sink, index);
  return index;
}
