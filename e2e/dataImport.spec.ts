import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { findings } from './axe';
import { dropPaths, openImport } from './importing';
import { test } from './page';
import { colouredPictures, png, writeFiles } from './pictures';
import { expectStatus, main, openPage } from './run';

const result = (page: Page) => page.getByTestId('import-result');

/** What an import says in the end. */
const expectResult = (page: Page, text: string) => expect(result(page)).toContainText(text, { timeout: 30_000 });
const start = (page: Page) => page.getByTestId('import-start').click();

/** Names of the files that lie in the origin's private files, below each data set. */
const ownFiles = (page: Page) =>
  page.evaluate(async () => {
    const all = await (await navigator.storage.getDirectory()).getDirectoryHandle('datasets', { create: true });
    const names: string[] = [];
    for await (const [id, folder] of all.entries())
      if (folder instanceof FileSystemDirectoryHandle)
        for await (const name of folder.keys()) names.push(`${id}/${name}`);
    return names.sort();
  });

const ownIndex = (page: Page, id: string) =>
  page.evaluate(async (name) => {
    const all = await (await navigator.storage.getDirectory()).getDirectoryHandle('datasets');
    const folder = await all.getDirectoryHandle(name);
    return JSON.parse(await (await (await folder.getFileHandle('index.json')).getFile()).text());
  }, id);

const broken = {
  'tints/red/torn.png': png([1, 2, 3], 1).subarray(0, 60),
  'tints/red/notes.md': 'red is a colour',
  'tints/loose.png': png([1, 2, 3], 1),
  'tints/yellow/torn.png': 'no picture',
};

test('300 pictures of a folder: dropped, sorted, counted, kept, learned from; the same as on the command line', async ({
  page,
}, info) => {
  const folder = info.outputPath('drop');
  writeFiles(folder, { ...colouredPictures('tints', 300), ...broken });
  mkdirSync(join(folder, 'tints/black'));
  await openImport(page, 'pictures');
  await dropPaths(page, 'bring', [join(folder, 'tints')]);
  const list = page.getByTestId('class-list');
  await expect(list).toContainText('blue 100');
  await expect(list).toContainText('Left out, for want of an example that can be used: black');
  await expect(list).toContainText('2 files are of another kind or in no class');
  await page.getByTestId('import-side').selectOption('28');
  await start(page);
  await expectResult(page, '300 of 304 can be used');
  await expectResult(page, '3 classes: blue 100, green 100, red 100');
  await expectResult(page, '2 could not be read: tints/red/torn.png, tints/yellow/torn.png');
  await expectResult(page, 'tints/loose.png');
  await expectResult(page, 'for want of an example that can be used: yellow, black');
  expect(await findings(page)).toEqual([]);

  const own = info.outputPath('own');
  const answer = execFileSync(
    'npx',
    ['tsx', 'src/cli/main.ts', 'data', 'import', join(folder, 'tints'), '--side', '28', '--json'],
    { env: { ...process.env, NETLOOM_DATA: own }, encoding: 'utf8' },
  );
  const { report } = JSON.parse(answer);
  expect(report).toMatchObject({ rows: 304, kept: 300, corrupt: 2, misplaced: 2, emptyClasses: ['yellow', 'black'] });
  const index = JSON.parse(readFileSync(join(own, 'my-tints/index.json'), 'utf8'));
  const sums = ({ splits }: typeof index) =>
    [...splits.train.chunks, ...splits.test.chunks].map(({ sha256 }: { sha256: string }) => sha256);
  expect(sums(await ownIndex(page, 'my-tints'))).toEqual(sums(index));

  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data-card')).toContainText('240 to learn from');
  await expect(page.getByTestId('data-balance').locator('li')).toHaveCount(3);
});

