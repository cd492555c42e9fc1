import { expect, type Page } from '@playwright/test';
import { findings, looks } from './axe';
import { test } from './page';
import { openPage } from './run';

const shown = (page: Page) => page.getByTestId('history').getByRole('button');

test('the history names every step, and a click goes there and back', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('field-units').fill('256');
  await page.getByTestId('field-units').blur();
  await page.getByTestId('field-name').fill('Hidden');
  await page.getByTestId('field-name').blur();
  await page.getByTestId('project-name').fill('Mine');
  await page.locator('.react-flow__pane').click({ position: { x: 4, y: 4 } });
  await page.getByTestId('field-batchSize').fill('64');
  await page.getByTestId('field-batchSize').blur();
  await page.locator('#left-tab-history').click();
  await expect(shown(page)).toHaveText([
    'Opened',
    'Dense: Units 256',
    'Renamed Dense to Hidden',
    'Named the project “Mine”',
    'Training: batch size',
  ]);
  await shown(page).nth(1).click();
  await expect(page.getByTestId('project-name')).toHaveValue('Digits: convolutional net');
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 256');
  await expect(shown(page).nth(1)).toHaveAttribute('aria-current', 'step');
  await shown(page).nth(0).click();
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 128');
  await expect(page.getByTestId('undo')).toBeDisabled();
  await shown(page).nth(4).click();
  await expect(page.getByTestId('project-name')).toHaveValue('Mine');
  await expect(page.getByTestId('redo')).toBeDisabled();

  await page.getByTestId('language-menu').click();
  await page.getByTestId('language-zh-CN').click();
  await expect(shown(page).nth(3)).toHaveText('项目命名为“Mine”');
});

test('the analysis sorts, leads to the canvas, puts errors first and is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPage(page);
  await page.locator('#dock-tab-analyzer').click();
  const rows = page.getByTestId('analyzer').locator('tbody tr');
  await expect(rows).toHaveCount(11);
  await expect(page.getByTestId('analyzer-total')).toContainText('225,034');
  await page.getByTestId('sort-parameters').click();
  await expect(rows.first()).toHaveAttribute('data-testid', 'row-dense_1');
  await page.getByTestId('sort-parameters').click();
  await expect(rows.last()).toHaveAttribute('data-testid', 'row-dense_1');
  await rows.last().getByRole('button').click();
  await expect(page.getByTestId('node-dense_1')).toHaveAttribute('data-selected', 'true');
  await expect(rows.last()).toHaveAttribute('data-selected', 'true');

  await page.getByTestId('sort-parameters').click();
  await page.getByTestId('input-x').selectOption('');
  await expect(rows.first()).toHaveAttribute('data-testid', 'row-dense_1');
  await expect(rows.first()).toHaveAttribute('data-problem', 'error');
  await page.keyboard.press('Control+z');
  await page.getByTestId('copy-csv').click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  const csv = await page.evaluate(() => navigator.clipboard.readText());
  expect(csv.split('\r\n')[0]).toBe('Node,Layer,Output,Parameters,FLOP per example,Bytes per example');
  expect(csv).toContain('Dense,Dense,"[B, 128]",204928,');
  await page.getByTestId('copy-markdown').click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('| Dense | Dense | [B, 128] | 204928 |');
});

test('the model is searched, walked, wired, extended and cut from its outline', async ({ page }) => {
  await openPage(page);
  const keys = page.keyboard;
  await keys.press('Control+f');
  await expect(page.getByTestId('outline-search')).toBeFocused();
  await keys.type('全连接');
  const rows = page.getByTestId('outline').locator('[data-outline]');
  await expect(rows).toHaveCount(2);
  await keys.press('Enter');
  await expect(page.getByTestId('node-dense_1')).toHaveAttribute('data-selected', 'true');
  await keys.press('Enter');
  await expect(page.getByTestId('node-dense_2')).toHaveAttribute('data-selected', 'true');
  await keys.press('Escape');
  await expect(rows).toHaveCount(11);

  // Along the wires and down the list.
  await page.getByTestId('outline-dense_2').focus();
  await keys.press('ArrowLeft');
  await expect(page.getByTestId('outline-dense_1')).toBeFocused();
  await keys.press('ArrowUp');
  await expect(page.getByTestId('outline-flatten_1')).toBeFocused();
  await keys.press('Enter');
  await page.getByTestId('outline-to-dense_1').click();
  await expect(page.getByTestId('outline-dense_1')).toBeFocused();
  await expect(page.getByTestId('outline-dense_1')).toHaveAttribute('aria-expanded', 'true');

  // Another source for its input, from the list.
  await page.getByTestId('outline').getByTestId('input-x').selectOption('dataset_1.x');
  await expect(page.getByTestId('wire-dataset_1.x-dense_1.x')).toBeAttached();
  await keys.press('Control+z');

  await page.getByTestId('outline-add-after').click();
  await keys.type('dropout');
  await keys.press('Enter');
  await expect(page.getByTestId('wire-dense_1.y-dropout_1.x')).toBeAttached();
  await page.getByTestId('outline-dropout_1').focus();
  await keys.press('Delete');
  await expect(page.getByTestId('node-dropout_1')).not.toBeAttached();
  await expect(page.getByTestId('outline-dense_1')).toBeFocused();
  await page.getByTestId('outline-edit').click();
  await expect(page.getByTestId('field-units')).toBeFocused();
});

for (const look of looks) {
  test(`axe finds nothing on outline, history and analysis: ${look.locale}, ${look.scheme}`, async ({ page }) => {
    await openPage(page, look);
    await page.getByTestId('node-dense_2').click();
    await page.getByTestId('input-x').selectOption('');
    await page.locator('#left-tab-outline').click();
    await page.locator('#dock-tab-analyzer').click();
    await expect(page.getByTestId('row-dense_2')).toBeVisible();
    await expect(page.getByTestId('outline-dense_2')).toBeVisible();
    expect(await findings(page), 'outline and analysis').toEqual([]);
    await page.locator('#left-tab-history').click();
    await page.getByTestId('undo').click();
    await expect(shown(page)).toHaveCount(2);
    expect(await findings(page), 'history').toEqual([]);
  });
}
