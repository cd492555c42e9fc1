import type { Page } from '@playwright/test';
import { openPage } from './run';

export type Kind = 'table' | 'pictures' | 'texts' | 'collect';

/** The data room where data of a kind are brought. */
export async function openImport(page: Page, kind: Kind): Promise<void> {
  await openPage(page, { anew: true });
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await page.getByTestId('data-import').click();
  await page.getByTestId('import-kind').locator(`label[for$="-${kind}"]`).click();
}

/** Drops what lies on the disk, as the system would. */
export async function dropPaths(page: Page, testId: string, paths: readonly string[]): Promise<void> {
  const box = await page.getByTestId(testId).boundingBox();
  if (!box) throw new Error(`there is no ${testId}`);
  const client = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await client.send('Input.dispatchDragEvent', { type, ...at, data });
}
