import { expect, type Page } from '@playwright/test';
import { type Look, settled } from './page';
import { openPage } from './run';

export { settled };

/** The page with the first template, in a language and theme of its own, at rest. */
export async function openEditor(page: Page, look: Look = {}): Promise<void> {
  await openPage(page, look);
  await settled(page);
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Middle of an element, in CSS pixels. */
export async function middle(page: Page, testId: string): Promise<Spot> {
  const box = await page.getByTestId(testId).boundingBox();
  if (!box) throw new Error(`${testId} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export async function dragMouse(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

export async function drag(page: Page, from: string, to: string): Promise<void> {
  await dragMouse(page, await middle(page, from), await middle(page, to));
}

/** A place on the canvas where nothing is, as a share of the canvas. */
export async function onCanvas(page: Page, x: number, y: number): Promise<Spot> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('no canvas');
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

export const isSelected = (page: Page, id: string) =>
  expect(page.getByTestId(`node-${id}`)).toHaveAttribute('data-selected', 'true');
export const wire = (page: Page, from: string, to: string) => page.getByTestId(`wire-${from}-${to}`);

/** One or two fingers moving along straight lines, after they have rested for a while. */
export async function touch(
  page: Page,
  moves: readonly { from: [number, number]; to: [number, number] }[],
  holdMs = 0,
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const points = (share: number) =>
    moves.map(({ from, to }, id) => ({
      id,
      x: from[0] + (to[0] - from[0]) * share,
      y: from[1] + (to[1] - from[1]) * share,
    }));
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0) });
  if (holdMs > 0) await page.waitForTimeout(holdMs);
  for (let i = 1; i <= 8; i++) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(i / 8) });
    await page.waitForTimeout(16);
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** The view of the canvas: where its origin is, in CSS pixels, and its zoom. */
export const view = async (page: Page) => {
  const style = (await page.locator('.react-flow__viewport').getAttribute('style')) ?? '';
  const [, x = '0', y = '0', zoom = '1'] = /translate\(([-\d.]+)px, ([-\d.]+)px\) scale\(([\d.]+)\)/.exec(style) ?? [];
  return { x: Number(x), y: Number(y), zoom: Number(zoom) };
};
