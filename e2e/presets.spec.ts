import { expect } from '@playwright/test';
import { openEditor } from './canvas';
import { test } from './page';

test('a ready-made block from the palette is a module one can open, and one step of undo', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('palette-preset:decoderBlock').click();
  const instance = page.getByTestId('node-module_1');
  await expect(instance).toContainText('Decoder block');
  await instance.dblclick({ position: { x: 60, y: 12 } });
  await expect(page.getByTestId('breadcrumbs')).toContainText('Decoder block');
  await expect(page.getByTestId('node-attention')).toBeAttached();
  await page.getByTestId('breadcrumbs').getByRole('button', { name: 'Model' }).click();
  await page.keyboard.press('Control+z');
  await expect(instance).not.toBeAttached();
});