test('a zip of pictures; all of it refused if anything does not fit', async ({ page }) => {
  const files = colouredPictures('tints', 60);
  const bytes = (content: Uint8Array | string) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const zip = zipSync({
    ...files,
    ...Object.fromEntries(Object.entries(broken).map(([path, content]) => [path, bytes(content)])),
    'tints/black/': new Uint8Array(),
  });
  await openImport(page, 'pictures');
  const archive = (name: string, content: Uint8Array) => ({
    name,
    mimeType: 'application/zip',
    buffer: Buffer.from(content),
  });
  await page.getByTestId('import-files').setInputFiles(archive('tints.zip', zip));
  await expect(page.getByTestId('class-list')).toContainText('red 21');
  await page.getByTestId('import-strict').check();
  await start(page);
  await expectResult(page, 'Refused: 4 of 64 do not fit, 2 classes are empty');
  expect(await ownFiles(page)).toEqual([]);
  await page.getByTestId('import-strict').uncheck();
  await start(page);
  await expectResult(page, '60 of 64 can be used');
  expect((await ownFiles(page)).length).toBe(3);
  await page.getByTestId('import-files').setInputFiles(archive('half.zip', zip.slice(0, 2000)));
  await expect(page.getByTestId('bring')).toContainText('half.zip is no zip archive that can be read.');
  await page.getByTestId('import-files').setInputFiles(archive('one.zip', zipSync({ 'a/1.png': png([1, 2, 3], 1) })));
  await start(page);
  await expectResult(page, 'At least two classes are needed');
});

test('an import that is cancelled leaves nothing, and one that fails leaves what was there before', async ({
  own: page,
}) => {
  const files = (count: number) => {
    const buffer = Buffer.from(zipSync(colouredPictures('tints', count), { level: 0 }));
    return { name: 'tints.zip', mimeType: 'application/zip', buffer };
  };
  await openImport(page, 'pictures');
  await page.getByTestId('import-files').setInputFiles(files(3000));
  await start(page);
  await page.getByTestId('import-cancel').click();
  await expect(result(page)).toHaveText('Cancelled. Nothing was kept.');
  expect(await ownFiles(page)).toEqual([]);
  await page.getByTestId('import-files').setInputFiles(files(30));
  await start(page);
  await expectResult(page, '30 of 30');
  const before = await ownFiles(page);
  expect(before).toHaveLength(3);
  const client = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await client.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 50_000 });
  await page.getByTestId('import-files').setInputFiles(files(300));
  await start(page);
  await expectResult(page, 'The browser has no room for it');
  expect(await ownFiles(page)).toEqual(before);
});

test('texts: one file a class by line, encodings judged and counted', async ({ page }) => {
  await openImport(page, 'texts');
  const lines = (word: string) => Array.from({ length: 20 }, (_, i) => `${word} film ${i}`).join('\n');
  const file = (name: string, content: string | Uint8Array) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  });
  const good = `\ufeff${lines('schön')}`;
  await page
    .getByTestId('import-files')
    .setInputFiles([
      file('good.txt', Buffer.from(good, 'utf16le')),
      file('bad.txt', lines('öde')),
      file('none.txt', '\n'),
    ]);
  await expect(page.getByTestId('import-class-is')).toHaveValue('file');
  await expect(page.getByTestId('import-example-is')).toHaveValue('line');
  await start(page);
  await expectResult(page, '40 of 40 can be used');
  await expectResult(page, 'for want of an example that can be used: none');
  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data-card')).toContainText('32 to learn from');
  await page.getByTestId('data-tab-samples').click();
  await expect(page.getByTestId('data-samples')).toContainText('schön film');
});

test('texts: one folder a class in a zip, a file an example, invalid bytes counted', async ({ page }) => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`news/${i % 2 ? 'sport' : 'money'}/${i}.txt`, encode(`story ${i}\nends`)]),
  );
  const bad = { 'news/sport/torn.txt': Uint8Array.of(0x6f, 0xe9, 0x0a), 'news/money/empty.txt': new Uint8Array() };
  await openImport(page, 'texts');
  const buffer = Buffer.from(zipSync({ ...files, ...bad }));
  await page.getByTestId('import-files').setInputFiles({ name: 'news.zip', mimeType: 'application/zip', buffer });
  await expect(page.getByTestId('import-class-is')).toHaveValue('folder');
  await expect(page.getByTestId('import-example-is')).toHaveValue('file');
  await page.getByLabel('Encoding').selectOption('utf-8');
  await start(page);
  await expectResult(page, '20 of 22 can be used');
  await expectResult(page, '1 had characters that are none in this encoding: news/sport/torn.txt');
  await expectResult(page, '1 had no text: news/money/empty.txt');
});

