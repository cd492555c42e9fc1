import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { numberColumn } from '../dataset';
import { loadDataset } from '../loader';
import { classOf, type DecodePicture, importPictures, type PictureFile, unzipPictures } from './pictures';

/** A picture of one colour: the first byte; 255 is a picture that cannot be read. */
const decode: DecodePicture = async (bytes, side, channels) => {
  if (bytes[0] === 255) throw new Error('not a picture');
  return new Uint8Array(channels * side * side).fill(bytes[0] ?? 0);
};

const file = (path: string, colour: number): PictureFile => ({ path, bytes: async () => Uint8Array.of(colour) });
const options = { id: 'my-pets', name: 'pets', side: 4, channels: 3, testShare: 0.25, seed: 1 } as const;

async function imported(files: readonly PictureFile[], signal?: AbortSignal) {
  const packed = new Map<string, Uint8Array>();
  const sink = { write: async (name: string, bytes: Uint8Array) => void packed.set(name, bytes) };
  const done = await importPictures(files, options, decode, sink, signal ? { signal } : {});
  const fetchBytes = async (path: string) => packed.get(path.split('/')[1] ?? '') ?? Promise.reject(new Error(path));
  const load = (split: 'train' | 'test') => loadDataset('my-pets', { split, full: true }, fetchBytes);
  return { ...done, train: await load('train'), test: await load('test') };
}

const pets = [
  ...Array.from({ length: 8 }, (_, i) => file(`pets/cat/${i}.png`, 10 + i)),
  ...Array.from({ length: 12 }, (_, i) => file(`pets/dog/${i}.JPG`, 100 + i)),
];

test('one folder a class; a share of each kept for the test', async () => {
  const { report, index, train, test: held } = await imported(pets);
  expect(index.columns.map(({ shape, classes }) => [shape, classes])).toEqual([
    [[3, 4, 4], undefined],
    [[], ['cat', 'dog']],
  ]);
  expect(report).toMatchObject({ rows: 20, kept: 20, mixed: 0 });
  expect([train.count, held.count]).toEqual([15, 5]);
  const [x, y] = [numberColumn(held, 'x').data, numberColumn(held, 'y').data];
  y.forEach((label: number, i: number) => {
    expect((x[i * 48] as number) >= 100).toBe(label === 1);
  });
});

test('what is no picture is counted; a class none of which can be read is gone', async () => {
  const { report, index } = await imported([
    ...pets,
    file('pets/cat/torn.png', 255),
    file('pets/fish/torn.png', 255),
    file('pets/notes.txt', 1),
    file('loose.png', 1),
    file('pets/cat/._hidden.png', 1),
  ]);
  expect(index.columns[1]?.classes).toEqual(['cat', 'dog']);
  expect(report).toMatchObject({ rows: 25, kept: 20, mixed: 2, ragged: 3, noTarget: 1 });
});

test('fewer than two classes are refused', async () => {
  await expect(imported(pets.slice(0, 8))).rejects.toMatchObject({ code: 'pictures', details: { classes: 1 } });
  await expect(imported([file('a/1.png', 255), file('b/1.png', 255)])).rejects.toMatchObject({ code: 'pictures' });
});

test('can be cancelled', async () => {
  await expect(imported(pets, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});

test('reads a zip archive, pictures only', async () => {
  const archive = zipSync({
    'pets/cat/a.png': Uint8Array.of(7),
    'pets/readme.md': Uint8Array.of(1),
    '__MACOSX/._a.png': Uint8Array.of(1),
  });
  const files = await unzipPictures(archive);
  expect(files.map(({ path }) => path)).toEqual(['pets/cat/a.png']);
  expect([...((await files[0]?.bytes()) ?? [])]).toEqual([7]);
  expect(classOf('pets/cat/a.png')).toBe('cat');
  await expect(unzipPictures(Uint8Array.of(1, 2, 3))).rejects.toBeDefined();
});
