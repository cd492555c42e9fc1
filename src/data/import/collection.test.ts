import { expect, test } from 'vitest';
import { type Collected, type CollectionOptions, decided, parts, readCollection, writeCollection } from './collection';
import { memorySink } from './import.fixture';

const options: CollectionOptions = {
  id: 'my-data',
  name: 'shapes',
  side: 2,
  channels: 1,
  classes: ['line', 'ring'],
  testShare: 0.2,
  seed: 1,
};

/** `count` pictures of each class, each with a byte of its own. */
const pictures = (counts: readonly number[], from = 0): Collected => {
  const labels = Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
  const pixels = Uint8Array.from({ length: 4 * labels.length }, (_, i) => from + (i >> 2));
  return { pixels, labels, part: new Uint8Array(labels.length).fill(parts.undecided) };
};

test('what is saved is read again, and what was kept for the test stays there when more is collected', async () => {
  const { sink, fetchBytes, files } = memorySink();
  const first = pictures([10, 20]);
  const { report, part } = await writeCollection(first, options, sink);
  expect(report).toMatchObject({ rows: 30, kept: 30, classes: [{ count: 10 }, { count: 20 }] });
  expect(part.filter((value) => value === parts.test)).toHaveLength(6);
  const read = await readCollection('my-data', fetchBytes);
  const held = (pixels: Uint8Array, own: Uint8Array) =>
    [...own.keys()]
      .filter((i) => own[i] === parts.test)
      .map((i) => pixels[4 * i])
      .sort();
  expect(held(read.pixels, read.part)).toEqual(held(first.pixels, part));
  expect([...read.pixels].sort()).toEqual([...first.pixels].sort());

  const more = pictures([10, 0], 100);
  const both: Collected = {
    pixels: Uint8Array.from([...read.pixels, ...more.pixels]),
    labels: Int32Array.from([...read.labels, ...more.labels]),
    part: Uint8Array.from([...read.part, ...more.part]),
  };
  files.clear();
  const again = await writeCollection(both, options, sink);
  expect([...again.part.subarray(0, 30)]).toEqual([...read.part]);
  expect(again.part.filter((value) => value === parts.test)).toHaveLength(8);
});

test('a class with one picture is learned from, whatever part it had', () => {
  expect([...decided(pictures([1, 1]), options)]).toEqual([parts.train, parts.train]);
  const left: Collected = { ...pictures([1, 2]), part: Uint8Array.of(parts.test, parts.test, parts.undecided) };
  expect([...decided(left, options)]).toEqual([parts.train, parts.test, parts.train]);
});

test('a class without a picture is refused', async () => {
  const { sink, files } = memorySink();
  await expect(writeCollection(pictures([4, 0]), options, sink)).rejects.toMatchObject({
    code: 'pictures',
    details: { classes: 1 },
  });
  expect(files.size).toBe(0);
});
