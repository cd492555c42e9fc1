import { expect, type Page } from '@playwright/test';
import { charGpt } from '../src/document/templates/charGpt';
import { dcgan } from '../src/document/templates/dcgan';
import { findings } from './axe';
import { onCanvas, settled } from './canvas';
import { test } from './page';
import { epochStep, main, openDocument, openPage } from './run';

/** Selects a node, wherever it is. */
async function select(page: Page, id: string): Promise<void> {
  await page.keyboard.press('f');
  await settled(page);
  await page.getByTestId(`node-${id}`).click();
  await expect(page.getByTestId('inspector')).toContainText(id);
}

const add = (page: Page, type: string) => page.getByTestId(`palette-${type}`).click();
const undo = (page: Page) => page.keyboard.press('Control+z');

/** Lets go of what is selected, so that the inspector shows the training program. */
async function toProgram(page: Page): Promise<void> {
  const { x, y } = await onCanvas(page, 0.5, 0.03);
  await page.mouse.click(x, y);
  await expect(page.getByTestId('phases')).toBeVisible();
}

/** Sets a field and ends the gesture. */
async function fill(page: Page, field: string, value: string): Promise<void> {
  await page.getByTestId(`field-${field}`).fill(value);
  await page.getByTestId(`field-${field}`).blur();
}

/** A loss on what a judge says, against a number. */
async function addLoss(
  page: Page,
  { judge, number, name, target }: Record<'judge' | 'name' | 'number' | 'target', string>,
) {
  await select(page, judge);
  await add(page, 'fill');
  await fill(page, 'value', target);
  await select(page, judge);
  await add(page, 'binaryCrossEntropy');
  await fill(page, 'name', name);
  await page.locator(`[id="input-binaryCrossEntropy_${number}-target"]`).selectOption(`fill_${number}.y`);
}

/** Two modules' worth of a GAN on points of the plane, drawn from nothing. */
async function drawGan(page: Page): Promise<void> {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-template').click();
  await page.getByTestId('template-blank').click();
  await expect(page.getByTestId('gallery')).toBeHidden();
  await add(page, 'dataset');
  await page.getByTestId('open-data-room').click();
  await page.getByTestId('dataset-moons').click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('shape-dataset_1-x')).toHaveText('B 2');
  await add(page, 'dense');
  await fill(page, 'units', '1');
  await page.getByTestId('node-dense_1').focus();
  await page.keyboard.press('Control+g');
  await page.getByTestId('inline-text').fill('Judge');
  await page.keyboard.press('Enter');
  await select(page, 'module_1');
  await page.getByTestId('field-weights').selectOption('shared');
  await add(page, 'noise');
  await fill(page, 'shape', '3');
  await add(page, 'dense');
  await fill(page, 'units', '2');
  await fill(page, 'name', 'Painter');
  await page.locator('[data-testid^="palette-module:"]').click();
  await page.getByTestId('field-weights').selectOption('shared');
  await expect(page.getByTestId('node-module_2')).toContainText('B 1');
  await addLoss(page, { judge: 'module_1', number: '1', name: 'Knows the real', target: '1' });
  await addLoss(page, { judge: 'module_2', number: '2', name: 'Knows the made up', target: '0' });
  await addLoss(page, { judge: 'module_2', number: '3', name: 'Fools the judge', target: '1' });
}

test('a GAN from an empty canvas: two phases by the form, trained, with both losses in sight', async ({ page }) => {
  await openPage(page);
  await drawGan(page);
  await toProgram(page);
  await page.getByTestId('phase-add').click();
  const notes = page.getByTestId('program-notes');
  await expect(notes).toContainText('Phase 2 minimises 0 of the 3 losses.');
  await expect(notes).toContainText('Phase 2 updates 0 of the 11 trainable values.');

  // The second phase: one loss, the painter.
  await fill(page, 'phaseName', 'Maker');
  await page.getByTestId('loss-binaryCrossEntropy_3').check();
  await page.getByTestId('part-dense_1').check();
  await expect(page.getByTestId('updated-values')).toContainText('8 of 11');
  // The first: the two others, the judge.
  await page.getByTestId('phase-0').click();
  await fill(page, 'phaseName', 'Critic');
  await page.getByTestId('loss-binaryCrossEntropy_3').uncheck();
  await fill(page, 'phaseName', 'Critic');
  await page.getByTestId('weight-binaryCrossEntropy_2').fill('0.5');
  await page.getByTestId('weight-binaryCrossEntropy_2').blur();
  await page.getByTestId('updates-chosen').check({ force: true });
  await page.getByTestId('part-dense_1').uncheck();
  await expect(page.getByTestId('updated-values')).toContainText('3 of 11');
  await expect(page.getByTestId('fold-losses')).toContainText('Loss = Knows the real + 0.5 × Knows the made up');
  await expect(notes).not.toBeAttached();

  // The canvas shows what the chosen phase trains.
  await expect(page.getByTestId('mark-module_1')).toHaveAttribute('data-state', 'all');
  await expect(page.getByTestId('mark-dense_1')).toHaveAttribute('data-state', 'none');
  await page.getByTestId('phase-1').click();
  await expect(page.getByTestId('mark-module_1')).toHaveAttribute('data-state', 'none');
  await expect(page.getByTestId('mark-dense_1')).toHaveAttribute('data-state', 'all');

  // 15 steps an epoch
  for (let step = 1; step <= 20; step++) {
    await page.getByTestId('run-step').click();
    await expect.poll(() => epochStep(page), { timeout: 20_000 }).toBe(((step - 1) % 15) + 1);
  }
  const legend = page.getByTestId('phase-legend');
  await expect(legend).toContainText(/Critic\s*\d\.\d+/);
  await expect(legend).toContainText(/Maker\s*\d\.\d+/);
  const colors = await legend
    .locator('i')
    .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).backgroundColor));
  expect(new Set(colors).size).toBe(2);
  // Both lines say what they are when pointed at.
  await page.getByTestId('chart-loss').hover({ position: { x: 200, y: 90 } });
  await expect(page.getByTestId('chart-loss')).toContainText('Maker');
  await expect(main(page)).toHaveText('Resume');
});

