import type { DatasetIndex, LoadedDataset } from '../dataset';
import type { DatasetSink } from '../pack';
import { type Brought, type BroughtFile, expectClasses, pictureClasses, sorted } from './files';
import { sortedNames } from './growing';
import { type HeldOut, splitTest } from './heldOut';
import { countClasses, Findings, type ImportReport, refuseUnclean } from './report';
import { type Pixels, toSquare } from './resample';
import { type ImportHooks, inTwo, writeExamples } from './write';

export interface PictureOptions extends HeldOut {
  readonly id: string;
  readonly name: string;
  readonly side: number;
  readonly channels: 1 | 3;
  /** What does not fit is left out and counted, or the import is refused. */
  readonly badFiles: 'skip' | 'refuse';
}

/** The pixels of a picture file, turned as its EXIF data say. Rejects where it is none. */
export type DecodePicture = (bytes: Uint8Array) => Promise<Pixels>;

/** Pictures that are decoded at the same time. */
const AT_ONCE = 4;
const DECODING = 0.9;

/** Reads pictures into a data set of one size. Rejects with `ImportError`, or with the signal's reason. */
export async function importPictures(
  brought: Brought,
  options: PictureOptions,
  decode: DecodePicture,
  sink: DatasetSink,
  hooks: ImportHooks = {},
): Promise<{ index: DatasetIndex; report: ImportReport }> {
  const { files, misplaced, emptyClasses } = pictureClasses(sorted(brought));
  const names = sortedNames(new Set(files.map(({ name }) => name)));
  expectClasses('pictures', names.length, brought.files.length);
  const { first, second } = inTwo(hooks, DECODING);
  const findings = new Findings();
  for (const path of misplaced) findings.add('misplaced', path);
  const pixels = await decodeAll(
    files.map(({ file }) => file),
    options,
    decode,
    first,
  );
  const kept = pixels.read.flatMap((isRead, i) => (isRead ? [i] : []));
  files.forEach(({ file }, i) => {
    if (!pixels.read[i]) findings.add('corrupt', file.path);
  });
  const present = new Set(kept.map((i) => files[i]?.name));
  const classes = names.filter((name) => present.has(name));
  const labels = Int32Array.from(kept, (i) => classes.indexOf(files[i]?.name ?? ''));
  const report = findings.report({
    rows: files.length + misplaced.length,
    kept: kept.length,
    classes: countClasses(classes, labels),
    emptyClasses: [...names.filter((name) => !present.has(name)), ...emptyClasses],
  });
  expectClasses('pictures', classes.length, brought.files.length);
  refuseUnclean(options.badFiles, report);
  const data = pictureData(compact(pixels.data, kept, options), labels, classes, options);
  const head = { id: options.id, name: options.name, source: options.name };
  const index = await writeExamples(sink, data, splitTest(data, options), head, second);
  return { index, report: { ...report, rareClasses: report.classes.filter(({ count }) => count === 1).length } };
}

/** Every picture in its place; those that cannot be read are marked. */
async function decodeAll(
  files: readonly BroughtFile[],
  { side, channels }: PictureOptions,
  decode: DecodePicture,
  { onProgress, signal }: ImportHooks,
): Promise<{ data: Uint8Array; read: boolean[] }> {
  const size = channels * side ** 2;
  const data = new Uint8Array(files.length * size);
  const read = files.map(() => false);
  let done = 0;
  const queue = files.entries();
  const work = async () => {
    for (const [i, file] of queue) {
      signal?.throwIfAborted();
      try {
        data.set(toSquare(await decode(await file.bytes()), side, channels), i * size);
        read[i] = true;
      } catch {
        // counted by its place
      }
      onProgress?.(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  signal?.throwIfAborted();
  return { data, read };
}

/** Moves what was read together, in place. */
function compact(data: Uint8Array, kept: readonly number[], { side, channels }: PictureOptions): Uint8Array {
  const size = channels * side ** 2;
  kept.forEach((from, to) => {
    if (from !== to) data.copyWithin(to * size, from * size, (from + 1) * size);
  });
  return data.subarray(0, kept.length * size);
}

/** Pictures [n, channels, side, side] and their classes [n] as a data set in memory. */
export function pictureData(
  pixels: Uint8Array,
  labels: Int32Array,
  classes: readonly string[],
  { side, channels }: Pick<PictureOptions, 'side' | 'channels'>,
): LoadedDataset {
  return {
    count: labels.length,
    columns: [
      { spec: { name: 'x', kind: 'picture', dtype: 'uint8', shape: [channels, side, side] }, data: pixels },
      {
        spec: { name: 'y', kind: 'class', dtype: 'int32', shape: [], target: true, classes: [...classes] },
        data: labels,
      },
    ],
  };
}
