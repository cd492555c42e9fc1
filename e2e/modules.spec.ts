import { expect } from '@playwright/test';
import { isSelected, openEditor, settled, wire } from './canvas';
import { test } from './page';
import { expectStatus, main, mlp, openDocument } from './run';

test('a selection becomes a module that is entered, changed, repeated, placed again and expanded', async ({ page }) => {
  await openEditor(page);
  const parameters = page.getByTestId('top-parameters');
  const before = await parameters.innerText();
  await page.getByTestId('node-conv2d_2').click();
  await page.getByTestId('node-maxPool2d_2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.getByTestId('inline-text').fill('Features');
  await page.keyboard.press('Enter');
  const instance = page.getByTestId('node-module_1');
  await expect(instance).toContainText('Features');
  await expect(parameters).toHaveText(before);
  await expect(page.getByTestId('node-conv2d_2')).not.toBeAttached();

  // Inside, shapes are those of this instance, and an edit is felt outside.
  await instance.dblclick({ position: { x: 60, y: 12 } });
  await expect(page.getByTestId('breadcrumbs')).toContainText('Features');
  await expect(page.getByTestId('shape-conv2d_2-y')).toHaveText('B 64 11 11');
  await settled(page);
  await page.getByTestId('node-conv2d_2').click();
  await page.getByTestId('field-filters').fill('32');
  await expect(page.getByTestId('shape-conv2d_2-y')).toHaveText('B 32 11 11');
  await expect(parameters).not.toHaveText(before);
  await page.getByTestId('breadcrumbs').getByRole('button', { name: 'Model' }).click();
  await expect(instance).toBeVisible();

  // A second one from the palette has weights of its own.
  const once = await parameters.innerText();
  await page.getByTestId('node-maxPool2d_1').click();
  await page.keyboard.press('/');
  await page.keyboard.type('features');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('node-module_2')).toBeAttached();
  await isSelected(page, 'module_2');
  await expect(page.getByTestId('inspector')).toContainText('Used 2 times');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('node-module_2')).not.toBeAttached();
  await expect(parameters).toHaveText(once);

  await instance.click();
  await page.keyboard.press('Control+Shift+g');
  await expect(page.getByTestId('node-conv2d_2')).toBeAttached();
  await expect(wire(page, 'maxPool2d_1.y', 'conv2d_2.x')).toBeAttached();
  await expect(parameters).toHaveText(once);
  // Two edits of the model, one step.
  await page.keyboard.press('Control+z');
  await expect(instance).toBeAttached();
});

test('a module repeated three times has three times the weights; shared ones count once', async ({ page }) => {
  await openEditor(page);
  const box = await wire(page, 'dense_1.y', 'dense_2.x').boundingBox();
  if (!box) throw new Error('no wire');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: 'right' });
  await page.getByTestId('menu-insert').click();
  await page.keyboard.type('dense');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('shape-dense_3-y')).toHaveText('B 128');
  await isSelected(page, 'dense_3');
  await page.keyboard.press('Control+g');
  await expect(page.getByTestId('inline-text')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByTestId('node-module_1').click();
  const trained = page.getByTestId('node-parameters');
  await expect(trained).toHaveText('16,512');
  await page.getByTestId('field-repeat').fill('3');
  await expect(trained).toHaveText('49,536');
  await expect(page.getByTestId('node-module_1')).toContainText('× 3');
  await page.getByTestId('field-weights').selectOption('shared');
  await expect(trained).toHaveText('16,512');
});

test('inside a module the pictures are those of the instance that was entered', async ({ page }) => {
  await openEditor(page);
  await openDocument(page, mlp({ epochs: 1 }));
  await settled(page);
  await page.getByTestId('node-dense_2').click();
  await page.keyboard.press('Control+g');
  await page.getByTestId('inline-text').fill('Hidden');
  await page.keyboard.press('Enter');
  await main(page).click();
  await expectStatus(page, 'running', 60_000);
  await main(page).click();
  await expectStatus(page, 'paused');
  await expect(page.getByTestId('thumbnail-dense_1')).toBeVisible();
  await page.getByTestId('node-module_1').focus();
  await page.getByTestId('node-module_1').click();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('breadcrumbs')).toContainText('Hidden');
  const picture = page.getByTestId('thumbnail-dense_2');
  await expect(picture).toBeVisible();
  await expect(picture.locator('canvas')).toHaveAttribute('aria-label', /128/);
  // An edit inside makes the run another one, as an edit outside does.
  await page.getByTestId('node-dense_2').click();
  await page.getByTestId('field-units').fill('64');
  await expect(picture).not.toBeAttached();
});