const namesOf = (page: Page) => page.locator('[data-phase]').evaluateAll((rows) => rows.map((row) => row.textContent));

test('phases are copied, moved by menu, key and mouse, taken away, and every step is undone by one key', async ({
  page,
}) => {
  await openPage(page);
  await openDocument(page, { ...dcgan.create(), name: 'Gan' });
  await toProgram(page);
  const order = async (...names: string[]) =>
    expect(async () => {
      const shown = await namesOf(page);
      expect(shown.map((text, i) => text?.slice(1, 1 + (names[i]?.length ?? 0)))).toEqual(names);
    }).toPass({ timeout: 5000 });
  await order('Discriminator', 'Generator');
  const act = async (index: number, action: string) => {
    await page.getByTestId(`phase-menu-${index}`).click();
    await page.getByTestId(`phase-${action}`).click();
  };
  await act(0, 'duplicate');
  await order('Discriminator', 'Discriminator 2', 'Generator');
  await act(1, 'down');
  await order('Discriminator', 'Generator', 'Discriminator 2');
  await page.getByTestId('phase-2').locator('[data-phase]').press('Shift+ArrowUp');
  await order('Discriminator', 'Discriminator 2', 'Generator');
  await page.getByTestId('phase-2').dragTo(page.getByTestId('phase-0'));
  await order('Generator', 'Discriminator', 'Discriminator 2');
  await page.getByTestId('phase-2').locator('[data-phase]').press('Delete');
  await order('Generator', 'Discriminator');
  await page.getByTestId('phases').locator('h3').click();
  await undo(page);
  await order('Generator', 'Discriminator', 'Discriminator 2');
  await undo(page);
  await order('Discriminator', 'Discriminator 2', 'Generator');
  await undo(page);
  await undo(page);
  await undo(page);
  await order('Discriminator', 'Generator');
});

test('what a phase updates is picked on the canvas; what no phase updates stays marked', async ({ page }) => {
  await openPage(page);
  await toProgram(page);
  await page.getByTestId('fold-updates').getByRole('button', { name: 'Updates' }).click();
  await page.getByTestId('updates-chosen').check({ force: true });
  await page.getByTestId('pick-parts').click();
  await page.getByTestId('mark-conv2d_1').click();
  await page.getByTestId('mark-conv2d_2').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('mark-conv2d_1')).toHaveAttribute('data-state', 'none');
  await expect(page.getByTestId('mark-dense_1')).toHaveAttribute('data-state', 'all');
  await expect(page.getByTestId('updated-values')).toContainText('206,218 of 225,034');
  await expect(page.getByTestId('training.frozen')).toContainText(
    '18,816 of 225,034 trainable values keep their start',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('pick-done')).toBeHidden();
  await select(page, 'dense_1');
  await expect(page.getByTestId('mark-conv2d_1')).toHaveAttribute('data-state', 'always');
  await expect(page.getByTestId('mark-dense_1')).toBeHidden();
  await toProgram(page);
  await page.getByTestId('fix-updateAll').click();
  await expect(page.getByTestId('mark-conv2d_1')).toBeHidden();
  await undo(page);
  await expect(page.getByTestId('mark-conv2d_1')).toHaveAttribute('data-state', 'none');
});

