import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, type Page, test } from '@playwright/test';
import { zipSync } from 'fflate';
import { dropPaths, openImport } from './importing';
import { colouredPictures, writeFiles } from './pictures';

const PICTURES = 10_000;
const CSV_BYTES = 100_000_000;

/** The largest resident size that any process of the page had so far, in MB. */
async function peakMemory(page: Page): Promise<number> {
  const client = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await client?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
  return Math.round(Math.max(...sizes) / 1024);
}

/** Notes every task of the page that takes longer than 50 ms, and when files were last chosen. */
const watchTasks = (page: Page) =>
  page.evaluate(() => {
    const tasks: { readonly start: number; readonly end: number }[] = [];
    new PerformanceObserver((list) =>
      tasks.push(
        ...list.getEntries().map(({ startTime, duration }) => ({ start: startTime, end: startTime + duration })),
      ),
    ).observe({ type: 'longtask' });
    const watched = { tasks, chosen: 0 };
    Object.assign(window, { watched });
    addEventListener(
      'change',
      () => {
        watched.chosen = performance.now();
      },
      true,
    );
  });

/** The longest task in ms; where files were chosen, from then on: before that the browser is given 10,000 of them, which no user does. */
const longest = (page: Page) =>
  page.evaluate(() => {
    const { tasks, chosen } = Reflect.get(window, 'watched') as {
      readonly tasks: readonly { readonly start: number; readonly end: number }[];
      readonly chosen: number;
    };
    return Math.max(0, ...tasks.map(({ start, end }) => end - Math.max(start, chosen)));
  });

/** Imports what was chosen and prints what it cost. */
async function measured(page: Page, name: string, take: () => Promise<void>, kept: string): Promise<number> {
  await watchTasks(page);
  const before = Date.now();
  await take();
  await page.getByTestId('import-start').click({ timeout: 120_000 });
  const started = Date.now();
  await expect(page.getByTestId('import-result')).toContainText(kept, { timeout: 400_000 });
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  const task = await longest(page);
  process.stdout.write(
    `${name}: looked at in ${seconds(started - before)} s, imported in ${seconds(Date.now() - started)} s, ` +
      `peak ${await peakMemory(page)} MB, longest task ${Math.round(task)} ms\n`,
  );
  return task;
}

test.describe.configure({ timeout: 600_000 });

test('10,000 pictures of a folder and of a zip @timed', async ({ page }, info) => {
  const files = colouredPictures('tints', PICTURES);
  writeFiles(info.outputPath('drop'), files);
  await openImport(page, 'pictures');
  const folder = join(info.outputPath('drop'), 'tints');
  const drop = () => dropPaths(page, 'bring', [folder]);
  const dropped = await measured(page, 'folder, dropped', drop, '10,000 of 10,000 can be used');
  const choose = () => page.getByTestId('import-folder').setInputFiles(folder);
  const chosen = await measured(page, 'folder, chosen', choose, '10,000 of 10,000 can be used');
  writeFiles(info.outputPath('zip'), { 'tints.zip': zipSync(files, { level: 0 }) });
  const zip = () => page.getByTestId('import-files').setInputFiles(join(info.outputPath('zip'), 'tints.zip'));
  const zipped = await measured(page, 'zip', zip, '10,000 of 10,000 can be used');
  expect(Math.max(dropped, chosen, zipped)).toBeLessThan(100);
});

test('100 MB of CSV @timed', async ({ page }, info) => {
  const path = info.outputPath('large.csv');
  const out = createWriteStream(path);
  out.write('a,b,c,d,e,f,g,h,kind\n');
  let rows = 0;
  for (let bytes = 0; bytes < CSV_BYTES; ) {
    const lines = Array.from({ length: 20_000 }, () => {
      const i = rows++;
      const numbers = Array.from({ length: 8 }, (_, c) => ((i * (c + 3) * 7919) % 1_000_003) / 997);
      return `${numbers.map((n) => n.toFixed(4)).join(',')},${i % 3 ? 'odd' : 'even'}\n`;
    }).join('');
    bytes += lines.length;
    if (!out.write(lines)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  out.end();
  await finished(out);
  await openImport(page, 'table');
  const choose = () => page.getByTestId('import-file').setInputFiles(path);
  const count = rows.toLocaleString('en-US');
  expect(await measured(page, 'CSV', choose, `${count} of ${count} can be used`)).toBeLessThan(100);
});
