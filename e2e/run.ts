import { expect, type Page } from '@playwright/test';
import type { NetDocument } from '../src/document/schema';
import { mnistMlp } from '../src/document/templates/mnistMlp';
import { type Look, reopen, saveData } from './page';

interface OpenOptions extends Look {
  /** Readies the worker for a run that nobody asked for yet, as the page does by itself. */
  readonly warm?: boolean;
  /** Settings of the run, such as `{ provider: 'webgpu' }`. */
  readonly run?: Readonly<Record<string, unknown>>;
}

/** The page with the first template, in a language and theme of its own. Collects what the page logs as an error. */
export async function openPage(
  page: Page,
  { locale = 'en', scheme = 'light', anew = false, warm = false, run = {} }: OpenOptions = {},
): Promise<void> {
  if (await reopen(page, { locale, scheme, anew })) return;
  if (!warm) await page.addInitScript(saveData);
  await page.addInitScript(
    ([ui, settings]) => {
      if (!localStorage.getItem('netloom.ui'))
        localStorage.setItem('netloom.ui', JSON.stringify({ state: ui, version: 1 }));
      if (!localStorage.getItem('netloom.run')) {
        localStorage.setItem('netloom.run', JSON.stringify({ state: settings, version: 1 }));
      }
    },
    [{ locale, scheme }, run] as const,
  );
  await page.goto('/');
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
}

/** A document as a file dropped into the open dialog. */
export async function openDocument(page: Page, document: NetDocument): Promise<void> {
  const buffer = Buffer.from(JSON.stringify(document));
  await page.getByTestId('project-file').setInputFiles({ name: 'project.json', mimeType: 'application/json', buffer });
  await expect(page.getByTestId('project-name')).toHaveValue(document.name);
}

/** The plain digit reader: 235,146 values, a few milliseconds a step. */
export function mlp(change: Partial<NetDocument['training']> = {}): NetDocument {
  const document = mnistMlp.create();
  return { ...document, id: 'e2e-mlp', name: 'Plain digits', training: { ...document.training, ...change } };
}

/** One dense layer behind the data: what a software GPU trains in reasonable time. */
export function tiny(change: Partial<NetDocument['training']> = {}): NetDocument {
  const { nodes, edges, ...rest } = mlp(change);
  const gone = new Set(['dense_1', 'dense_2']);
  const kept = edges.filter(({ from, to }) => !gone.has(from.node) && !gone.has(to.node));
  const wire = { from: { node: 'flatten_1', port: 'y' }, to: { node: 'dense_3', port: 'x' } };
  return {
    ...rest,
    id: 'e2e-tiny',
    name: 'Tiny digits',
    nodes: nodes.filter(({ id }) => !gone.has(id)),
    edges: [...kept, { id: 'flatten_1.y-dense_3.x', ...wire }],
  };
}

export const main = (page: Page) => page.getByTestId('run-main');
export const progress = (page: Page) => page.getByTestId('run-progress');

export async function expectStatus(page: Page, status: string, timeout = 20_000): Promise<void> {
  await expect(progress(page)).toHaveAttribute('data-status', status, { timeout });
}

/** The newest value of a curve as the legend shows it; undefined before the first. */
export async function latest(page: Page, name: string): Promise<number | undefined> {
  const text = await page.getByTestId(`latest-${name}`).innerText();
  return text === '–' ? undefined : Number.parseFloat(text);
}

export async function expectLossBelow(page: Page, bound: number, timeout = 30_000): Promise<void> {
  await expect
    .poll(() => latest(page, 'loss').then((loss) => loss ?? 99), { timeout, intervals: [100] })
    .toBeLessThan(bound);
}

/** Steps done in this epoch, as the progress shows them. */
export async function epochStep(page: Page): Promise<number> {
  const match = /(\d+)\/(\d+)\s*$/.exec((await progress(page).locator('span').nth(1).innerText()).trim());
  return Number(match?.[1] ?? 0);
}

/** Draws one stroke through points given as shares of the pad. */
export async function draw(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const box = await page.getByTestId('pad').boundingBox();
  if (!box) throw new Error('there is no pad');
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  const [first, ...rest] = points;
  if (!first) return;
  await page.mouse.move(...at(first));
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...at(point), { steps: 8 });
  await page.mouse.up();
}

export const one = [
  [0.52, 0.15],
  [0.5, 0.85],
] as const;

/** Probabilities as the bars hold them. */
export async function answer(page: Page): Promise<number[]> {
  await expect(page.getByTestId('answer')).toHaveAttribute('data-ready', 'true', { timeout: 20_000 });
  const values = await page
    .getByTestId('answer')
    .locator('li')
    .evaluateAll((bars) => bars.map((bar) => Number(bar.dataset.value)));
  return values;
}
