import { Rng } from '../../core/rng';
import { DataError, type LoadedDataset, targetClasses } from '../dataset';
import { type FetchBytes, loadDataset } from '../loader';
import type { DatasetSink } from '../pack';
import type { HeldOut, TestSplit } from './heldOut';
import { pictureData } from './pictures';
import { countClasses, Findings, ImportError, type ImportReport } from './report';
import { type ImportHooks, writeExamples } from './write';

/** Which part an example belongs to: decided once, so that no test example is ever learned from later. */
export const parts = { train: 0, test: 1, undecided: 2 } as const;

/** Pictures that were drawn or photographed. */
export interface Collected {
  /** Bytes [n, channels, side, side]. */
  readonly pixels: Uint8Array;
  /** Place of the class of each, [n]. */
  readonly labels: Int32Array;
  /** By `parts`, [n]. */
  readonly part: Uint8Array;
}

export interface CollectionOptions extends HeldOut {
  readonly id: string;
  readonly name: string;
  readonly side: number;
  readonly channels: 1 | 3;
  /** Names, in the order the model answers in. */
  readonly classes: readonly string[];
}

/** A data set of pictures with classes, as it can be collected further. */
export interface Collection extends Collected {
  readonly side: number;
  readonly channels: 1 | 3;
  readonly classes: readonly string[];
}

/**
 * The undecided get a part: of each class the share is kept for the test, never the only example of it.
 * @returns by `parts`, none undecided
 */
export function decided({ labels, part }: Collected, { testShare, seed, classes }: CollectionOptions): Uint8Array {
  const out = part.slice();
  const rng = Rng.of(seed, 'collection');
  for (let label = 0; label < classes.length; label++) {
    const own = [...labels.keys()].filter((i) => labels[i] === label);
    const held = own.filter((i) => part[i] === parts.test).length;
    const fresh = Uint32Array.from(own.filter((i) => part[i] === parts.undecided));
    rng.shuffle(fresh);
    const learned = own.length - held - fresh.length;
    // one at least to learn from
    const most = Math.max(0, fresh.length - (learned > 0 ? 0 : 1));
    const more = Math.min(most, Math.max(0, Math.round(own.length * testShare) - held));
    fresh.forEach((i, n) => {
      out[i] = n < more ? parts.test : parts.train;
    });
    // all others were deleted: what was kept for the test is all there is
    if (learned === 0 && fresh.length === 0) for (const i of own.slice(0, 1)) out[i] = parts.train;
  }
  return out;
}

/** Writes a collection. Rejects with `ImportError` `pictures` where fewer than two classes have a picture. */
export async function writeCollection(
  collected: Collected,
  options: CollectionOptions,
  sink: DatasetSink,
  hooks: ImportHooks = {},
): Promise<{ report: ImportReport; part: Uint8Array }> {
  const { labels, pixels } = collected;
  const counts = countClasses(options.classes, labels);
  const full = counts.filter(({ count }) => count > 0);
  const report = new Findings().report({
    rows: labels.length,
    kept: labels.length,
    classes: counts,
    rareClasses: counts.filter(({ count }) => count === 1).length,
  });
  if (full.length < 2 || full.length < options.classes.length)
    throw new ImportError('pictures', { classes: full.length, files: labels.length }, report);
  const part = decided(collected, options);
  const data = pictureData(pixels, labels, options.classes, options);
  const { id, name } = options;
  await writeExamples(sink, data, splitBy(part, options.seed), { id, name, source: name }, hooks);
  return { report, part };
}

function splitBy(part: Uint8Array, seed: number): TestSplit {
  const of = (wanted: number) => Uint32Array.from([...part.keys()].filter((i) => part[i] === wanted));
  const train = of(parts.train);
  Rng.of(seed, 'import').shuffle(train);
  return { train, test: of(parts.test) };
}

/** Reads a data set to collect more for it. Throws `DataError` `data.index` where it is not square pictures with classes. */
export async function readCollection(id: string, fetchBytes: FetchBytes): Promise<Collection> {
  const [train, test] = [
    await loadDataset(id, { split: 'train', full: true }, fetchBytes),
    await loadDataset(id, { split: 'test', full: true }, fetchBytes),
  ];
  const pictures = [picturesOf(train, id), picturesOf(test, id)] as const;
  const [{ side, channels, classes }] = pictures;
  const pixels = new Uint8Array(pictures[0].pixels.length + pictures[1].pixels.length);
  pixels.set(pictures[0].pixels);
  pixels.set(pictures[1].pixels, pictures[0].pixels.length);
  return {
    side,
    channels,
    classes,
    pixels,
    labels: Int32Array.from([...pictures[0].labels, ...pictures[1].labels]),
    part: Uint8Array.from({ length: train.count + test.count }, (_, i) => (i < train.count ? parts.train : parts.test)),
  };
}

function picturesOf(data: LoadedDataset, id: string): Omit<Collection, 'part'> {
  const x = data.columns.find(({ spec }) => spec.kind === 'picture');
  const y = targetClasses(data);
  const [channels = 0, height = 0, width = 0] = x?.spec.shape ?? [];
  const classes = y?.spec.classes;
  if (data.columns.length !== 2 || !(x?.data instanceof Uint8Array) || !y || !classes || height !== width)
    throw new DataError('data.index', id, 'expected square pictures with classes');
  if (channels !== 1 && channels !== 3) throw new DataError('data.index', id, 'expected 1 or 3 channels');
  return { pixels: x.data, labels: Int32Array.from(y.data), side: height, channels, classes };
}
