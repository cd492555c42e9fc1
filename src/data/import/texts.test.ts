import { expect, test } from 'vitest';
import { isNumbers, type LoadedDataset, numberColumn } from '../dataset';
import { folderOf, memorySink } from './import.fixture';
import { guessTexts, importTexts, type TextOptions } from './texts';

const options: TextOptions = {
  id: 'my-data',
  name: 'reviews',
  classes: 'file',
  examples: 'line',
  badFiles: 'skip',
  testShare: 0.25,
  seed: 1,
};

const lines = (word: string) => Array.from({ length: 8 }, (_, i) => `${word} film ${i}`).join('\n');

async function imported(contents: Record<string, Uint8Array | string>, change: Partial<TextOptions> = {}) {
  const { sink, load } = memorySink();
  const done = await importTexts(folderOf(contents), { ...options, ...change }, sink);
  return { ...done, train: await load('train'), test: await load('test') };
}

function pairs(...parts: LoadedDataset[]): string[] {
  return parts.flatMap((part) => {
    const [x] = part.columns;
    const texts = x && !isNumbers(x) ? (x.data as readonly string[]) : [];
    return texts.map((text, i) => `${numberColumn(part, 'y').data[i]} ${text}`);
  });
}

test('one file a class, a line an example; blank lines are none', async () => {
  const {
    report,
    index,
    train,
    test: held,
  } = await imported({
    'reviews/good.txt': `${lines('nice')}\r\n\r\n`,
    'reviews/bad.txt': lines('dull'),
  });
  expect(index.columns).toEqual([
    { name: 'text', kind: 'text', dtype: 'text', shape: [] },
    { name: 'y', kind: 'class', dtype: 'int32', shape: [], target: true, classes: ['bad', 'good'] },
  ]);
  expect(report).toMatchObject({ rows: 16, kept: 16, blank: 0, guessedEncodings: 0 });
  expect([train.count, held.count]).toEqual([12, 4]);
  expect(pairs(train, held).sort()).toEqual([
    ...lines('dull')
      .split('\n')
      .map((line) => `0 ${line}`),
    ...lines('nice')
      .split('\n')
      .map((line) => `1 ${line}`),
  ]);
});

test('one folder a class, a file an example', async () => {
  const folder = Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [`news/${i % 2 ? 'sport' : 'money'}/${i}.txt`, `line ${i}\nand another\n`]),
  );
  expect(guessTexts(folderOf(folder))).toEqual({ classes: 'folder', examples: 'file' });
  expect(guessTexts(folderOf({ 'a/x.txt': '', 'a/y.txt': '' }))).toEqual({ classes: 'file', examples: 'line' });
  const {
    report,
    train,
    test: held,
  } = await imported(
    { ...folder, 'news/money/empty.txt': ' \n', 'news/art/': '', 'news/sport/match.pdf': '%' },
    { classes: 'folder', examples: 'file' },
  );
  expect(report).toMatchObject({ rows: 10, kept: 8, blank: 1, misplaced: 1, emptyClasses: ['art'] });
  expect(pairs(train, held)).toContain('1 line 1\nand another');
});

const utf16 = (text: string, little: boolean) => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  [0xfeff, ...[...text].map((char) => char.charCodeAt(0))].forEach((code, i) => {
    view.setUint16(2 * i, code, little);
  });
  return bytes;
};

test('encodings by their byte order mark; invalid bytes are counted, a guess is told', async () => {
  const words = ['größe', '多好', 'naïve', 'façade'].join('\n');
  const {
    report,
    train,
    test: held,
  } = await imported({
    'a.txt': utf16(words, true),
    'b.txt': utf16(words, false),
    'c.txt': new TextEncoder().encode(words),
    'd.txt': Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0a, 0x61),
  });
  expect(report).toMatchObject({ kept: 14, undecodable: 0, guessedEncodings: 1 });
  expect(pairs(train, held)).toEqual(expect.arrayContaining(['0 多好', '1 多好', '2 多好', '3 café']));
  const wrong = await imported(
    { 'a.txt': words, 'b.txt': Uint8Array.of(0x6f, 0x6b, 0x0a, 0xe9, 0x0a, 0x61) },
    { encoding: 'utf-8' },
  );
  expect(wrong.report).toMatchObject({ rows: 7, kept: 6, undecodable: 1, guessedEncodings: 0 });
  expect(wrong.report.found).toEqual([{ problem: 'undecodable', at: 'b.txt:2', text: '\ufffd' }]);
});

test('one class alone is refused, and so is anything bad where all has to fit', async () => {
  await expect(imported({ 'a.txt': 'x\ny', 'b.txt': '\n' })).rejects.toMatchObject({ code: 'texts' });
  await expect(imported({ 'a.txt': 'x\ny', 'b.txt': 'z', 'c.txt': '' }, { badFiles: 'refuse' })).rejects.toMatchObject({
    code: 'badRows',
    details: { empty: 1 },
  });
});
