import { expect, type Page } from '@playwright/test';
import config from '../playwright.config';
import { findings } from './axe';
import { test } from './page';
import { type draw, expectStatus, main, one, openPage } from './run';

const { launchOptions } = config.projects?.[0]?.use ?? {};
// a camera that shows a pattern, and nobody to ask
const fake = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
test.use({ launchOptions: { ...launchOptions, args: [...(launchOptions?.args ?? []), ...fake] } });

async function openCollect(page: Page): Promise<void> {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await page.getByTestId('data-import').click();
  await page.getByTestId('import-kind').locator('label[for$="-collect"]').click();
}

const shots = (page: Page, place: number) => page.getByTestId(`collect-class-${place}`).getByTestId('collect-shot');
const count = (page: Page, place: number) => page.getByTestId(`collect-class-${place}`).locator('output');
const state = (page: Page) => page.getByTestId('collect-state');
const camera = (page: Page) => page.getByText('Camera', { exact: true }).click();

const ring = Array.from({ length: 13 }, (_, i) => {
  const angle = (Math.PI * i) / 6;
  return [0.5 + 0.3 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle)] as const;
});

async function drawShots(page: Page, points: Parameters<typeof draw>[1], times: number): Promise<void> {
  const pad = page.getByTestId('collect').getByTestId('pad');
  for (let i = 0; i < times; i++) {
    const box = await pad.boundingBox();
    if (!box) throw new Error('there is no pad');
    const [first, ...rest] = points.map(
      ([x, y]) => [box.x + (x + i / 100) * box.width, box.y + y * box.height] as const,
    );
    if (!first) return;
    await page.mouse.move(...first);
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...point, { steps: 2 });
    await page.mouse.up();
    await page.getByTestId('pad-keep').click();
  }
}

test('drawings by class: kept, deleted, undone, saved, trained on, collected further', async ({ page }) => {
  await openPage(page, { anew: true });
  await openCollect(page);
  await expect(state(page)).toHaveText('Class 1 has no picture yet: make one, or remove the class.');
  await page.getByTestId('collect-name-1').fill('line');
  await page.getByTestId('collect-name-2').fill('ring');
  await page.getByTestId('collect-class-1').getByRole('radio').check();
  await drawShots(page, one, 6);
  await expect(count(page, 1)).toHaveText('6');
  await page.getByTestId('collect-class-2').getByRole('radio').check();
  await drawShots(page, ring, 5);
  await expect(count(page, 2)).toHaveText('5');
  await shots(page, 2).first().click();
  await expect(count(page, 2)).toHaveText('4');
  await page.getByTestId('collect-undo').click();
  await expect(count(page, 2)).toHaveText('5');
  await expect(state(page)).toHaveText('Give the data set a name.');
  await page.getByTestId('collect-title').fill('Two shapes');
  await expect(state(page)).toContainText('11 pictures. A fifth of each class is kept for the test.');
  expect(await findings(page)).toEqual([]);
  await page.getByTestId('collect-save').click();
  await expect(page.getByTestId('data-card')).toContainText('9 to learn from');
  await expect(page.getByTestId('dataset-my-two-shapes')).toHaveAttribute('aria-current', 'true');
  await page.getByTestId('data-tab-samples').click();
  await expect(page.getByTestId('data-sample').first()).toContainText(/line|ring/);

  await page.reload();
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await page.getByTestId('extend-my-two-shapes').click();
  await expect(count(page, 1)).toHaveText('6');
  await expect(page.getByTestId('collect-side')).toBeDisabled();
  await page.getByTestId('collect-class-2').getByRole('radio').check();
  await drawShots(page, ring, 4);
  await page.getByTestId('collect-save').click();
  await expect(page.getByTestId('data-card')).toContainText('12 to learn from');
  await page.keyboard.press('Escape');
  await main(page).click();
  await expectStatus(page, 'running', 30_000);
});

test('camera pictures while a button or a number is held; a burst is undone at once', async ({ page }) => {
  await openPage(page, { anew: true });
  await openCollect(page);
  await page.getByTestId('collect-colour').selectOption('rgb');
  await camera(page);
  const take = page.getByTestId('camera-take');
  await expect(take).toBeEnabled();
  await take.hover();
  await page.mouse.down();
  await expect.poll(async () => Number(await count(page, 1).innerText())).toBeGreaterThan(3);
  await page.mouse.up();
  const taken = await count(page, 1).innerText();
  await page.waitForTimeout(400);
  await expect(count(page, 1)).toHaveText(taken);
  await page.keyboard.down('2');
  await expect.poll(async () => Number(await count(page, 2).innerText())).toBeGreaterThan(2);
  await page.keyboard.up('2');
  // the pattern has colours
  const colours = await shots(page, 2)
    .first()
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: [] };
      return new Set(Array.from({ length: 784 }, (_, p) => `${data[4 * p]} ${data[4 * p + 1]} ${data[4 * p + 2]}`))
        .size;
    });
  expect(colours).toBeGreaterThan(3);
  await page.keyboard.press('Control+z');
  await expect(count(page, 2)).toHaveText('0');
  await expect(count(page, 1)).toHaveText(taken);
});

const problems = {
  NotAllowedError: 'The camera was refused: allow it in the address bar, then try again.',
  NotFoundError: 'There is no camera on this machine.',
} as const;

for (const [name, sentence] of Object.entries(problems))
  test(`a camera that answers ${name} is said in one sentence`, async ({ own: page }) => {
    await page.addInitScript((error) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', error));
    }, name);
    await openPage(page);
    await openCollect(page);
    await camera(page);
    await expect(page.getByTestId('camera-problem')).toContainText(sentence);
  });
