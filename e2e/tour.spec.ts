import { expect, type Page, test } from '@playwright/test';
import { findings } from './axe';
import { saveData } from './page';

/** The page as somebody sees it who was never here; `warm`: it readies the runtime by itself. */
async function arrive(page: Page, locale: string, warm = false): Promise<void> {
  if (!warm) await page.addInitScript(saveData);
  await page.addInitScript((name) => Object.defineProperty(navigator, 'languages', { get: () => [name] }), locale);
  await page.goto('/');
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  await expect(page.getByTestId('tour-offer')).toBeVisible();
}

test('the tour does each of its five steps when asked, and does not come again', async ({ page }) => {
  await arrive(page, 'en', true);
  await page.getByTestId('tour-accept').click();
  const act = (step: string) => page.getByTestId(`tour-${step}`).getByTestId('tour-do').click();
  await act('add');
  await expect(page.getByTestId('node-dropout_1')).toBeVisible();
  await act('wire');
  await expect(page.getByTestId('wire-dense_1.y-dropout_1.x')).toBeAttached();
  await expect(page.getByTestId('wire-dropout_1.y-dense_2.x')).toBeAttached();
  await act('train');
  await expect(page.getByTestId('run-progress')).toHaveAttribute('data-status', 'running', { timeout: 30_000 });
  await page.getByTestId('tour-watch').getByTestId('tour-next').click();
  await act('export');
  await expect(page.getByTestId('snippet')).toBeVisible();
  await expect(page.getByTestId('tour-export')).not.toBeAttached();
  await page.reload();
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  await page.waitForTimeout(1800);
  await expect(page.getByTestId('tour-offer')).not.toBeAttached();
});

test('the tour goes on by what the user does, ends when told, and comes back from the menu', async ({ page }) => {
  await arrive(page, 'en');
  await page.getByTestId('tour-skip').click();
  await expect(page.getByTestId('tour-offer')).not.toBeAttached();
  await page.reload();
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  await page.getByTestId('project-menu').click();
  await page.getByTestId('tour-start').click();
  await expect(page.getByTestId('tour-add')).toBeVisible();
  await page.getByTestId('palette-dropout').click();
  await expect(page.getByTestId('tour-wire')).toBeVisible();
  await page.getByTestId('tour-next').click();
  await expect(page.getByTestId('tour-train')).toBeVisible();
  await page.getByTestId('tour-end').click();
  await expect(page.getByTestId('tour-train')).not.toBeAttached();
});

for (const [locale, scheme] of [
  ['en', 'light'],
  ['zh-CN', 'dark'],
] as const) {
  test(`axe finds nothing on the tour: ${locale}, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await arrive(page, locale);
    expect(await findings(page), 'the offer').toEqual([]);
    await page.getByTestId('tour-accept').click();
    await expect(page.getByTestId('tour-add')).toBeVisible();
    expect(await findings(page), 'a step').toEqual([]);
  });
}
