/**
 * Takes the pictures of docs/screenshots from the page itself: `npm run screenshots` builds and serves it, or
 * `npm run screenshots -- --url http://localhost:4173` takes one that is served already. `--only NAME` takes one.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { buildAssets } from './assets.mjs';
import { ensureChromium } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs', 'screenshots');
const log = (line) => process.stderr.write(`${line}\n`);

const small = { width: 1280, height: 720 };
const large = { width: 1920, height: 1080 };

/** Shares of the pad: a 2 as one would write it. */
const two = [
  [0.28, 0.3],
  [0.38, 0.18],
  [0.55, 0.15],
  [0.68, 0.25],
  [0.66, 0.42],
  [0.52, 0.58],
  [0.36, 0.72],
  [0.27, 0.83],
  [0.5, 0.81],
  [0.74, 0.83],
];

async function draw(page, points) {
  const box = await page.getByTestId('pad').boundingBox();
  const [first, ...rest] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 6 });
  await page.mouse.up();
}

/** Trains until that many steps of the first epoch are done, with a digit drawn. */
async function train(page, steps) {
  await draw(page, two);
  await page.getByTestId('run-main').click();
  await page.waitForFunction(
    (wanted) =>
      Number(
        /(\d+)\/\d+\s*$/.exec(
          document.querySelector('[data-testid=run-progress] span span, [data-testid=run-progress] span')
            ?.textContent ?? '',
        )?.[1] ?? 0,
      ) >= wanted,
    steps,
    { timeout: 120_000 },
  );
  await page.mouse.move(640, 60);
  await page.waitForTimeout(2500);
}

const finish = async (page) => {
  await draw(page, two);
  await page.getByTestId('run-main').click();
  await page.locator('[data-testid=run-progress][data-status=finished]').waitFor({ timeout: 300_000 });
  await page.getByTestId('test-result').filter({ hasText: '%' }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(3000);
};

const pictures = [
  { name: 'main-light-1280', size: small, scheme: 'light', locale: 'en', act: (page) => train(page, 180) },
  { name: 'main-dark-1280', size: small, scheme: 'dark', locale: 'en', act: (page) => train(page, 180) },
  { name: 'main-zh-dark-1920', size: large, scheme: 'dark', locale: 'zh-CN', act: (page) => train(page, 220) },
  {
    name: 'finished-light-1920',
    size: large,
    scheme: 'light',
    locale: 'en',
    act: async (page) => {
      await page.getByTestId('log-axis').click();
      await finish(page);
      await page.getByTestId('chart-loss').hover({ position: { x: 330, y: 90 } });
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'export-light-1280',
    size: small,
    scheme: 'light',
    locale: 'en',
    act: async (page) => {
      await page.getByTestId('export').click();
      await page.getByTestId('snippet').waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'gallery-zh-light-1280',
    size: small,
    scheme: 'light',
    locale: 'zh-CN',
    act: async (page) => {
      await page.getByTestId('project-menu').click();
      await page.getByTestId('project-template').click();
      await page.getByTestId('gallery').waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'projects-light-1280',
    size: small,
    scheme: 'light',
    locale: 'en',
    act: async (page) => {
      await page.getByTestId('project-menu').click();
      await page.getByTestId('project-template').click();
      await page.getByTestId('template-mnist-mlp').click();
      await page.getByTestId('gallery').waitFor({ state: 'hidden' });
      await page.getByTestId('project-menu').click();
      await page.getByTestId('project-home').click();
      await page.getByTestId('shelf').waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'analysis-zh-dark-1920',
    size: large,
    scheme: 'dark',
    locale: 'zh-CN',
    act: async (page) => {
      await page.locator('#left-tab-outline').click();
      await page.getByTestId('outline-dense_1').click();
      await page.locator('#dock-tab-analyzer').click();
      await page.getByTestId('sort-parameters').click();
      await page.waitForTimeout(400);
    },
  },
];

async function take(browser, url, { name, size, scheme, locale, act }) {
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, locale });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  // somebody who has been here before: the tour is not offered
  await page.addInitScript(() => localStorage.setItem('netloom.ui', JSON.stringify({ state: {}, version: 1 })));
  await page.goto(url);
  await page.getByTestId('node-dataset_1').waitFor();
  await page.waitForTimeout(1500);
  await act(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
  log(`${name}.png`);
}

async function serve() {
  await buildAssets(join(root, 'public', 'data'), log);
  await build({ root, logLevel: 'error' });
  const server = await preview({ root, logLevel: 'error', preview: { port: 4190 } });
  return { url: server.resolvedUrls?.local[0], close: () => server.close() };
}

const { values } = parseArgs({ options: { url: { type: 'string' }, only: { type: 'string' } } });
mkdirSync(folder, { recursive: true });
const server = values.url ? { url: values.url, close: async () => {} } : await serve();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--headless=new'] });
for (const picture of pictures)
  if (!values.only || picture.name === values.only) await take(browser, server.url, picture);
await browser.close();
await server.close();
