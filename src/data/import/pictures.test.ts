import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { numberColumn } from '../dataset';
import { unzipped } from './files';
import { folderOf, memorySink } from './import.fixture';
import { type DecodePicture, importPictures, type PictureOptions } from './pictures';
import type { ByteFile } from './zip';

/** A picture of one colour: the first byte; 255 is a picture that cannot be read. */
const decode: DecodePicture = async (bytes) => {
  const colour = bytes[0] ?? 0;
  if (colour === 255) throw new Error('not a picture');
  return { width: 6, height: 4, data: new Uint8Array(6 * 4 * 4).map((_, i) => (i % 4 === 3 ? 255 : colour)) };
};

const options: PictureOptions = {
  id: 'my-data',
  name: 'pets',
  side: 4,
  channels: 3,
  testShare: 0.25,
  seed: 1,
  badFiles: 'skip',
};

const pets: Record<string, Uint8Array> = {
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`pets/cat/${i}.png`, Uint8Array.of(10 + i)])),
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`pets/dog/${i}.JPG`, Uint8Array.of(100 + i)])),
};

async function imported(contents: Record<string, Uint8Array>, change: Partial<PictureOptions> = {}) {
  const { sink, load, files } = memorySink();
  const done = await importPictures(folderOf(contents), { ...options, ...change }, decode, sink);
  return { ...done, files, train: await load('train'), test: await load('test') };
}

test('one folder a class; a share of each kept for the test', async () => {
  const { report, index, train, test: held } = await imported(pets);
  expect(index.columns.map(({ shape, classes }) => [shape, classes])).toEqual([
    [[3, 4, 4], undefined],
    [[], ['cat', 'dog']],
  ]);
  expect(report).toMatchObject({ rows: 20, kept: 20, corrupt: 0, found: [] });
  expect(report.classes).toEqual([
    { name: 'cat', count: 8 },
    { name: 'dog', count: 12 },
  ]);
  expect([train.count, held.count]).toEqual([15, 5]);
  const [x, y] = [numberColumn(train, 'x').data, numberColumn(train, 'y').data];
  y.forEach((label: number, i: number) => {
    expect((x[i * 48] as number) >= 100).toBe(label === 1);
  });
});

const broken: Record<string, Uint8Array> = {
  ...pets,
  'pets/cat/torn.png': Uint8Array.of(255),
  'pets/fish/torn.png': Uint8Array.of(255),
  'pets/bird/': Uint8Array.of(),
  'pets/snail/readme.md': Uint8Array.of(1),
  'pets/notes.txt': Uint8Array.of(1),
  'loose.png': Uint8Array.of(1),
  'pets/cat/siamese/1.png': Uint8Array.of(1),
  'pets/cat/.DS_Store': Uint8Array.of(1),
};

test('what is no picture is counted and named; classes without a picture are told and left out', async () => {
  const { report, index } = await imported(broken);
  expect(index.columns[1]?.classes).toEqual(['cat', 'dog']);
  expect(report).toMatchObject({
    rows: 26,
    kept: 20,
    corrupt: 2,
    misplaced: 4,
    emptyClasses: ['fish', 'bird', 'snail'],
  });
  expect(report.found).toContainEqual({ problem: 'corrupt', at: 'pets/cat/torn.png' });
  expect(report.found).toContainEqual({ problem: 'misplaced', at: 'pets/cat/siamese/1.png' });
});

test('or all of it is refused, and nothing is written', async () => {
  const { sink, files } = memorySink();
  const strict = { ...options, badFiles: 'refuse' } as const;
  await expect(importPictures(folderOf(broken), strict, decode, sink)).rejects.toMatchObject({
    code: 'badRows',
    details: { bad: 6, rows: 26, empty: 3 },
    report: { corrupt: 2 },
  });
  expect(files.size).toBe(0);
  expect((await imported(pets, strict)).report.kept).toBe(20);
});

test('fewer than two classes are refused', async () => {
  const one = Object.fromEntries(Object.entries(pets).slice(0, 8));
  await expect(imported(one)).rejects.toMatchObject({ code: 'pictures', details: { classes: 1 } });
  await expect(imported({ 'a/1.png': Uint8Array.of(255), 'b/1.png': Uint8Array.of(255) })).rejects.toMatchObject({
    code: 'pictures',
    details: { classes: 0 },
  });
});

test('can be cancelled', async () => {
  const { sink, files } = memorySink();
  const controller = new AbortController();
  const onProgress = (done: number) => done > 0.3 && controller.abort(new Error('enough'));
  const hooks = { signal: controller.signal, onProgress };
  await expect(importPictures(folderOf(pets), options, decode, sink, hooks)).rejects.toThrow('enough');
  expect(files.size).toBe(0);
});

const inMemory = (bytes: Uint8Array): ByteFile => ({
  name: 'pets.zip',
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
});

test('an archive gives what its folder gives, bit for bit', async () => {
  const [folder, archive] = [memorySink(), memorySink()];
  await importPictures(folderOf(pets), options, decode, folder.sink);
  const zip = zipSync({ ...pets, '__MACOSX/pets/._cat': Uint8Array.of(1) }, { level: 6 });
  const done = await importPictures(await unzipped(inMemory(zip)), options, decode, archive.sink);
  expect(done.report.rows).toBe(20);
  expect(archive.files).toEqual(folder.files);
});

test('an entry that is not what its checksum says is a corrupt picture; what is no archive is refused', async () => {
  const zip = zipSync({ 'a/1.png': new Uint8Array(50).fill(7), 'b/1.png': Uint8Array.of(8) }, { level: 0 });
  const at = zip.findIndex((_, i) => zip.slice(i, i + 50).every((byte) => byte === 7));
  zip[at + 20] = 9;
  const { files } = await unzipped(inMemory(zip));
  expect(files.map(({ path }) => path)).toEqual(['a/1.png', 'b/1.png']);
  await expect(files[0]?.bytes()).rejects.toThrow('checksum');
  expect([...((await files[1]?.bytes()) ?? [])]).toEqual([8]);
  for (const bytes of [Uint8Array.of(1, 2, 3), zip.slice(0, -30), new Uint8Array()])
    await expect(unzipped(inMemory(bytes))).rejects.toMatchObject({ code: 'archive' });
});

const named = (words: readonly string[]) =>
  Object.fromEntries(
    words.flatMap((word, w) => [1, 2, 3, 4].map((n) => [`${word}${n}.jpg`, Uint8Array.of(10 * w + n)])),
  );

test('pictures in no folder, or all in one, are of the classes that their names begin with', async () => {
  const loose = await imported({ ...named(['cat.', 'dog_']), '7.png': Uint8Array.of(1) });
  expect(loose.report).toMatchObject({ rows: 9, kept: 8, misplaced: 1 });
  expect(loose.report.classes).toEqual([
    { name: 'cat', count: 4 },
    { name: 'dog', count: 4 },
  ]);
  const { report } = await imported(named(['pets/cat (', 'pets/guinea pig ']));
  expect(report.classes.map(({ name }) => name)).toEqual(['cat', 'guinea pig']);
});

test('names that are all different, or all alike, are no classes', async () => {
  const rejected = { code: 'pictures' };
  await expect(imported(named(['IMG_']))).rejects.toMatchObject(rejected);
  await expect(imported({ 'anna.png': Uint8Array.of(1), 'beach.png': Uint8Array.of(2) })).rejects.toMatchObject(
    rejected,
  );
});
