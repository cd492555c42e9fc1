import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import type { NetDocument } from '../document/schema';
import type { GatherCase, TrainedOnGpu } from '../testing/residentPage';
import { createTrainer, prepareDocument } from '../worker/engine/prepare';
import { tinyData, tinyDocument, tinyFiles } from '../worker/engine/tiny.fixture';
import { createNodeExecutor } from './nodeExecutor';
import { SessionCache } from './sessionCache';

let page: Page;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const server = await createServer({
    server: { port: 0, host: '127.0.0.1' },
    // packages of this page alone, beside those of a server at work
    optimizeDeps: { entries: ['src/testing/residentPage.ts'] },
    cacheDir: 'node_modules/.vite-gpu',
    logLevel: 'error',
  });
  closing.push(() => server.close());
  await server.listen();
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--headless=new', '--enable-unsafe-webgpu'],
  });
  closing.unshift(() => browser.close());
  page = await browser.newPage();
  const files = tinyFiles();
  await page.route('**/data/tiny/*', (route) => {
    const body = files.get(new URL(route.request().url()).pathname.slice('/data/'.length));
    return body ? route.fulfill({ body: Buffer.from(body) }) : route.abort();
  });
  const address = server.httpServer?.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  // a page without the app: it would fetch and start what it does by itself
  await page.route('**/empty', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html>',
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    }),
  );
  await page.goto(`http://127.0.0.1:${address.port}/empty`);
}, 120_000);
afterAll(async () => {
  for (const close of closing) await close();
});

/** Calls a function of `src/testing/residentPage.ts` in the page. Text, because the test runner rewrites imports. */
function inPage<T>(name: string, ...args: unknown[]): Promise<T> {
  return page.evaluate<T>(`import('/src/testing/residentPage.ts').then((m) => m.${name}(...${JSON.stringify(args)}))`);
}

test('batches are the rows of their tables, to the bit', async () => {
  const cases: GatherCase[] = [
    { dtype: 'uint8', width: 64, count: 100, batch: 16 },
    { dtype: 'uint8', width: 49, count: 100, batch: 16 },
    { dtype: 'uint8', width: 1, count: 57, batch: 33 },
    { dtype: 'uint8', width: 3, count: 5, batch: 1 },
    { dtype: 'int32', width: 1, count: 100, batch: 7 },
    { dtype: 'int32', width: 16, count: 1, batch: 4 },
    { dtype: 'float32', width: 5, count: 100, batch: 100 },
    { dtype: 'uint8', width: 64, count: 30, batch: 16, plane: [8, 8] },
    { dtype: 'uint8', width: 2 * 35, count: 30, batch: 9, plane: [5, 7] },
    { dtype: 'float32', width: 3 * 12, count: 10, batch: 20, plane: [4, 3] },
    // two data nodes over one data set
    { dtype: 'uint8', width: 64, count: 30, batch: 16, plane: [8, 8], views: 2 },
    { dtype: 'uint8', width: 64, count: 30, batch: 16, views: 2 },
    // more groups than one dimension of a dispatch holds
    { dtype: 'float32', width: 65_536, count: 3, batch: 80 },
  ];
  expect(await inPage('gatherMistakes', cases)).toEqual(cases.map(() => 0));
}, 240_000);

const plain = tinyDocument({ epochs: 2 });
/** Without dropout, whose masks come from this thread at every step. */
const document: NetDocument = {
  ...plain,
  nodes: plain.nodes.map((node) => {
    if (node.type === 'dropout') return { ...node, disabled: true };
    return node.type === 'crossEntropy' ? { ...node, params: { ...node.params, classWeights: '1, 4, 0.5' } } : node;
  }),
};

const moving: NetDocument = {
  ...document,
  nodes: document.nodes.map((node) =>
    node.type === 'dataset'
      ? {
          ...node,
          params: {
            ...node.params,
            steps: [
              { column: 'x', type: 'shift', params: { pixels: 2 } },
              { column: 'x', type: 'flip', params: {} },
              { column: 'x', type: 'scale', params: {} },
            ],
          },
        }
      : node,
  ),
};

// of a step in the middle of an epoch: step and rate; loss, metric and norm back
const scalars = 2 * 4 + 3 * 4;
const sentBytes = 16 * 64 + 16 * 4 + scalars;

test.each<[string, NetDocument, bytes: number]>([
  ['pictures', document, 16 * 4 + scalars],
  ['pictures that are shifted and flipped', moving, 16 * 4 + 16 * 32 + scalars],
])(
  'training on %s: the bits of batches that are sent, WASM within 1e-4, fewer bytes',
  async (_, each, bytes) => {
    const gathered = await inPage<TrainedOnGpu>('trainOnGpu', each, 'gathered');
    const sent = await inPage<TrainedOnGpu>('trainOnGpu', each, 'sent');
    expect([gathered.place, sent.place]).toEqual(['gpu', undefined]);
    expect(gathered.losses).toEqual(sent.losses);
    expect(gathered.parameters).toEqual(sent.parameters);
    expect(gathered.test).toBe(sent.test);
    const wasm = await trainedOnWasm(each);
    expect(gathered.losses).toHaveLength(wasm.length);
    for (const [i, loss] of wasm.entries())
      expect(Math.abs((gathered.losses[i] ?? 0) - loss) / loss).toBeLessThan(1e-4);
    expect([gathered.bytesPerStep[2], sent.bytesPerStep[2]]).toEqual([bytes, sentBytes]);
  },
  600_000,
);

async function trainedOnWasm(each: NetDocument): Promise<number[]> {
  const prepared = await prepareDocument(each, { fetchBytes: tinyData() });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  const sessions = new SessionCache(await createNodeExecutor({ provider: 'wasm', threads: 1 }));
  const trainer = await createTrainer(prepared.value, { checkpoint: undefined, sessions, onEvent: () => {} });
  trainer.start();
  await trainer.done;
  const { train, validation } = (await trainer.checkpoint()).history;
  await sessions.dispose();
  return [...train, ...validation].map(({ loss }) => loss);
}
