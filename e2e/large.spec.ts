import { expect, type Page, test } from '@playwright/test';
import { openEditor, settled } from './canvas';
import { large } from './largeModel';
import { openDocument } from './run';

/** Milliseconds between frames that were drawn, from a trace of the browser while something goes on. */
async function frames(page: Page, work: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error('no browser');
  await browser.startTracing(page, {
    categories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'],
  });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const times: number[] = trace.traceEvents
    .filter((event: { name: string }) => event.name === 'DrawFrame')
    .map((event: { ts: number }) => event.ts / 1000)
    .sort((a: number, b: number) => a - b);
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** Moves the pointer with the button held, a step each frame. */
async function pan(page: Page): Promise<void> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('no canvas');
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 12];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 120; i++) await page.mouse.move(x - 3 * i * Math.sign(Math.sin(i / 20)), y - i);
  await page.mouse.up();
}

async function zoom(page: Page): Promise<void> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('no canvas');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const turns: Promise<void>[] = [];
  for (let i = 0; i < 120; i++) {
    // A wheel does not wait for the page: more of its turns than one can come in a frame.
    turns.push(page.mouse.wheel(0, i < 60 ? -20 : 20));
    await page.waitForTimeout(8);
  }
  await Promise.all(turns);
}

test('1,000 nodes and 1,500 wires: open, edit, pan and zoom @timed', async ({ page }) => {
  await openEditor(page);
  const model = large();
  expect(model.nodes).toHaveLength(1000);
  expect(model.edges.length).toBeGreaterThanOrEqual(1490);
  const start = Date.now();
  await openDocument(page, model);
  await expect(page.getByTestId('top-parameters')).not.toHaveText('225,034');
  await page.waitForFunction(() => {
    const picture = document.querySelector<HTMLCanvasElement>('[data-testid="picture"]');
    const data = picture?.getContext('2d')?.getImageData(0, 0, picture.width, picture.height).data;
    return data?.some((value) => value > 0);
  });
  const opened = Date.now() - start;
  await settled(page);

  const far = await frames(page, () => pan(page));
  const zoomed = await frames(page, () => zoom(page));
  await page.keyboard.press('Control+k');
  await page.keyboard.type('dense_501');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(page.getByTestId('field-units')).toBeVisible();
  await expect(page.getByTestId('node-add_502')).toBeVisible();
  await expect(page.getByTestId('wire-dense_501.y-add_502.a')).toBeAttached();
  const edit = await page.evaluate(async () => {
    const field = document.querySelector<HTMLInputElement>('[data-testid="field-units"]');
    const text = (id: string) => document.querySelector(`[data-testid="${id}"]`)?.textContent;
    // The node's own figures and card, and what the next layer says about it.
    const shown = (units: number) =>
      text('node-parameters') !== before && text('shape-dense_501-y') === `B ${units}` && !!text('problem-add_502');
    let before: string | null | undefined;
    const times: number[] = [];
    for (let i = 0; i < 10 && field; i++) {
      before = text('node-parameters');
      const began = performance.now();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, String(70 + i));
      field.dispatchEvent(new Event('input', { bubbles: true }));
      while (!shown(70 + i) && performance.now() - began < 2000) await new Promise((done) => setTimeout(done, 0));
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  });
  const near = await frames(page, () => pan(page));
  const row = (name: string, times: readonly number[]) =>
    `${name}: ${times.length} frames, median ${percentile(times, 0.5).toFixed(1)} ms, p95 ${percentile(times, 0.95).toFixed(1)} ms`;
  process.stdout.write(
    [
      `opened in ${opened} ms, edit to shapes ${edit.toFixed(1)} ms`,
      row('pan far', far),
      row('zoom', zoomed),
      row('pan near', near),
      '',
    ].join('\n'),
  );
  expect(opened).toBeLessThan(2000);
  expect(edit).toBeLessThan(50);
  for (const times of [far, zoomed, near]) expect(percentile(times, 0.95)).toBeLessThan(33);
});
