import { expect, type Page, test } from '@playwright/test';
import { findings } from './axe';
import { expectStatus, main, openPage } from './run';

const openRoom = async (page: Page) => {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await expect(page.getByTestId('data-room')).toBeVisible();
};

const tab = (page: Page, name: string) => page.getByTestId(`data-tab-${name}`).click();

test('the room shows card, balance and examples of the data in use', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('node-dataset_1').click();
  await page.getByTestId('open-data-room').click();
  const card = page.getByTestId('data-card');
  await expect(card).toContainText('60,000 to learn from (10,000 unless all are asked for), 10,000 to test');
  await expect(card).toContainText('CC BY-SA 3.0');
  await expect(page.getByTestId('data-balance').locator('li')).toHaveCount(10);
  await tab(page, 'samples');
  await expect(page.getByTestId('data-sample')).toHaveCount(24);
  await expect(page.getByTestId('data-range')).toHaveText('1–24 of 9,500');
  await page.getByTestId('data-next').click();
  await expect(page.getByTestId('data-range')).toHaveText('25–48 of 9,500');
  await tab(page, 'split');
  await expect(page.getByTestId('data-counts')).toContainText('9,500');
  expect(await findings(page)).toEqual([]);
});

test('steps are added, seen before and after, and undone with the document', async ({ page }) => {
  await openPage(page);
  await openRoom(page);
  await tab(page, 'steps');
  await expect(page.getByTestId('data-step')).toHaveCount(2);
  await expect(page.getByTestId('data-pair').first().locator('canvas')).toHaveCount(2);
  await page.getByTestId('data-add-step').click();
  await page.getByTestId('add-step-x-resize').click();
  await expect(page.getByTestId('data-step')).toHaveCount(3);
  const after = page.getByTestId('data-pair').first().locator('canvas').nth(1);
  await page.getByTestId('field-step-2-height').fill('14');
  await page.keyboard.press('Enter');
  await expect(after).toHaveAttribute('height', '14');
  await page.getByTestId('data-add-step').click();
  await page.getByTestId('add-step-x-rotate').click();
  // what is not the model's goes before what is
  await expect(page.getByTestId('data-step').nth(1)).toContainText('Rotate');
});

test('another data set brings its columns and its first steps', async ({ page }) => {
  await openPage(page);
  await openRoom(page);
  await page.getByTestId('dataset-penguins').click();
  await expect(page.getByTestId('data-card')).toContainText('Missing: 8 measurements');
  await tab(page, 'steps');
  await expect(page.getByTestId('data-step')).toHaveCount(4);
  await expect(page.getByTestId('data-pair').first()).toContainText('Beak Length (mm)');
  await page.getByTestId('dataset-cifar10').click();
  await tab(page, 'card');
  await expect(page.getByTestId('cifar-help').or(page.getByTestId('data-card'))).toBeVisible();
});

const rows = Array.from({ length: 60 }, (_, i) => `${i};${(i * 7) % 11};${i % 2 ? 'odd' : 'even'}`);

test('a table of one’s own: guessed, counted, kept, used', async ({ page }) => {
  await openPage(page);
  await openRoom(page);
  await page.getByTestId('data-import').click();
  const buffer = Buffer.from(['n;m;parity', ...rows, '1;2', 'x;3;odd', ';4;even'].join('\n'));
  await page.getByTestId('import-file').setInputFiles({ name: 'My numbers.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByTestId('import-column-2').locator('select')).toHaveValue('class');
  await page.getByTestId('import-start').click();
  const result = page.getByTestId('import-result');
  await expect(result).toContainText('61 of 63 can be used');
  await expect(result).toContainText('1 had another number of fields');
  await expect(result).toContainText('n: 1 missing');
  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data-card')).toContainText('49 to learn from');
  await expect(page.getByTestId('dataset-my-my-numbers')).toHaveAttribute('aria-current', 'true');
  await page.reload();
  await openRoom(page);
  await expect(page.getByTestId('dataset-my-my-numbers')).toBeVisible();
});

test('a table that cannot be learned from is refused, and nothing of it stays', async ({ page }) => {
  await openPage(page);
  await openRoom(page);
  await page.getByTestId('data-import').click();
  const buffer = Buffer.from(['n,class', ...Array.from({ length: 20 }, (_, i) => `${i},same`)].join('\n'));
  await page.getByTestId('import-file').setInputFiles({ name: 'same.csv', mimeType: 'text/csv', buffer });
  await page.getByTestId('import-start').click();
  await expect(page.getByTestId('import-result')).toContainText('The target class is the same in every row.');
  await page.getByTestId('dataset-mnist').click();
  await expect(page.getByTestId('dataset-my-same')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await main(page).click();
  await expectStatus(page, 'running', 30_000);
});
