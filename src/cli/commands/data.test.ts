import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberColumn } from '../../data/dataset';
import { loadDataset } from '../../data/loader';
import { readFrom } from '../../data/readFrom';
import { decodePicture } from '../decodePicture';
import { runCli } from '../run';
import { untar } from '../untar';

const dir = mkdtempSync(join(tmpdir(), 'netloom-data-'));
const own = join(dir, 'own');
const before = process.env.NETLOOM_DATA;
beforeAll(() => {
  process.env.NETLOOM_DATA = own;
});
afterAll(() => {
  if (before === undefined) delete process.env.NETLOOM_DATA;
  else process.env.NETLOOM_DATA = before;
  rmSync(dir, { recursive: true });
});

async function cli(...args: string[]) {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    live: false,
    cwd: dir,
    dataDir: 'public/data',
  };
  return { code: await runCli(args, io), out, err };
}

const rows = Array.from({ length: 20 }, (_, i) => `${i},${i * i},${i % 2 ? 'odd' : 'even'}`);

test('a table is imported whole and can be used by its id', async () => {
  writeFileSync(join(dir, 'Some Numbers.csv'), ['n,square,parity', ...rows].join('\n'));
  const { code, out } = await cli('data', 'import', 'Some Numbers.csv', '--json');
  expect(code).toBe(0);
  const answer = JSON.parse(out);
  expect(answer).toMatchObject({
    id: 'my-some-numbers',
    counts: { train: 16, test: 4 },
    report: { rows: 20, kept: 20 },
  });
  expect(readdirSync(own)).toEqual(['my-some-numbers']);
});

test('rows by time are told, and their order can be overruled', async () => {
  const days = Array.from({ length: 10 }, (_, i) => `${i + 1}.3.2024,${i},${(i * 7) % 4}`);
  writeFileSync(join(dir, 'levels.csv'), ['date,level,next', ...days].join('\n'));
  expect((await cli('data', 'import', 'levels.csv')).out).toContain('8 to learn from, 2 to test (the newest)');
  const answer = JSON.parse((await cli('data', 'import', 'levels.csv', '--order', 'any', '--json')).out);
  expect(answer).toMatchObject({ ordered: false });
  expect((await cli('data', 'import', 'levels.csv', '--order', 'up')).code).toBe(2);
  rmSync(join(own, 'my-levels'), { recursive: true });
});

test('what is refused leaves nothing behind, and says why', async () => {
  writeFileSync(join(dir, 'bad.csv'), ['n,square,parity', ...rows, '1,2'].join('\n'));
  const { code, err } = await cli('data', 'import', 'bad.csv', '--strict');
  expect(code).toBe(1);
  expect(err).toContain('1 of 21 do not fit');
  expect(readdirSync(own)).toEqual(['my-some-numbers']);
  expect((await cli('data', 'import', 'none.csv')).err).toContain('there is no file none.csv');
  expect((await cli('data', 'import', 'bad.csv', '--target', 'x')).err).toContain('there are n, square, parity');
  expect((await cli('data', 'fly')).code).toBe(2);
});

const colours = { red: [200, 10, 20], blue: [10, 20, 200] } as const;
const png = (colour: readonly number[], width = 8, height = 6) =>
  encode({
    width,
    height,
    channels: 3,
    data: Uint8Array.from({ length: 3 * width * height }, (_, i) => colour[i % 3] ?? 0),
  });
const jpeg = (colour: readonly number[]) => {
  const data = Uint8Array.from({ length: 4 * 64 }, (_, i) => (i % 4 === 3 ? 255 : (colour[i % 4] ?? 0)));
  return encodeJpeg({ width: 8, height: 8, data }, 95).data;
};

/** 5 PNG and 5 JPEG pictures of each colour, a torn one and a note. */
function pictures(root: string): Record<string, Uint8Array> {
  const files = Object.entries(colours).flatMap(([name, colour]) =>
    Array.from({ length: 10 }, (_, i) => [
      `${root}/${name}/${i}.${i % 2 ? 'jpg' : 'png'}`,
      i % 2 ? jpeg(colour) : png(colour),
    ]),
  );
  return {
    ...Object.fromEntries(files),
    [`${root}/red/torn.jpg`]: jpeg(colours.red).subarray(0, 200),
    [`${root}/notes.txt`]: new TextEncoder().encode('two colours'),
  };
}

function writeFolder(files: Record<string, Uint8Array>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), bytes);
  }
}