test('a module of layers that lead nowhere yet has an input and an output; its ports are offered inside only', async ({
  page,
}) => {
  await openEditor(page);
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-new').click();
  await expect(page.getByTestId('palette-moduleInput')).not.toBeAttached();
  for (const query of ['dense', 'relu']) {
    await page.keyboard.press('/');
    await page.getByTestId('quick-add').getByRole('combobox').fill(query);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('/');
  await page.getByTestId('quick-add').getByRole('combobox').fill('module output');
  await expect(page.getByTestId('quick-add')).toContainText('Nothing goes by that name');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+g');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('port-module_1-moduleInput_1')).toBeAttached();
  await expect(page.getByTestId('port-module_1-moduleOutput_1')).toBeAttached();
  await page.getByTestId('node-module_1').dblclick({ position: { x: 60, y: 12 } });
  await expect(page.getByTestId('palette-moduleInput')).toBeAttached();
  await expect(page.getByTestId('palette-module')).not.toBeAttached();
  await expect(page.getByTestId('palette-dataset')).not.toBeAttached();
});

test('what is wrong inside a module is said at its instance, in the language of the page', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('node-conv2d_1').click();
  await page.keyboard.press('/');
  await page.getByTestId('quick-add').getByRole('combobox').fill('transformer');
  await page.keyboard.press('Enter');
  const problem = page.getByTestId('problem-module_1');
  await expect(problem).toHaveText(
    'Inside Encoder block: Multi-head attention expects the shape [B, T, D], got [B, 32, 26, 26].',
  );
  await page.getByTestId('language-menu').click();
  await page.getByTestId('language-zh-CN').click();
  await expect(problem).toContainText('需要形状 [B, T, D]，实际为 [B, 32, 26, 26]。');
});

test('a data set cannot go into a module, and the page says so', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('node-dataset_1').click();
  await page.keyboard.press('Control+g');
  await expect(page.getByText('A data set stays outside of modules.')).toBeVisible();
});

test('what is wrong inside a module is mended at its instance, and inside at the node that it is about', async ({
  page,
}) => {
  await openEditor(page);
  await openDocument(page, mlp());
  await settled(page);
  await page.getByTestId('node-dense_2').click();
  await page.keyboard.press('Control+g');
  await page.getByTestId('inline-text').fill('Hidden');
  await page.keyboard.press('Enter');
  const instance = page.getByTestId('node-module_1');
  const enter = async () => {
    await instance.dblclick({ position: { x: 60, y: 12 } });
    await expect(page.getByTestId('breadcrumbs')).toContainText('Hidden');
    await settled(page);
    await page.getByTestId('node-dense_2').click();
  };
  await enter();
  const declare = async () => {
    await page.getByTestId('field-inFeatures').fill('9');
    await page.getByTestId('field-inFeatures').blur();
  };
  await declare();
  await page.getByTestId('node-dense_2').getByTestId('fix-param').click();
  await expect(page.getByTestId('field-inFeatures')).not.toHaveValue('9');
  await expect(page.getByTestId('problem-dense_2')).not.toBeAttached();
  await declare();
  await page.getByTestId('breadcrumbs').getByRole('button', { name: 'Model' }).click();
  await expect(page.getByTestId('problem-module_1')).toBeVisible();
  await instance.getByTestId('fix-param').click();
  await expect(page.getByTestId('problem-module_1')).not.toBeAttached();
  await enter();
  await expect(page.getByTestId('field-inFeatures')).not.toHaveValue('9');
});