const good = Array.from({ length: 40 }, (_, i) => `${i},${(i * 7) % 11},same,${i % 2 ? 'odd' : 'even'}`);

test('bad tables: ragged, mixed, constant, unseen and undecodable are named; nothing becomes a zero', async ({
  page,
}) => {
  await openImport(page, 'table');
  const bad = ['1,2', '1,x,same,odd', '1,2,same,', '1,x,same,third', '9,9,same,lone'];
  const latin = Buffer.from([...Buffer.from('\n1,2,s'), 0xe9, ...Buffer.from(',odd\n')]);
  const text = Buffer.from(['n,m,c,parity', ...good, ...bad].join('\n'));
  const buffer = Buffer.concat([text, latin]);
  await page.getByTestId('import-file').setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer });
  await page.getByTestId('import-column-1').locator('select').selectOption('number');
  await page.getByTestId('import-column-2').locator('select').selectOption('class');
  await page.getByTestId('import-column-3').locator('select').selectOption('class');
  await page.getByTestId('import-column-3').getByRole('radio').check();
  await page.getByLabel('Encoding').selectOption('utf-8');
  await page.getByTestId('import-column-3').getByRole('radio').check();
  await start(page);
  await expectResult(page, '41 of 46 can be used');
  await expectResult(page, '1 had another number of fields: row 42 (1,2)');
  await expectResult(page, 'row 43 (m: x)');
  await expectResult(page, '1 had no target: row 44');
  await expectResult(page, '1 had characters that are none in this encoding: row 47');
  await expectResult(page, 'for want of an example that can be used: third');
  await expectResult(page, '1 classes have one example: it is learned from, not tested');
  await expectResult(page, 'c: the same in every row, left out');
  await page.getByLabel('Refuse the file if any row does not fit').check();
  await start(page);
  await expectResult(page, 'Refused: 5 of 46 do not fit, 1 classes are empty, 1 columns are constant');
});

test('CIFAR-10 that is not here says so, and takes the official files by drop', async ({ page }, info) => {
  await page.route('**/data/cifar10/**', (route) => route.fulfill({ status: 404 }));
  const record = (label: number) => [label, ...new Array<number>(3072).fill(20 * label)];
  const batch = Buffer.concat(
    Array.from({ length: 10 }, (_, label) => Buffer.concat(new Array(1000).fill(Buffer.from(record(label))))),
  );
  const names = [...[1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`), 'test_batch.bin'];
  const folder = info.outputPath('cifar');
  writeFiles(folder, Object.fromEntries(names.map((name) => [name, batch])));
  await openPage(page, { anew: true });
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await page.getByTestId('dataset-cifar10').click();
  await expect(page.getByTestId('cifar-help')).toContainText('CIFAR-10 is not served here');
  await dropPaths(
    page,
    'cifar-drop',
    names.slice(0, 5).map((name) => join(folder, name)),
  );
  await expectResult(page, 'test_batch.bin is missing or is not the official file.');
  expect(await ownFiles(page)).toEqual([]);
  await dropPaths(
    page,
    'cifar-drop',
    names.map((name) => join(folder, name)),
  );
  await expectResult(page, '60,000 of 60,000 can be used');
  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data-card')).toContainText('50,000 to learn from (10,000 unless all are asked for)');
});

test('pictures that were imported train at once', async ({ page }) => {
  await openImport(page, 'pictures');
  const buffer = Buffer.from(zipSync(colouredPictures('tints', 90)));
  await page.getByTestId('import-files').setInputFiles({ name: 'tints.zip', mimeType: 'application/zip', buffer });
  await start(page);
  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data-card')).toBeVisible();
  await page.keyboard.press('Escape');
  await main(page).click();
  await expectStatus(page, 'running', 30_000);
});
