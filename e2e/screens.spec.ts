import { expect, type Page } from '@playwright/test';
import { findings, looks } from './axe';
import { onCanvas, openEditor, settled, wire } from './canvas';
import { large } from './largeModel';
import { test } from './page';
import { openDocument } from './run';

const model = large();

const expectNothing = async (page: Page, screen: string) => expect(await findings(page), screen).toEqual([]);

async function annotate(page: Page): Promise<void> {
  await page.getByTestId('node-flatten_1').click();
  await page.getByTestId('node-dense_1').click({ modifiers: ['Shift'] });
  await expectNothing(page, 'several nodes');
  await page.keyboard.press('g');
  await page.getByTestId('inline-text').fill('Head');
  await page.keyboard.press('Enter');
  const at = await onCanvas(page, 0.5, 0.97);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await expectNothing(page, 'the menu of the canvas');
  await page.getByTestId('menu-note').click();
  await page
    .getByTestId('inline-text')
    .fill('## Loss\n\n$-\\log p$ is **low**, see [Wikipedia](https://wikipedia.org)');
  await expectNothing(page, 'a note being written');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('note-note_1').locator('.katex').first()).toBeAttached();
  await expectNothing(page, 'frames and notes');
}

async function openMenus(page: Page): Promise<void> {
  const menu = page.getByTestId('context-menu');
  const close = async () => {
    await page.keyboard.press('Escape');
    await expect(menu).not.toBeVisible();
  };
  await page.getByTestId('frame-group_1').getByText('Head').click({ button: 'right' });
  await expect(menu).toBeVisible();
  await expectNothing(page, 'the menu of a frame');
  await close();
  await page.getByTestId('node-dense_1').click({ button: 'right' });
  await expect(menu).toBeVisible();
  await expectNothing(page, 'the menu of a node');
  await close();
  const box = await wire(page, 'dense_1.y', 'dense_2.x').boundingBox();
  if (!box) throw new Error('no wire');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.click(middle.x, middle.y, { button: 'right' });
  await expect(menu).toBeVisible();
  await expectNothing(page, 'the menu of a wire, and what the inspector says of it');
  await close();
}

async function search(page: Page): Promise<void> {
  await page.keyboard.press('/');
  await expect(page.getByTestId('quick-add').getByRole('option').first()).toBeVisible();
  await expectNothing(page, 'quick search');
  await page.keyboard.type('xyzzy');
  await expect(page.getByTestId('quick-add').getByRole('option')).toHaveCount(0);
  await expectNothing(page, 'quick search that finds nothing');
  await page.keyboard.press('Escape');
}

async function enterModule(page: Page): Promise<void> {
  await page.getByTestId('node-conv2d_2').click();
  await page.getByTestId('node-maxPool2d_2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.getByTestId('inline-text').fill('Features');
  await page.keyboard.press('Enter');
  await page.getByTestId('node-module_1').dblclick({ position: { x: 60, y: 12 } });
  await expect(page.getByTestId('breadcrumbs')).toContainText('Features');
  await settled(page);
  await expectNothing(page, 'inside a module');
  await page.getByTestId('breadcrumbs').getByRole('button').first().click();
  await expect(page.getByTestId('node-module_1')).toBeVisible();
}

async function openData(page: Page): Promise<void> {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await expect(page.getByTestId('data-card')).toBeVisible();
  await expectNothing(page, 'the card of a data set');
  await page.getByTestId('data-tab-steps').click();
  await expect(page.getByTestId('data-pair').first()).toBeVisible();
  await expectNothing(page, 'steps on data');
  await page.getByTestId('data-import').click();
  for (const kind of ['table', 'collect']) {
    await page.getByTestId('import-kind').locator(`label[for$="-${kind}"]`).click();
    await expectNothing(page, `bringing data: ${kind}`);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('data-room')).not.toBeVisible();
}

for (const look of looks) {
  test(`axe finds nothing wherever one draws: ${look.locale}, ${look.scheme}`, async ({ page }) => {
    test.slow();
    await openEditor(page, look);
    await annotate(page);
    await openMenus(page);
    await search(page);
    await enterModule(page);
    await openData(page);
    await openDocument(page, model);
    await expect(page.getByTestId('canvas')).toHaveAttribute('data-far', 'true');
    await expectNothing(page, 'a large drawing, a picture');
  });
}
