/**
 * Takes the pictures of docs/screenshots from the page itself, every main screen in both themes, languages and sizes:
 * `npm run screenshots` builds and serves it, `-- --url http://localhost:4173` takes one that is served already.
 * `--only SCREEN,SCREEN`, `--look en-dark-1280,zh-CN-light-1920` take some; `--png FOLDER` writes PNGs there instead of WebP.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { buildAssets } from './assets.mjs';
import { ensureChromium } from './chromium.mjs';
import { screens } from './screens.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const log = (line) => process.stderr.write(`${line}\n`);

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];
const looks = ['en', 'zh-CN'].flatMap((locale) =>
  ['light', 'dark'].flatMap((scheme) =>
    sizes.map((size) => ({ name: `${locale}-${scheme}-${size.width}`, locale, scheme, size })),
  ),
);

/** A page as somebody sees it who has been here before: the tour is not offered. */
async function openPage(context, url) {
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.addInitScript(() => localStorage.setItem('netloom.ui', JSON.stringify({ state: {}, version: 1 })));
  await page.goto(url);
  await page.getByTestId('node-dataset_1').waitFor();
  await page.waitForTimeout(1500);
  return page;
}

/** A PNG as WebP, a third of its size; the browser has the encoder. */
async function webp(encoder, png) {
  const base64 = await encoder.evaluate(async (data) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(''));
  }, png.toString('base64'));
  return Buffer.from(base64, 'base64');
}

async function serve() {
  await buildAssets(join(root, 'public', 'data'), log);
  await build({ root, logLevel: 'error' });
  const server = await preview({ root, logLevel: 'error', preview: { port: 4190 } });
  return { url: server.resolvedUrls?.local[0], close: () => server.close() };
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    only: { type: 'string' },
    look: { type: 'string' },
    png: { type: 'string' },
  },
});
const folder = values.png ?? join(root, 'docs', 'screenshots');
mkdirSync(folder, { recursive: true });
const server = values.url ? { url: values.url, close: async () => {} } : await serve();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--headless=new'] });
const encoder = await browser.newPage();
for (const { name, locale, scheme, size } of looks) {
  if (values.look && !values.look.split(',').includes(name)) continue;
  for (const [screen, act] of Object.entries(screens)) {
    if (values.only && !values.only.split(',').includes(screen)) continue;
    const context = await browser.newContext({ viewport: size, colorScheme: scheme, locale });
    const page = await openPage(context, server.url);
    await act(page);
    const png = await page.screenshot();
    const file = join(folder, `${screen}-${name}.${values.png ? 'png' : 'webp'}`);
    writeFileSync(file, values.png ? png : await webp(encoder, png));
    log(file);
    await context.close();
  }
}
await browser.close();
await server.close();
