import { expect, type Page } from '@playwright/test';
import { findings } from './axe';
import { test } from './page';
import { expectStatus, main, mlp, openDocument, openPage } from './run';

const openRoom = async (page: Page) => {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await expect(page.getByTestId('data-room')).toBeVisible();
};

const tab = (page: Page, name: string) => page.getByTestId(`data-tab-${name}`).click();

test('the room shows card, balance and examples of the data in use', async ({ page }) => {
  await openPage(page, { anew: true });
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
  await openPage(page, { anew: true });
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
  await openPage(page, { anew: true });
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
  await openPage(page, { anew: true });
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
  await openPage(page, { anew: true });
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

test('of several data nodes the selected one is shown, or the one that is picked; each has steps of its own', async ({
  page,
}) => {
  await openPage(page, { anew: true });
  const document = mlp();
  const [node] = document.nodes.filter(({ type }) => type === 'dataset');
  if (!node) throw new Error('no data node');
  const position = { x: node.position.x, y: node.position.y + 260 };
  const plain = { ...node, id: 'dataset_2', name: 'Plain', position, params: { ...node.params, steps: [] } };
  await openDocument(page, { ...document, nodes: [...document.nodes, plain] });
  await page.getByTestId('node-dataset_2').click();
  await page.getByTestId('open-data-room').click();
  const picker = page.getByTestId('data-node');
  await expect(picker).toHaveValue('dataset_2');
  await tab(page, 'steps');
  await expect(page.getByTestId('data-step')).toHaveCount(0);
  await page.getByTestId('data-add-step').click();
  await page.getByTestId('add-step-x-resize').click();
  await page.getByTestId('field-step-0-height').fill('14');
  await page.keyboard.press('Enter');
  const after = page.getByTestId('data-pair').first().locator('canvas').nth(1);
  await expect(after).toHaveAttribute('height', '14');
  await picker.selectOption('dataset_1');
  await expect(page.getByTestId('data-step')).toHaveCount(2);
  await expect(after).toHaveAttribute('height', '28');
  expect(await findings(page)).toEqual([]);
  // another data set is for both
  await page.getByTestId('dataset-penguins').click();
  await expect(page.getByTestId('data-step')).toHaveCount(4);
  await picker.selectOption('Plain');
  await expect(page.getByTestId('data-step')).toHaveCount(4);
});

test('a class that is only watched is named, unless each class is split by itself', async ({ page }) => {
  await openPage(page, { anew: true });
  await openRoom(page);
  const room = page.getByTestId('data-room');
  await page.getByTestId('data-import').click();
  const buffer = Buffer.from(['n;m;parity', ...rows, '5;6;rare'].join('\n'));
  await page.getByTestId('import-file').setInputFiles({ name: 'Rare.csv', mimeType: 'text/csv', buffer });
  await page.getByTestId('import-start').click();
  await page.getByTestId('import-use').click();
  await tab(page, 'split');
  await room.getByRole('slider').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('data-counts')).toContainText('25');
  const unseen = page.getByTestId('data-unseen');
  await expect(unseen).toHaveCount(0);
  await room.getByRole('checkbox').uncheck();
  await room.getByLabel('Seed').fill('1');
  await expect(unseen).toHaveText('Never learned from, only watched: rare');
  await room.getByRole('checkbox').check();
  await expect(unseen).toHaveCount(0);
});

test('a table dropped on the page is at once in the form that imports it', async ({ page }) => {
  await openPage(page, { anew: true });
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.evaluate(
    (text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'parity.csv', { type: 'text/csv' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    ['n;m;parity', ...rows].join('\n'),
  );
  await expect(page.getByTestId('import-column-2').locator('select')).toHaveValue('class');
  await page.getByTestId('import-start').click();
  await page.getByTestId('import-use').click();
  await expect(page.getByTestId('data-card')).toContainText('parity.csv');
});
