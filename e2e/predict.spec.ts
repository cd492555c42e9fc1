import { expect } from '@playwright/test';
import { test } from './page';
import { answer, draw, expectLossBelow, expectStatus, main, mlp, one, openDocument, openPage, tiny } from './run';

const best = (values: readonly number[]) => values.indexOf(Math.max(...values));

test('a drawn digit is read live by the exported model, and says what answered', async ({ page }) => {
  await openPage(page);
  await draw(page, one);
  expect((await answer(page)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
  await expect(page.getByTestId('predict-caption')).toHaveText('Not trained yet: only guesses.');
  await expect(page.getByTestId('predict-runtime')).toHaveAttribute('data-provider', 'wasm');
  await expect(page.getByTestId('predict-runtime')).toContainText(/model\.onnx on the CPU\s*[\d.]+ ms/);

  await openDocument(page, mlp({ epochs: 2 }));
  await draw(page, one);
  await main(page).click();
  await expectStatus(page, 'finished', 60_000);
  await expect.poll(async () => best(await answer(page)), { timeout: 10_000 }).toBe(1);
  await expect.poll(async () => (await answer(page))[1] ?? 0).toBeGreaterThan(0.5);
  await expect(page.getByTestId('predict-caption')).toHaveText('');

  await page.getByTestId('pad-clear').click();
  await expect(page.getByTestId('answer')).toHaveAttribute('data-ready', 'false');
  await draw(page, [
    [0.5, 0.2],
    [0.25, 0.5],
    [0.5, 0.8],
    [0.75, 0.5],
    [0.5, 0.2],
  ]);
  await expect.poll(async () => best(await answer(page))).toBe(0);
});

test('the answer follows the pen, and new weights while training', async ({ page }) => {
  await openPage(page);
  await openDocument(page, mlp({ epochs: 60 }));
  await draw(page, one);
  const untrained = await answer(page);
  await draw(page, [
    [0.3, 0.5],
    [0.7, 0.5],
  ]);
  await expect.poll(() => answer(page)).not.toEqual(untrained);
  await page.getByTestId('pad-clear').click();
  await draw(page, one);
  await main(page).click();
  await expectLossBelow(page, 0.4);
  await expect.poll(async () => best(await answer(page)), { timeout: 20_000 }).toBe(1);
  await expectStatus(page, 'running');
});

test('an example of the test split shows its picture, its class and whether the answer is right', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('pad-sample').click();
  await answer(page);
  await expect(page.getByTestId('predict-caption')).toHaveText(/^Test example: \d\. (Right|Wrong)\.$/);
  const ink = await page.getByTestId('seen').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: new Uint8ClampedArray() };
    return data.reduce((sum, value, i) => (i % 4 === 0 ? sum + value : sum), 0) / 784 / 255;
  });
  expect(ink).toBeGreaterThan(0.03);
  expect(ink).toBeLessThan(0.4);
});

test('a model without data says why there is nothing to draw', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-new').click();
  await expect(page.getByTestId('predict')).toContainText('Add a data set');
});

test('the exported model answers on the GPU where there is one @webgpu', async ({ page }, { project }) => {
  await openPage(page);
  await openDocument(page, tiny());
  await draw(page, one);
  expect((await answer(page)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
  await expect(page.getByTestId('predict-runtime')).toHaveAttribute('data-provider', project.name);
});
