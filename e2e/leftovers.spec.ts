import { expect, type Page, test } from '@playwright/test';
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { mnistCnn } from '../src/document/templates/mnistCnn';
import { mnistMlp } from '../src/document/templates/mnistMlp';
import { twoTables, twoTexts } from '../src/document/twoSources.fixture';
import { dropPaths } from './importing';
import { colouredPictures, png, writeFiles } from './pictures';
import { expectStatus, main, openDocument, openPage } from './run';

test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await openPage(page);
});
test.afterAll(() => page.close());

const list = () => page.getByTestId('class-list');

async function closeData(): Promise<void> {
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('pictures, texts and archives dropped anywhere on the page open the form that takes them', async () => {
  const folder = test.info().outputPath('drop');
  const at = (name: string) => `${folder}/${name}`;
  const texts = { 'texts/good.txt': 'fine\nnice\n', 'texts/bad.txt': 'poor\nsad\n' };
  const loose = Object.fromEntries(
    ['cat.1.png', 'cat.2.png', 'dog.1.png', 'dog.2.png'].map((name, i) => [name, png([50 * i, 9, 9], i)]),
  );
  writeFiles(folder, {
    ...colouredPictures('tints', 12),
    ...texts,
    ...loose,
    'tints.zip': zipSync(colouredPictures('tints', 6)),
    'notes.zip': zipSync(Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]))),
    'spam.txt': 'label\ttext\nham\thow are you\nspam\twin, win, win\nham\tsee you\n',
  });
  const dropped: readonly (readonly [paths: readonly string[], says: RegExp])[] = [
    [[at('tints')], /blue 4.*green 4.*red 4/s],
    [[at('tints.zip')], /blue 2.*green 2.*red 2/s],
    [Object.keys(loose).map(at), /cat 2.*dog 2/s],
    [[at('notes.zip')], /bad 1.*good 1/s],
    [[at('texts/good.txt'), at('texts/bad.txt')], /bad 1.*good 1/s],
  ];
  for (const [paths, says] of dropped) {
    await dropPaths(page, 'node-dataset_1', paths);
    await expect(list()).toHaveText(says);
    await expect(page.getByTestId('import-start')).toBeVisible();
    await closeData();
  }
  await dropPaths(page, 'node-dataset_1', [at('spam.txt')]);
  await expect(page.getByTestId('import-column-1')).toContainText('how are you');
  // beside the form's own place it is taken too, rather than opened by the browser
  await dropPaths(page, 'import-kind', [at('tints.zip')]);
  await expect(list()).toHaveText(/blue 2/);
  await closeData();
});

test('a table of dates is in order of time unless one says otherwise', async () => {
  const folder = test.info().outputPath('drop');
  const rows = Array.from({ length: 20 }, (_, i) => `${String(1 + i).padStart(2, '0')}.03.2024,${i},${(7 * i) % 5}`);
  writeFiles(folder, { 'levels.csv': ['date,level,target', ...rows.toReversed()].join('\n') });
  await dropPaths(page, 'node-dataset_1', [`${folder}/levels.csv`]);
  await expect(page.getByTestId('import-order')).toHaveValue('newest');
  await page.getByTestId('import-start').click();
  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data-ordered')).toContainText('the newest are kept for the test');
  await closeData();
});

test('ink on paper is turned for a model of light ink on black, unless one says otherwise', async () => {
  const folder = test.info().outputPath('drop');
  // a dark stroke on grey paper
  const data = Uint8Array.from({ length: 40 * 40 }, (_, i) => (i % 40 >= 18 && i % 40 <= 21 ? 50 : 180 + (i % 5)));
  writeFiles(folder, { 'one.png': encode({ width: 40, height: 40, channels: 1, data }) });
  const ground = () =>
    page.getByTestId('seen').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: [] };
      return { paper: data[4 * 28 * 14], ink: data[4 * (28 * 14 + 14)] };
    });
  await openDocument(page, mnistMlp.create());
  await dropPaths(page, 'pad', [`${folder}/one.png`]);
  await expect.poll(async () => (await ground()).paper).toBeLessThan(12);
  expect((await ground()).ink).toBeGreaterThan(240);
  await page.getByTestId('pad-turn').click();
  expect((await ground()).paper).toBeGreaterThan(170);
  await page.getByTestId('pad-clear').click();
  await dropPaths(page, 'pad', [`${folder}/one.png`]);
  await expect(page.getByTestId('pad-turn')).toHaveAttribute('aria-pressed', 'false');
  expect((await ground()).ink).toBeLessThan(70);
  await page.getByTestId('pad-turn').click();
});

test('a model with two data nodes is fed from both', async () => {
  for (const [kind, document] of [['table', twoTables()] as const, ['other', twoTexts()] as const]) {
    await openDocument(page, { ...document, name: kind });
    const panel = page.getByTestId('predict');
    await expect(panel).toHaveAttribute('data-kind', kind);
    await page.mouse.move(5, 5);
    await panel.hover();
    const answers = page.getByTestId('answer').locator('li');
    await expect(answers.first()).toHaveAttribute('data-value', /\d/, { timeout: 20_000 });
  }
});

test('a table of one’s own in a net for pictures: a click draws a model that takes all of it, and is exported with all inputs', async () => {
  await openDocument(page, mnistCnn.create());
  const folder = test.info().outputPath('drop');
  const fruit = Array.from(
    { length: 60 },
    (_, i) => `${5 + (i % 3)},${3 - (i % 3)},${['north', 'south'][i % 2]},fruit ${i % 3}`,
  );
  writeFiles(folder, { 'fruit.csv': ['weight,size,farm,kind', ...fruit].join('\n') });
  await dropPaths(page, 'node-dataset_1', [`${folder}/fruit.csv`]);
  await page.getByTestId('import-start').click();
  await page.getByTestId('import-use').click();
  await closeData();
  await page.getByTestId('fix-rebuild').first().click();
  await expect(page.getByTestId('predict')).toHaveAttribute('data-kind', 'table');
  await expect(page.getByTestId('node-concat_1')).toBeVisible();
  await main(page).click();
  await expectStatus(page, 'finished');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('dialog')).toContainText('{"features": x1, "farm": x2}');
});
