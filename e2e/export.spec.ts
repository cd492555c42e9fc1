import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { test } from './page';
import { answer, draw, expectLossBelow, expectStatus, latest, main, mlp, one, openDocument, openPage } from './run';

async function download(page: Page, testId: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(testId).click()]);
  return readFile(await file.path());
}

/** What the model sees: the pixels of the little picture. */
function seen(page: Page): Promise<number[]> {
  return page.getByTestId('seen').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: new Uint8ClampedArray() };
    return [...data.filter((_, i) => i % 4 === 0)];
  });
}

async function trained(page: Page): Promise<void> {
  await openPage(page);
  await openDocument(page, mlp({ epochs: 60 }));
  await draw(page, one);
  await main(page).click();
  await expectLossBelow(page, 0.5);
  await main(page).click();
  await expectStatus(page, 'paused');
  await expect.poll(async () => (await answer(page))[1] ?? 0, { timeout: 15_000 }).toBeGreaterThan(0.3);
  // The last export of this pause is the one that answers.
  await page.waitForTimeout(2500);
}

test('the downloaded model answers in onnxruntime-node as it does in the page', async ({ page }) => {
  await trained(page);
  const shown = await answer(page);
  const pixels = await seen(page);
  await page.getByTestId('export').click();
  await expect(page.getByTestId('size-model.onnx')).toHaveText(/^9\d\d kB$/);
  const dialog = page.getByTestId('export-dialog');
  await expect(dialog).toContainText(/image\s*uint8\s+B 1 28 28/);
  await expect(dialog).toContainText(/probabilities\s*float32\s+B 10/);
  await expect(page.getByTestId('snippet')).toContainText('ort.InferenceSession("model.onnx")');
  const bytes = await download(page, 'download-onnx');

  const session = await InferenceSession.create(bytes);
  expect(session.inputNames).toEqual(['image']);
  expect(session.outputNames).toEqual(['probabilities']);
  const { probabilities } = await session.run({ image: new Tensor('uint8', Uint8Array.from(pixels), [1, 1, 28, 28]) });
  const native = [...((probabilities?.data ?? []) as Float32Array)];
  expect(native).toHaveLength(10);
  native.forEach((value, i) => {
    expect(Math.abs(value - (shown[i] ?? 9))).toBeLessThanOrEqual(1e-5);
  });
});

test('project.json brings everything back, weights and curves too', async ({ page }) => {
  await trained(page);
  const before = await answer(page);
  const loss = await latest(page, 'loss');
  await page.getByTestId('export').click();
  const file = await download(page, 'download-project');
  await page.keyboard.press('Escape');

  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-new').click();
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  await page
    .getByTestId('project-file')
    .setInputFiles({ name: 'project.json', mimeType: 'application/json', buffer: file });
  await expect(page.getByTestId('node-dense_3')).toBeVisible();
  await expectStatus(page, 'stopped');
  expect(await latest(page, 'loss')).toBeCloseTo(loss ?? 0, 1);
  await draw(page, one);
  const after = await answer(page);
  after.forEach((value, i) => {
    expect(Math.abs(value - (before[i] ?? 9))).toBeLessThan(0.02);
  });
});

test('the snippet is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPage(page);
  await page.getByTestId('export').click();
  await page.getByTestId('copy-snippet').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await page.getByTestId('snippet').innerText());
});

test('a template of the gallery becomes a project of its own', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-template').click();
  await expect(page.getByTestId('template-mnist-mlp')).toContainText('235,146 parameters');
  await page.getByTestId('template-mnist-mlp').click();
  await expect(page.getByTestId('gallery')).toBeHidden();
  await expect(page.getByTestId('node-dense_3')).toBeVisible();
  await expect(page.getByTestId('node-conv2d_1')).toBeHidden();
});
