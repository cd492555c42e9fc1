import { expect, type Page } from '@playwright/test';
import { dragMouse, isSelected, middle, onCanvas, openEditor, settled, touch, view, wire } from './canvas';
import { test } from './page';

const nodes = (page: Page) => page.locator('.react-flow__node-layer');
/** What is right of the last card, in the corner below: nothing. */
const empty = (page: Page) => onCanvas(page, 0.5, 0.97);

test('/ and Ctrl+K find a layer by name, by another name and by what it is for', async ({ page }) => {
  await openEditor(page);
  const search = page.getByTestId('quick-add');
  const first = search.getByRole('option').first();
  for (const [query, name] of [
    ['fc', 'Dense'],
    ['全连接', 'Dense'],
    ['overfitting', 'Dropout'],
  ] as const) {
    await page.keyboard.press('/');
    await page.keyboard.type(query);
    await expect(first).toContainText(name);
    await page.keyboard.press('Escape');
    await expect(search).not.toBeAttached();
  }
  // From inside a field, too.
  await page.getByTestId('node-softmax_1').click();
  await page.getByTestId('field-name').focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('linear');
  await page.keyboard.press('Enter');
  await expect(wire(page, 'softmax_1.y', 'dense_3.x')).toBeAttached();
  await isSelected(page, 'dense_3');
  // And it leads to nodes that are there.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('conv2d_2');
  await page.keyboard.press('Enter');
  await isSelected(page, 'conv2d_2');
  await expect(page.locator('.react-flow__node[data-id="conv2d_2"]')).toBeFocused();
});

test('an activation dropped on a layer goes after it', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('palette-tanh').dragTo(page.getByTestId('node-dense_1'), { targetPosition: { x: 60, y: 12 } });
  await expect(wire(page, 'dense_1.y', 'tanh_1.x')).toBeAttached();
  await expect(wire(page, 'tanh_1.y', 'dense_2.x')).toBeAttached();
  await expect(wire(page, 'dense_1.y', 'dense_2.x')).not.toBeAttached();
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'dense_1.y', 'dense_2.x')).toBeAttached();
  // A layer that is no activation only lies there.
  await page
    .getByTestId('palette-conv2d')
    .dragTo(page.getByTestId('node-dense_1'), { targetPosition: { x: 60, y: 12 } });
  await expect(page.getByTestId('node-conv2d_3')).toBeAttached();
  await expect(wire(page, 'dense_1.y', 'dense_2.x')).toBeAttached();
});

test('a loose node dragged onto a wire goes into it', async ({ page }) => {
  await openEditor(page);
  const at = await onCanvas(page, 0.63, 0.58);
  await page.mouse.dblclick(at.x, at.y);
  await page.keyboard.type('sigmoid');
  await page.keyboard.press('Enter');
  const box = await wire(page, 'dense_1.y', 'dense_2.x').boundingBox();
  if (!box) throw new Error('no wire');
  const from = await middle(page, 'node-sigmoid_1');
  await dragMouse(page, from, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  await expect(wire(page, 'dense_1.y', 'sigmoid_1.x')).toBeAttached();
  await expect(wire(page, 'sigmoid_1.y', 'dense_2.x')).toBeAttached();
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'dense_1.y', 'dense_2.x')).toBeAttached();
});

test('a box drawn with Shift selects what is in it; Shift adds; Escape lets go', async ({ page }) => {
  await openEditor(page);
  const box = async (id: string) => {
    const found = await page.getByTestId(`node-${id}`).boundingBox();
    if (!found) throw new Error(id);
    return found;
  };
  const a = await box('flatten_1');
  const b = await box('dense_1');
  await page.keyboard.down('Shift');
  await dragMouse(
    page,
    { x: Math.min(a.x, b.x) - 12, y: Math.min(a.y, b.y) - 12 },
    { x: Math.max(a.x, b.x) + a.width + 12, y: Math.max(a.y, b.y) + a.height + 12 },
  );
  await page.keyboard.up('Shift');
  await isSelected(page, 'flatten_1');
  await isSelected(page, 'dense_1');
  await page.getByTestId('node-dense_2').click({ modifiers: ['Shift'] });
  await isSelected(page, 'dense_2');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-testid^="node-"][data-selected="true"]')).toHaveCount(0);
  await page.keyboard.press('Control+a');
  await expect(page.locator('[data-testid^="node-"][data-selected="true"]')).toHaveCount(await nodes(page).count());
});

