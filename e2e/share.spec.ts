import { expect, type Page } from '@playwright/test';
import { findings, looks } from './axe';
import { test } from './page';
import { openPage } from './run';

async function linkOf(page: Page, locks: readonly string[] = []): Promise<string> {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-share').click();
  for (const lock of locks) await page.getByTestId(`lock-${lock}`).check();
  const link = page.getByTestId('share-link');
  await expect(link).toHaveValue(locks.length > 0 ? /\?lock=.*#project=1\./ : /\/#project=1\./);
  const value = await link.inputValue();
  await page.keyboard.press('Escape');
  await expect(link).toBeHidden();
  return value;
}

test('a link shows what it carries, opens it beside the open project, and asks once', async ({ page, browser }) => {
  await openPage(page);
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('field-units').fill('64');
  await page.getByTestId('project-name').fill('For you');
  const link = await linkOf(page);
  expect(link.length).toBeLessThan(4000);

  const context = await browser.newContext();
  const other = await context.newPage();
  await openPage(other);
  await other.getByTestId('project-name').fill('Mine');
  await other.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  const offer = other.getByTestId('received');
  await expect(offer).toContainText('For you');
  await expect(offer).toContainText('11 nodes');
  await expect(offer).toContainText('121,930 parameters');
  await expect(other.getByTestId('project-name')).toHaveValue('Mine');
  await other.getByTestId('received-open').click();
  await expect(other.getByTestId('project-name')).toHaveValue('For you');
  await expect(other.getByTestId('shape-dense_1-y')).toHaveText('B 64');
  expect(new URL(other.url()).hash).toBe('');
  await other.reload();
  await expect(other.getByTestId('project-name')).toHaveValue('For you');
  await expect(offer).toBeHidden();
  await other.getByTestId('project-menu').click();
  await expect(other.getByRole('menuitem', { name: 'Mine' })).toBeVisible();
  await context.close();
});

test('links that are damaged, foreign or bombs are refused with a sentence', async ({ page }) => {
  await openPage(page);
  const refusals = [
    ['#project=1.@@@', 'The link is damaged or incomplete'],
    ['#project=7.abc', 'made by another version'],
  ] as const;
  for (const [hash, sentence] of refusals) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await expect(page.getByTestId('received-refused')).toContainText(sentence);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('received-refused')).toBeHidden();
  }
  // 100 MB of zeros in 100 kB
  await page.evaluate(async () => {
    const zeros = new Blob([new Uint8Array(100 << 20)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(zeros).arrayBuffer());
    const text = btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
    location.hash = `#project=1.${text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
  });
  await expect(page.getByTestId('received-refused')).toContainText('more than 8 MB');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('project-name')).toHaveValue('Digits: convolutional net');
});

test('a lesson hides and locks what its link says', async ({ page }) => {
  await openPage(page);
  const link = await linkOf(page, ['palette', 'export', 'data', 'training']);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByTestId('received')).toContainText('Layers to add, Export, Data, Training settings');
  await page.getByTestId('received-open').click();
  await expect(page.getByTestId('lock-chip')).toBeVisible();
  await expect(page.getByTestId('palette-dense')).not.toBeAttached();
  await expect(page.getByTestId('export')).not.toBeAttached();

  // The training program and the data stay; a layer's parameters are free.
  await expect(page.getByTestId('locked-training')).toHaveText('This lesson locks the training settings.');
  await expect(page.getByTestId('field-batchSize')).toBeDisabled();
  await expect(page.getByTestId('field-epochs').first()).toBeEnabled();
  await page.getByTestId('node-dataset_1').click();
  await expect(page.getByTestId('locked-data')).toHaveText('This lesson locks the data.');

  // The data room is there to look around in; what changes the project is grey and says why.
  await page.getByTestId('open-data-room').click();
  const room = page.getByTestId('data-room');
  const locked = (testId: string) => room.locator('fieldset[data-locked]', { has: page.getByTestId(testId) }).last();
  await expect(room.getByTestId('locked-data')).toHaveText('This lesson locks the data.');
  for (const control of ['dataset-iris', 'data-import']) {
    await expect(room.getByTestId(control)).toBeDisabled();
    await expect(locked(control)).toHaveAttribute('title', 'This lesson locks the data.');
  }
  expect(await findings(page), 'a locked data room').toEqual([]);
  await room.getByTestId('data-tab-steps').click();
  await expect(room.getByTestId('data-add-step')).toBeDisabled();
  await expect(room.getByTestId('data-step').first().getByRole('button', { name: 'Remove' })).toBeDisabled();
  await room.getByTestId('data-tab-split').click();
  await expect(room.getByTestId('data-fraction')).toBeVisible();
  await expect(room.getByRole('slider')).toHaveCount(0);
  await expect(room.getByRole('checkbox')).toBeDisabled();
  await expect(room.getByTestId('locked-training')).toHaveText('This lesson locks the training settings.');
  await page.keyboard.press('Escape');
  await expect(room).not.toBeVisible();

  await page.getByTestId('node-dataset_1').focus();
  await page.keyboard.press('Delete');
  await expect(page.getByText('This lesson locks the data.')).toBeVisible();
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('field-units').fill('64');
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 64');
  await expect(page.getByTestId('undo')).toBeEnabled();
});

for (const look of looks) {
  test(`axe finds nothing on the dialogs of links: ${look.locale}, ${look.scheme}`, async ({ page }) => {
    await openPage(page, look);
    await page.getByTestId('project-menu').click();
    await page.getByTestId('project-share').click();
    await expect(page.getByTestId('share-link')).toHaveValue(/#project=/);
    expect(await findings(page), 'making a link').toEqual([]);
    const { hash } = new URL(await page.getByTestId('share-link').inputValue());
    await page.keyboard.press('Escape');
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await expect(page.getByTestId('received')).toBeVisible();
    expect(await findings(page), 'a link received').toEqual([]);
  });
}