test('every part of the program has a control: the curve of the rate, clipping, early stopping, the seed', async ({
  page,
}) => {
  await openPage(page);
  await openDocument(page, { ...dcgan.create(), name: 'Gan' });
  await toProgram(page);
  const open = (fold: string) => page.getByTestId(`fold-${fold}`).locator('h3 button').click();
  await fill(page, 'learningRate', '0.0002');
  await open('schedule');
  await page.getByTestId('field-schedule').selectOption('cosine');
  const curve = page.getByTestId('rate-picture').locator('svg');
  await expect(curve).toHaveAttribute(
    'aria-label',
    /Learning rate over 12 epochs: begins at 0\.0002, .* ends at \S+e-\d+/,
  );
  await page.getByTestId('field-schedule').selectOption('plateau');
  await expect(page.getByTestId('training.plateauUnwatched')).toContainText('0% of the examples');
  await page.getByTestId('training.plateauUnwatched').getByTestId('fix-holdOut').click();
  await expect(page.getByTestId('training.plateauUnwatched')).not.toBeAttached();
  await open('gradient');
  await page.getByTestId('field-clip').selectOption('norm');
  await fill(page, 'clipAt', '0.5');
  await open('gradient');
  await expect(page.getByTestId('fold-gradient')).toContainText('norm at most 0.5');
  await open('stopping');
  await fill(page, 'earlyStopping', '3');
  await page.getByTestId('field-watched').selectOption({ label: 'Loss of Generator' });
  await fill(page, 'minDelta', '0.01');
  await page.getByTestId('field-restoreBest').uncheck();
  await open('stopping');
  await expect(page.getByTestId('fold-stopping')).toContainText('after 3 epochs, δ 0.01');
  await page.getByTestId('fold-optimizer').getByText('Formula').click();
  await expect(page.getByTestId('fold-optimizer').locator('.katex').first()).toBeVisible();
});

test('early stopping watches a metric; where nothing measures it, the problems lead to the form', async ({ page }) => {
  await openPage(page);
  const stopping = page.getByTestId('fold-stopping');
  await stopping.locator('h3 button').click();
  await fill(page, 'earlyStopping', '3');
  await page.getByTestId('field-watched').selectOption({ label: 'Accuracy' });
  await stopping.locator('h3 button').click();
  await expect(stopping).toContainText('after 3 epochs, Accuracy');
  await page.getByTestId('node-crossEntropy_1').click();
  await page.keyboard.press('Delete');
  await page.getByTestId('node-dense_1').click();
  await page.locator('#dock-tab-problems').click();
  const problem = page.getByTestId('problem-training.stoppingUnmeasured');
  await expect(problem).toHaveText('Early stopping watches Accuracy, which nothing on the canvas measures.');
  await problem.click();
  await expect(stopping.locator('h3 button')).toBeFocused();
  await expect(stopping).toHaveAttribute('data-open', 'true');
  await page.getByTestId('problems').getByTestId('fix-watchLoss').click();
  await expect(problem).not.toBeAttached();
  await undo(page);
  await expect(problem).toBeAttached();
});

test('memory against time is told by measure, before it is chosen', async ({ page }) => {
  await openPage(page);
  await openDocument(page, { ...charGpt.create(), name: 'Letters' });
  await toProgram(page);
  await page.getByTestId('fold-memory').locator('h3 button').click();
  const bytes = async (policy: string) => Number(await page.getByTestId(`memory-${policy}`).getAttribute('data-bytes'));
  await expect.poll(() => bytes('none'), { timeout: 30_000 }).toBeGreaterThan(1e6);
  expect(await bytes('cheap')).toBeLessThan(0.9 * (await bytes('none')));
  await page.getByTestId('recompute-cheap').check();
  await expect(page.getByTestId('fold-memory')).toContainText(/−\d+% memory, \+[\d.]+% work/);
  await page.getByTestId('phases').locator('h3').click();
  await undo(page);
  await expect(page.getByTestId('recompute-none')).toBeChecked();
});

for (const [locale, scheme] of [
  ['en', 'light'],
  ['zh-CN', 'dark'],
] as const) {
  test(`axe finds nothing in the form of the training program: ${locale}, ${scheme}`, async ({ page }) => {
    await openPage(page, { locale, scheme });
    await openDocument(page, { ...dcgan.create(), name: 'Gan' });
    await toProgram(page);
    for (const fold of ['schedule', 'gradient', 'stopping', 'memory'])
      await page.getByTestId(`fold-${fold}`).locator('h3 button').click();
    await expect
      .poll(() => page.getByTestId('memory-none').getAttribute('data-bytes'), { timeout: 30_000 })
      .not.toBeNull();
    await page.getByTestId('pick-parts').click();
    expect(await findings(page)).toEqual([]);
    if (locale === 'zh-CN')
      expect(await page.getByTestId('inspector').innerText()).not.toMatch(
        /\b(Phase|Loss|Updates|Memory|Gradient|epochs?)\b/,
      );
  });
}