test('a dragged node snaps to the edges of others and shows the line', async ({ page }) => {
  await openEditor(page);
  const before = await page.getByTestId('node-softmax_1').boundingBox();
  const other = await page.getByTestId('node-dense_1').boundingBox();
  if (!before || !other) throw new Error('no nodes');
  await page.mouse.move(before.x + 60, before.y + 12);
  await page.mouse.down();
  // The first move only begins the drag.
  await page.mouse.move(before.x + 60, before.y + 10);
  await page.mouse.move(other.x + 40, before.y - 20, { steps: 5 });
  await page.mouse.move(other.x + 63, before.y - 40, { steps: 5 });
  await expect(page.getByTestId('guide-x')).toBeAttached();
  await page.mouse.up();
  await expect(page.getByTestId('guide-x')).not.toBeAttached();
  const after = await page.getByTestId('node-softmax_1').boundingBox();
  expect(after?.x).toBeCloseTo(other.x, 0);
});

test('align and distribute from the menu of a selection', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('node-conv2d_1').click();
  await page.getByTestId('node-dense_1').click({ modifiers: ['Shift'] });
  await page.getByTestId('node-dense_2').click({ modifiers: ['Shift'] });
  await page.getByTestId('node-dense_2').click({ button: 'right' });
  await page.getByTestId('menu-align').hover();
  await page.getByTestId('menu-aligns.left').click();
  const x = async (id: string) => Math.round((await page.getByTestId(`node-${id}`).boundingBox())?.x ?? -1);
  const left = await x('conv2d_1');
  expect(await x('dense_1')).toBe(left);
  await page.keyboard.press('Control+z');
  expect(await x('dense_1')).not.toBe(left);
});

test('delete with reconnect joins the ends; plain delete does not', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('node-dense_1').click();
  await page.keyboard.press('Shift+Delete');
  await expect(wire(page, 'dropout_1.y', 'dense_2.x').or(wire(page, 'flatten_1.y', 'dense_2.x'))).toBeAttached();
  await page.keyboard.press('Control+z');
  await page.getByTestId('node-dense_1').click();
  await page.keyboard.press('Delete');
  await expect(page.getByTestId('problem-dense_2')).toContainText('nothing is wired');
});

test('a bypassed node lets through what comes in', async ({ page }) => {
  await openEditor(page);
  await expect(page.getByTestId('shape-maxPool2d_1-y')).not.toHaveText('–');
  const before = await page.getByTestId('top-parameters').innerText();
  await page.getByTestId('node-maxPool2d_1').click();
  await page.keyboard.press('b');
  await expect(page.getByTestId('node-maxPool2d_1')).toHaveAttribute('data-disabled', 'true');
  await expect(page.getByTestId('top-parameters')).not.toHaveText(before);
  await expect(page.getByTestId('shape-maxPool2d_1-y')).toHaveText(
    await page.getByTestId('shape-conv2d_1-y').innerText(),
  );
  await page.keyboard.press('b');
  await expect(page.getByTestId('top-parameters')).toHaveText(before);
});

test('rename in place by F2 and by a double click', async ({ page }) => {
  await openEditor(page);
  const card = page.getByTestId('node-dense_1');
  await card.click();
  await page.keyboard.press('F2');
  await page.getByTestId('inline-text').fill('Hidden');
  await page.keyboard.press('Enter');
  await expect(card).toContainText('Hidden');
  await card.dblclick({ position: { x: 60, y: 12 } });
  await page.getByTestId('inline-text').fill('Never');
  await page.keyboard.press('Escape');
  await expect(card).toContainText('Hidden');
  await page.keyboard.press('Control+z');
  await expect(card).toContainText('Dense');
});

