import { expect, type Page, test } from '@playwright/test';
import config from '../playwright.config';
import { findings } from './axe';
import { answer, openPage } from './run';

const { launchOptions } = config.projects?.[0]?.use ?? {};
// a camera that shows a moving pattern, and nobody to ask
const fake = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
test.use({ launchOptions: { ...launchOptions, args: [...(launchOptions?.args ?? []), ...fake] } });

/** The bytes of the first channel that the model sees. */
const seen = (page: Page) =>
  page.getByTestId('seen').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: new Uint8ClampedArray() };
    return Array.from({ length: 784 }, (_, i) => data[4 * i] ?? 0);
  });

test('the model answers what the camera sees, a few times a second, until it is turned off', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('pad-camera').click();
  const turned = page.getByTestId('pad-turn');
  await expect(turned).toHaveAttribute('aria-pressed', 'true');
  await turned.click();
  const live = page.getByTestId('live');
  await expect(live).toHaveAttribute('data-mirrored', 'true');
  expect(await live.evaluate((video) => getComputedStyle(video).transform)).toBe('matrix(-1, 0, 0, 1, 0, 0)');
  const first = await answer(page);
  expect(first.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
  // the pattern moves, and the answer with it
  await expect.poll(() => answer(page), { intervals: [100] }).not.toEqual(first);
  const changes = await page.evaluate(async () => {
    let count = 0;
    const bars = document.querySelector('[data-testid="answer"]');
    if (!bars) throw new Error('no answer');
    const observer = new MutationObserver(() => count++);
    observer.observe(bars, { attributes: true, subtree: true, attributeFilter: ['data-value'] });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    observer.disconnect();
    return count;
  });
  expect(changes).toBeGreaterThan(4);
  expect(await findings(page)).toEqual([]);
  // what the model sees is no mirror image: as the collected pictures are
  const unlike = await page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="live"]');
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="seen"]');
    const context = new OffscreenCanvas(28, 28).getContext('2d', { willReadFrequently: true });
    if (!video || !canvas || !context) throw new Error('no camera');
    const side = Math.min(video.videoWidth, video.videoHeight);
    const [x, y] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
    context.imageSmoothingQuality = 'high';
    context.drawImage(video, x, y, side, side, 0, 0, 28, 28);
    const { data } = context.getImageData(0, 0, 28, 28);
    const shown = canvas.getContext('2d')?.getImageData(0, 0, 28, 28).data ?? data;
    const grey = (i: number) =>
      0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0);
    const off = (place: (row: number, column: number) => number) => {
      let sum = 0;
      for (let i = 0; i < 784; i++) sum += Math.abs((shown[4 * i] ?? 0) - grey(place(Math.floor(i / 28), i % 28)));
      return sum / 784;
    };
    return { plain: off((row, column) => 28 * row + column), mirrored: off((row, column) => 28 * row + 27 - column) };
  });
  expect(unlike.plain).toBeLessThan(unlike.mirrored);
  const tracks = await live.evaluateHandle((video: HTMLVideoElement) => (video.srcObject as MediaStream).getTracks());
  await page.getByTestId('pad-camera').click();
  await expect(page.getByTestId('pad')).toBeVisible();
  expect(await tracks.evaluate((all) => all.map(({ readyState }) => readyState))).toEqual(['ended']);
  // the last picture stays on the pad, with its answer
  const last = await seen(page);
  expect(new Set(last).size).toBeGreaterThan(2);
  await page.getByTestId('pad-clear').click();
  await expect(page.getByTestId('answer')).toHaveAttribute('data-ready', 'false');
});

test('a camera that is refused is said in one sentence, and can be asked for again', async ({ page }) => {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    let asked = 0;
    mediaDevices.getUserMedia = (wanted) =>
      asked++ === 0 ? Promise.reject(new DOMException('', 'NotAllowedError')) : ask(wanted);
  });
  await openPage(page, { locale: 'zh-CN' });
  await page.getByTestId('pad-camera').click();
  const problem = page.getByTestId('live-problem');
  await expect(problem.locator('p')).toHaveText('摄像头被拒绝：请在地址栏中允许，然后重试。');
  await problem.getByRole('button').click();
  await answer(page);
});
