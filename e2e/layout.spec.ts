import { expect, type Page } from '@playwright/test';
import { findings } from './axe';
import { saveData, test } from './page';
import { openPage } from './run';

/** Nothing of the top bar overlaps or leaves the window. */
async function expectTidyTopBar(page: Page): Promise<void> {
  const problems = await page.evaluate(() => {
    const items = [...document.querySelectorAll('header button, header input, header [data-testid="run-progress"]')]
      .map((element) => ({
        name: element.getAttribute('data-testid') ?? element.ariaLabel,
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0);
    const out = items
      .filter(({ box }) => box.left < 0 || box.right > innerWidth + 0.5)
      .map(({ name }) => `${name} is cut`);
    const crossed = items.flatMap((a, index) =>
      items.slice(index + 1).flatMap((b) => {
        const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        return x > 1 && y > 1 ? [`${a.name} over ${b.name}`] : [];
      }),
    );
    return [...out, ...crossed];
  });
  expect(problems).toEqual([]);
}

const sizes = [
  [768, 1024],
  [1024, 768],
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
] as const;

for (const locale of ['en', 'zh-CN'] as const)
  test(`the page fits tablets up to 4K: ${locale}`, async ({ page }) => {
    await openPage(page, { locale });
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await expect(async () => {
        await expectTidyTopBar(page);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(sideways).toBeLessThanOrEqual(0);
        const canvas = await page.getByTestId('canvas').boundingBox();
        expect(canvas?.width).toBeGreaterThan(width * 0.55);
        expect(canvas?.height).toBeGreaterThan(height * 0.4);
      }).toPass({ timeout: 5000 });
    }
  });

test('on a tablet the panels are drawers, one at a time', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await openPage(page);
  await expect(page.getByTestId('palette-dense')).not.toBeAttached();
  await expect(page.getByTestId('inspector')).not.toBeAttached();
  await page.getByTestId('toggle-palette').click();
  await expect(page.getByTestId('palette-dense')).toBeVisible();
  expect(await findings(page), 'the palette as a drawer').toEqual([]);
  await page.getByTestId('toggle-inspector').click();
  await expect(page.getByTestId('inspector')).toBeVisible();
  await expect(page.getByTestId('palette-dense')).not.toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspector')).not.toBeAttached();
  await page.getByTestId('toggle-palette').click();
  await page.getByTestId('canvas').click({ position: { x: 700, y: 300 } });
  await expect(page.getByTestId('palette-dense')).not.toBeAttached();

  // A wider window has its panels back as they were.
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect(page.getByTestId('palette-dense')).toBeVisible();
  await expect(page.getByTestId('inspector')).toBeVisible();
});

test('panels are resized by dragging and close when dragged shut', async ({ page }) => {
  await openPage(page);
  const grip = page.getByRole('separator', { name: 'Resize: Layers' });
  const drag = async (by: number) => {
    const box = await grip.boundingBox();
    if (!box) throw new Error('no grip');
    await page.mouse.move(box.x + 3, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 3 + by, box.y + 100, { steps: 4 });
    await page.mouse.up();
  };
  const before = Number(await grip.getAttribute('aria-valuenow'));
  await drag(60);
  await expect(grip).toHaveAttribute('aria-valuenow', String(before + 60));
  await page.reload();
  await expect(grip).toHaveAttribute('aria-valuenow', String(before + 60));
  await grip.dblclick();
  await expect(grip).toHaveAttribute('aria-valuenow', String(before));
  await drag(-160);
  await expect(grip).not.toBeAttached();
});

test('the theme follows the system, motion rests where the system asks, the language changes in place', async ({
  own: page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.addInitScript(saveData);
  await page.addInitScript(() => {
    if (!localStorage.getItem('netloom.ui'))
      localStorage.setItem('netloom.ui', JSON.stringify({ state: { locale: 'en', scheme: 'auto' }, version: 1 }));
  });
  await page.goto('/');
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const motion = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--motion').trim());
  expect(await motion()).toMatch(/^0m?s$/);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light');
  expect(await motion()).not.toMatch(/^0m?s$/);

  await page.evaluate(() => Object.assign(window, { stillHere: true }));
  await page.getByTestId('language-menu').click();
  await page.getByTestId('language-zh-CN').click();
  await expect(html).toHaveAttribute('lang', 'zh-CN');
  await expect(page.locator('#left-tab-history')).toHaveText('历史');
  await page.locator('#dock-tab-analyzer').click();
  await expect(page.getByTestId('sort-parameters')).toHaveText('参数量');
  expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
});