test('a frame around a selection has a title and a colour and takes its contents along', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('node-flatten_1').click();
  await page.getByTestId('node-dense_1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('g');
  await page.getByTestId('inline-text').fill('Features');
  await page.keyboard.press('Enter');
  const frame = page.getByTestId('frame-group_1');
  await expect(frame).toContainText('Features');

  await frame.getByText('Features').click({ button: 'right' });
  await page.getByTestId('color-green').click();
  await expect(frame).toHaveAttribute('data-color', 'green');

  const place = async () => (await page.getByTestId('node-flatten_1').boundingBox())?.y ?? 0;
  const before = await place();
  const title = await frame.getByText('Features').boundingBox();
  if (!title) throw new Error('no title');
  const grip = { x: title.x + 10, y: title.y + 8 };
  await dragMouse(page, grip, { x: grip.x, y: grip.y + 64 });
  await expect.poll(place).toBeGreaterThan(before + 40);
  // One step takes frame and contents back.
  await page.keyboard.press('Control+z');
  await expect.poll(place).toBeCloseTo(before, 0);
  await frame.getByText('Features').click();
  await page.keyboard.press('Delete');
  await expect(frame).not.toBeAttached();
  await expect(page.getByTestId('node-flatten_1')).toBeAttached();
});

test('a sticky note is Markdown with formulas, and survives a reload', async ({ page }) => {
  await openEditor(page);
  const at = await empty(page);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByTestId('menu-note').click();
  await page.getByTestId('inline-text').fill('## Loss\n\n$-\\log p$ is **low** <img src=x onerror=alert(1)>');
  await page.keyboard.press('Escape');
  const note = page.getByTestId('note-note_1');
  await expect(note.locator('h2')).toHaveText('Loss');
  await expect(note.locator('.katex').first()).toBeAttached();
  await expect(note.locator('img')).toHaveCount(0);
  await expect(page.getByTestId('saving')).toHaveAttribute('data-status', 'saved');
  await page.reload();
  await expect(page.getByTestId('note-note_1').locator('strong')).toHaveText('low');
});

test('the menus of a node, a wire and the canvas', async ({ page }) => {
  await openEditor(page);
  const menu = page.getByTestId('context-menu');
  await page.getByTestId('node-dense_1').click({ button: 'right' });
  await isSelected(page, 'dense_1');
  await page.getByTestId('menu-duplicate').click();
  await expect(page.getByTestId('node-dense_3')).toBeAttached();
  await page.keyboard.press('Control+z');

  const box = await wire(page, 'dense_1.y', 'dense_2.x').boundingBox();
  if (!box) throw new Error('no wire');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { button: 'right' });
  await page.getByTestId('menu-insert').click();
  await expect(page.getByTestId('quick-add').getByRole('option', { name: 'Conv2D' })).toHaveCount(0);
  await page.keyboard.type('dropout');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-testid^="wire-dense_1.y-dropout_"]')).toBeAttached();

  const at = await empty(page);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).not.toBeVisible();
});

test('tidy up: to the right, downwards, and the selection alone', async ({ page }) => {
  await openEditor(page);
  const place = async (id: string) => page.getByTestId(`node-${id}`).boundingBox();
  await page.keyboard.press('Shift+l');
  await expect(async () => {
    const [a, b] = [await place('dense_1'), await place('dense_2')];
    expect(Math.abs((a?.x ?? 0) - (b?.x ?? 99))).toBeLessThan(3);
    expect(b?.y).toBeGreaterThan(a?.y ?? 0);
  }).toPass();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('undo')).toBeDisabled();
  await settled(page);
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('node-dense_2').click({ modifiers: ['Shift'] });
  const still = await page.locator('.react-flow__node[data-id="conv2d_1"]').getAttribute('style');
  await page.keyboard.press('Shift+l');
  await expect(page.getByTestId('undo')).toBeEnabled();
  expect(await page.locator('.react-flow__node[data-id="conv2d_1"]').getAttribute('style')).toBe(still);
});