test('pictures of a folder and of its archive give one data set; what cannot be read is named', async () => {
  const files = pictures('tints');
  writeFolder(files);
  mkdirSync(join(dir, 'tints/green'));
  writeFileSync(join(dir, 'tints.zip'), zipSync(files));
  const { code, out } = await cli('data', 'import', 'tints', '--side', '8', '--json');
  expect(code).toBe(0);
  const answer = JSON.parse(out);
  expect(answer).toMatchObject({
    id: 'my-tints',
    counts: { train: 16, test: 4 },
    report: { rows: 22, kept: 20, corrupt: 1, misplaced: 1, emptyClasses: ['green'] },
  });
  expect(answer.report.found).toContainEqual({ problem: 'corrupt', at: 'tints/red/torn.jpg' });
  const zipped = await cli('data', 'import', 'tints.zip', '--side', '8', '--id', 'zipped', '--json');
  expect(JSON.parse(zipped.out)).toMatchObject({ id: 'my-zipped', report: { rows: 22, kept: 20, emptyClasses: [] } });
  for (const file of ['train-00.bin.gz', 'test-00.bin.gz'])
    expect(readFileSync(join(own, 'my-zipped', file)).equals(readFileSync(join(own, 'my-tints', file)))).toBe(true);
  const data = await loadDataset('my-tints', { split: 'train', full: true }, readFrom(own));
  const [x, y] = [numberColumn(data, 'x').data, numberColumn(data, 'y').data];
  y.forEach((label: number, i: number) => {
    const seen = [0, 1, 2].map((c) => x[i * 192 + 64 * c + 27] ?? 0);
    const wanted = label === 1 ? colours.red : colours.blue;
    seen.forEach((value, c) => {
      expect(Math.abs(value - (wanted[c] ?? 0))).toBeLessThan(6);
    });
  });
  const people = await cli('data', 'import', 'tints', '--grey');
  expect(people.out).toContain('1 could not be read (the command line reads PNG and JPEG): tints/red/torn.jpg');
  expect((await cli('data', 'import', 'tints', '--strict')).err).toContain('2 of 22 do not fit, 1 classes are empty');
  rmSync(join(own, 'my-zipped'), { recursive: true });
  rmSync(join(own, 'my-tints'), { recursive: true });
});

test('pictures that are grey, see-through, in a palette or turned', async () => {
  const grey = encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(77) });
  expect([...(await decodePicture(grey)).data]).toEqual([77, 77, 77, 255]);
  const deep = encode({ width: 1, height: 1, channels: 3, depth: 16, data: Uint16Array.of(0xffff, 0, 0x8080) });
  expect([...(await decodePicture(deep)).data]).toEqual([255, 0, 128, 255]);
  const clear = encode({ width: 1, height: 1, channels: 4, data: Uint8Array.of(1, 2, 3, 4) });
  expect([...(await decodePicture(clear)).data]).toEqual([1, 2, 3, 4]);
  // top half black, bottom half white, stored on its side: EXIF says 6, turn it to the right
  const data = Uint8Array.from({ length: 4 * 256 }, (_, i) => (i % 4 === 3 ? 255 : (i >> 2) % 16 < 8 ? 0 : 255));
  const plain = encodeJpeg({ width: 16, height: 16, data }, 95).data;
  const exif = [
    0xff,
    0xe1,
    0,
    34,
    ...Buffer.from('Exif\0\0II*\0'),
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    1,
    3,
    0,
    1,
    0,
    0,
    0,
    6,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const upright = await decodePicture(Uint8Array.from([...plain.subarray(0, 2), ...exif, ...plain.subarray(2)]));
  const at = (x: number, y: number) => upright.data[4 * (16 * y + x)] ?? 0;
  expect([at(2, 2), at(13, 2)].every((value) => value < 20)).toBe(true);
  expect([at(2, 13), at(13, 13)].every((value) => value > 235)).toBe(true);
});

test('texts: one file a class, one folder a class', async () => {
  const lines = (word: string) =>
    new TextEncoder().encode(Array.from({ length: 10 }, (_, i) => `${word} ${i}`).join('\n'));
  writeFolder({ 'moods/happy.txt': lines('glad'), 'moods/sad.txt': lines('blue'), 'moods/none.txt': new Uint8Array() });
  const { out } = await cli('data', 'import', 'moods', '--json');
  expect(JSON.parse(out)).toMatchObject({
    id: 'my-moods',
    counts: { train: 16, test: 4 },
    columns: [{ name: 'text' }, { classes: ['happy', 'sad'] }],
    report: { rows: 20, kept: 20, emptyClasses: ['none'] },
  });
  expect((await cli('data', 'import', 'moods', '--by', 'word')).code).toBe(2);
  rmSync(join(own, 'my-moods'), { recursive: true });
});

test('lists what there is', async () => {
  const { out } = await cli('data', 'list', '--json');
  const { datasets } = JSON.parse(out);
  expect(datasets.find(({ id }: { id: string }) => id === 'iris')).toMatchObject({ here: true, train: 120, test: 30 });
});

test('reads files out of a tar archive', () => {
  const header = (name: string, size: number) => {
    const block = Buffer.alloc(512);
    block.write(name, 0);
    block.write(size.toString(8).padStart(11, '0'), 124);
    block.write('0', 156);
    return block;
  };
  const content = Buffer.concat([Buffer.from('hello'), Buffer.alloc(507)]);
  const archive = Buffer.concat([header('a/x.txt', 5), content, header('a/y.png', 5), content, Buffer.alloc(1024)]);
  const files = untar(archive, (name) => name.endsWith('.png'));
  expect([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([['a/y.png', 'hello']]);
});