test('the keyboard walks along the wires and draws one', async ({ page }) => {
  await openEditor(page);
  await page.keyboard.press('Alt+ArrowRight');
  await isSelected(page, 'dataset_1');
  await page.keyboard.press('Alt+ArrowRight');
  await isSelected(page, 'conv2d_1');
  await expect(page.locator('.react-flow__node[data-id="conv2d_1"]')).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await isSelected(page, 'dataset_1');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('w');
  await page.keyboard.type('flatten');
  await page.keyboard.press('Enter');
  await expect(wire(page, 'conv2d_1.y', 'flatten_1.x')).toBeAttached();
});

test('copied nodes are text that another tab takes', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openEditor(page, { anew: true });
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('node-dense_2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+c');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({ format: 'netloom-clipping' });
  const other = await context.newPage();
  await openEditor(other);
  // The project itself is open in the first tab; this one has another.
  await other.getByTestId('project-menu').click();
  await other.getByTestId('project-new').click();
  await expect(nodes(other)).toHaveCount(0);
  await other.keyboard.press('Control+v');
  await expect(wire(other, 'dense_1.y', 'dense_2.x')).toBeAttached();
});

test('a frame with what lies in it and a note are copied, duplicated and cut, to another tab as well', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openEditor(page, { anew: true });
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('node-dense_2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('g');
  await page.getByTestId('inline-text').fill('Head');
  await page.keyboard.press('Enter');
  const frame = page.getByTestId('frame-group_1');
  const title = frame.getByText('Head');
  await title.click();
  await page.keyboard.press('Control+d');
  await expect(page.getByTestId('frame-group_2')).toContainText('Head');
  await expect(wire(page, 'dense_3.y', 'dense_4.x')).toBeAttached();
  // The copy is what is selected now, and one step takes it back.
  await isSelected(page, 'dense_3');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('frame-group_2')).not.toBeAttached();
  await expect(page.getByTestId('node-dense_3')).not.toBeAttached();

  await title.click();
  const at = await empty(page);
  await page.mouse.move(at.x, at.y);
  await page.keyboard.press('n');
  await page.getByTestId('inline-text').fill('Ten classes');
  await page.keyboard.press('Escape');
  await title.click();
  await page.getByTestId('note-note_1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+x');
  await expect(frame).not.toBeAttached();
  await expect(page.getByTestId('node-dense_1')).not.toBeAttached();
  await expect(page.getByTestId('note-note_1')).not.toBeAttached();

  const other = await context.newPage();
  await openEditor(other);
  await other.getByTestId('project-menu').click();
  await other.getByTestId('project-new').click();
  await expect(nodes(other)).toHaveCount(0);
  await other.keyboard.press('Control+v');
  await expect(wire(other, 'dense_1.y', 'dense_2.x')).toBeAttached();
  await expect(other.getByTestId('frame-group_1')).toContainText('Head');
  await expect(other.getByTestId('note-note_1')).toContainText('Ten classes');
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });

  test('pan, pinch, and wire by dragging and by tapping twice', async ({ own: page }) => {
    await openEditor(page);
    const { x, y } = await empty(page);
    const before = await view(page);
    await touch(page, [{ from: [x, y], to: [x + 80, y - 40] }]);
    const panned = await view(page);
    expect(panned.x - before.x).toBeGreaterThan(50);
    await touch(page, [
      { from: [x - 40, y - 4], to: [x - 120, y - 4] },
      { from: [x + 40, y - 4], to: [x + 120, y - 4] },
    ]);
    expect((await view(page)).zoom).toBeGreaterThan(panned.zoom * 1.3);
    await page.keyboard.press('f');
    await settled(page);

    const from = await middle(page, 'port-conv2d_1-y');
    const to = await middle(page, 'port-flatten_1-x');
    await touch(page, [{ from: [from.x, from.y], to: [to.x, to.y] }]);
    await expect(wire(page, 'conv2d_1.y', 'flatten_1.x')).toBeAttached();
    await page.keyboard.press('Control+z');
    await page.touchscreen.tap(from.x, from.y);
    await expect(page.getByTestId('port-dataset_1-x')).toBeAttached();
    await page.touchscreen.tap(to.x, to.y);
    await expect(wire(page, 'conv2d_1.y', 'flatten_1.x')).toBeAttached();
  });
});
