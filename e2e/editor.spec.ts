import { expect, type Page } from '@playwright/test';
import { allLooks, dress, findings, looks } from './axe';
import { drag, openEditor } from './canvas';
import { test } from './page';

async function openBlank(page: Page): Promise<void> {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-new').click();
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
}

const parameters = (page: Page) => page.getByTestId('top-parameters');

test('a layer dragged from the palette, wired and sized changes shapes and counts as one types', async ({ page }) => {
  await openEditor(page);
  await expect(parameters(page)).toHaveText('225,034');
  await page.getByTestId('palette-dense').dragTo(page.getByTestId('canvas'), { targetPosition: { x: 90, y: 330 } });
  await expect(page.getByTestId('node-dense_3')).toBeVisible();
  await expect(page.getByTestId('shape-dense_3-y')).toHaveText('–');

  await drag(page, 'port-flatten_1-y', 'port-dense_3-x');
  await expect(page.getByTestId('wire-flatten_1.y-dense_3.x')).toBeAttached();
  await expect(page.getByTestId('shape-dense_3-y')).toHaveText('B 128');
  await expect(parameters(page)).toHaveText('429,962');

  await page.getByTestId('node-dense_3').click();
  const units = page.getByTestId('field-units');
  await units.fill('');
  await units.pressSequentially('64');
  await expect(page.getByTestId('shape-dense_3-y')).toHaveText('B 64');
  await expect(parameters(page)).toHaveText('327,498');
  await expect(page.getByTestId('node-parameters')).toHaveText('102,464');
});

test('a value out of range is said and never written', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('node-dense_1').click();
  const units = page.getByTestId('field-units');
  for (const wrong of ['0', '1.5', 'many', '1000001']) {
    await units.fill(wrong);
    await expect(units).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('alert')).toContainText('Still 128');
    await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 128');
  }
  await units.press('Escape');
  await expect(units).toHaveValue('128');
  await expect(page.getByTestId('undo')).toBeDisabled();
});

test('a wire that cannot work turns red and says what was expected and what came', async ({ page }) => {
  await openEditor(page);
  await drag(page, 'port-conv2d_1-y', 'port-crossEntropy_1-target');
  const wire = page.getByTestId('wire-conv2d_1.y-crossEntropy_1.target');
  await expect(wire).toHaveAttribute('data-problem', 'yes');
  const sentence = 'Cross-entropy expects the shape [B, 10] at Target, got [B, 32, 26, 26].';
  await expect(page.getByTestId('problem-crossEntropy_1')).toHaveText(sentence);
  // in sight with its fix, though the card stands at the lower end of the canvas
  await expect(page.getByTestId('problem-crossEntropy_1').locator('..')).toHaveAttribute('data-above', 'true');
  await expect(page.getByTestId('node-crossEntropy_1')).toHaveAttribute('data-problem', 'error');

  await page.locator('#dock-tab-problems').click();
  await page.getByTestId('diagnostic-crossEntropy_1').click();
  await expect(page.getByTestId('node-crossEntropy_1')).toHaveAttribute('data-selected', 'true');
  await expect(page.getByTestId('inspector')).toContainText(sentence);

  await page.keyboard.press('Control+z');
  await expect(wire).not.toBeAttached();
  await expect(page.getByTestId('wire-dataset_1.y-crossEntropy_1.target')).toBeAttached();
  await expect(page.getByTestId('problem-crossEntropy_1')).not.toBeAttached();
});

test('a click mends what shapes allow, and undo takes it back', async ({ page }) => {
  await openEditor(page);
  await drag(page, 'port-conv2d_1-y', 'port-crossEntropy_1-logits');
  await page.locator('#dock-tab-problems').click();
  const problems = page.getByTestId('problems');
  await problems.getByTestId('fix-insert').click();
  await expect(page.getByTestId('shape-flatten_2-y')).toHaveText('B 21632');
  await expect(page.getByTestId('wire-flatten_2.y-crossEntropy_1.logits')).toBeAttached();
  // it can be trained, though not well
  await expect(problems.getByTestId('fix-insert')).not.toBeAttached();
  await expect(problems).toContainText('The data has 10 classes; 21632 scores are more than it needs.');
  await page.keyboard.press('Control+z');
  await expect(problems.getByTestId('fix-disconnect')).toBeVisible();
  await page.keyboard.press('Control+z');

  // The target's wire taken away: only the data set's target fits.
  await page.locator('.react-flow__edge[data-id="dataset_1.y-crossEntropy_1.target"]').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await problems.getByTestId('fix-connect').click();
  await expect(page.getByTestId('wire-dataset_1.y-crossEntropy_1.target')).toBeAttached();
});

test('ports that cannot take a wire dim while it is dragged, and a cycle is not made', async ({ page }) => {
  await openEditor(page);
  const start = await page.getByTestId('port-dense_1-y').boundingBox();
  if (!start) throw new Error('no port');
  await page.mouse.move(start.x + 4, start.y + 4);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + 60, { steps: 4 });
  await expect(page.getByTestId('port-conv2d_2-x')).toHaveAttribute('data-fit', 'no');
  await expect(page.getByTestId('port-flatten_1-x')).toHaveAttribute('data-fit', 'no');
  await expect(page.getByTestId('port-softmax_1-x')).toHaveAttribute('data-fit', 'yes');
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await drag(page, 'port-dense_1-y', 'port-flatten_1-x');
  await expect(page.getByTestId('wire-dense_1.y-flatten_1.x')).not.toBeAttached();
});

test('a wire dropped on nothing offers the layers that fit', async ({ page }) => {
  await openEditor(page);
  const start = await page.getByTestId('port-dense_2-y').boundingBox();
  if (!start) throw new Error('no port');
  await page.mouse.move(start.x + 4, start.y + 4);
  await page.mouse.down();
  await page.mouse.move(start.x - 40, start.y + 50, { steps: 4 });
  await page.mouse.up();
  const search = page.getByTestId('quick-add');
  await expect(search.getByRole('option', { name: 'Conv2D' })).toHaveCount(0);
  await page.keyboard.type('sig');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('wire-dense_2.y-sigmoid_1.x')).toBeAttached();
  await expect(page.getByTestId('shape-sigmoid_1-y')).toHaveText('B 10');
});

test('a layer dropped on a wire goes into it', async ({ page }) => {
  await openEditor(page);
  const wire = await page.getByTestId('wire-dense_1.y-dense_2.x').boundingBox();
  const canvas = await page.getByTestId('canvas').boundingBox();
  if (!wire || !canvas) throw new Error('no wire');
  const targetPosition = { x: wire.x + wire.width / 2 - canvas.x, y: wire.y + wire.height / 2 - canvas.y };
  await page.getByTestId('palette-dropout').dragTo(page.getByTestId('canvas'), { targetPosition });
  await expect(page.getByTestId('wire-dense_1.y-dropout_1.x')).toBeAttached();
  await expect(page.getByTestId('wire-dropout_1.y-dense_2.x')).toBeAttached();
  await expect(page.getByTestId('wire-dense_1.y-dense_2.x')).not.toBeAttached();
});

test('undo and redo go one gesture at a time', async ({ page }) => {
  await openEditor(page);
  const undo = page.getByTestId('undo');
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('field-units').fill('256');
  await page.getByTestId('field-units').blur();
  await page.getByTestId('field-name').pressSequentially('Hidden');
  await page.getByTestId('field-name').blur();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('field-name')).toHaveValue('');
  await expect(page.getByTestId('field-units')).toHaveValue('256');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('field-units')).toHaveValue('128');
  await expect(undo).toBeDisabled();
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+y');
  await expect(page.getByTestId('field-name')).toHaveValue('Hidden');
  await expect(page.getByTestId('redo')).toBeDisabled();

  // Several nodes dragged together are one step.
  const place = async () => (await page.getByTestId('node-dense_1').boundingBox())?.y ?? 0;
  const before = await place();
  await page.getByTestId('node-dense_2').click({ modifiers: ['Shift'] });
  const box = await page.getByTestId('node-dense_2').boundingBox();
  if (!box) throw new Error('no node');
  await page.mouse.move(box.x + 60, box.y + 15);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 75, { steps: 6 });
  await page.mouse.up();
  expect(await place()).toBeGreaterThan(before + 40);
  await page.keyboard.press('Control+z');
  expect(Math.abs((await place()) - before)).toBeLessThan(2);
});

test('copy, cut, paste, duplicate and delete', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openEditor(page);
  const nodes = page.locator('.react-flow__node');
  await page.getByTestId('node-dense_1').click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect(nodes).toHaveCount(12);
  await expect(page.getByTestId('node-dense_3')).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Control+d');
  await expect(nodes).toHaveCount(13);
  await page.keyboard.press('Delete');
  await expect(nodes).toHaveCount(12);
  await page.getByTestId('node-dense_3').click();
  await page.keyboard.press('Control+x');
  await expect(nodes).toHaveCount(11);
  await page.keyboard.press('Control+v');
  await expect(nodes).toHaveCount(12);
});

test('the work survives a reload without any save', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('node-dense_1').click();
  await page.getByTestId('field-units').fill('77');
  await page.reload();
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 77');
  await page.getByTestId('project-name').fill('My digits');
  await page.reload();
  await expect(page.getByTestId('project-name')).toHaveValue('My digits');
});

test('a file that is no project is explained by its place and changes nothing', async ({ page }) => {
  await openEditor(page);
  const broken = {
    format: 'netloom',
    version: 1,
    id: 'broken',
    name: 'Broken',
    nodes: [{ id: 'dense_1', type: 'dense', version: 1, name: '', params: { units: 0 }, position: { x: 0, y: 0 } }],
    edges: [{ id: 'e', from: { node: 'ghost', port: 'y' }, to: { node: 'dense_1', port: 'x' } }],
    training: {
      seed: 1,
      batchSize: 32,
      epochs: 1,
      validation: { fraction: 0.1, stratified: true },
      phases: [{ name: 'main', optimizer: { type: 'adam', params: {} } }],
    },
  };
  const open = (name: string, text: string) =>
    page.getByTestId('project-file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await open('broken.json', JSON.stringify(broken));
  const reasons = page.getByTestId('refused');
  await expect(reasons).toContainText('nodes[0].params.units');
  await expect(reasons).toContainText('edges[0]');
  await page.keyboard.press('Escape');
  await open('nothing.json', 'not even JSON');
  await expect(reasons).toContainText('This is not a JSON file.');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('project-name')).toHaveValue('Digits: convolutional net');
  await expect(parameters(page)).toHaveText('225,034');
});

test('panels collapse, resize and remember', async ({ page }) => {
  await openEditor(page);
  await page.getByRole('button', { name: 'Hide: Layers' }).click();
  await expect(page.getByTestId('palette-dense')).not.toBeAttached();
  const grip = page.getByRole('separator', { name: 'Resize: Inspector' });
  const before = Number(await grip.getAttribute('aria-valuenow'));
  await grip.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(grip).toHaveAttribute('aria-valuenow', String(before + 16));
  await page.reload();
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  await expect(page.getByTestId('palette-dense')).not.toBeAttached();
  await expect(grip).toHaveAttribute('aria-valuenow', String(before + 16));
});

test('a small net is built with the keyboard alone', async ({ page }) => {
  await openEditor(page);
  await openBlank(page);
  const keys = page.keyboard;
  const add = async (query: string) => {
    await keys.press('/');
    await keys.type(query);
    await keys.press('Enter');
  };
  const tabTo = async (id: string) => {
    for (let i = 0; i < 40; i++) {
      if ((await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))) === id) return;
      await keys.press('Tab');
    }
    throw new Error(`Tab never came to ${id}`);
  };
  for (const layer of ['data set', 'flatten', 'dense', 'cross']) await add(layer);
  await expect(page.getByTestId('wire-dataset_1.x-flatten_1.x')).toBeAttached();
  await expect(page.getByTestId('wire-dense_1.y-crossEntropy_1.logits')).toBeAttached();

  // The target comes from a list in the inspector.
  await keys.press('i');
  await tabTo('input-target');
  // Not wired, Data set · Example, Data set · Target.
  await keys.press('ArrowDown');
  await keys.press('ArrowDown');
  await expect(page.getByTestId('wire-dataset_1.y-crossEntropy_1.target')).toBeAttached();

  // Back to the canvas, on to the Dense node, and to its units.
  await keys.press('Escape');
  await expect(page.locator('.react-flow__node[data-id="crossEntropy_1"]')).toBeFocused();
  await page.locator('.react-flow__node[data-id="dense_1"]').focus();
  await keys.press('Enter');
  await expect(page.getByTestId('node-dense_1')).toHaveAttribute('data-selected', 'true');
  await keys.press('i');
  await tabTo('field-units');
  await keys.press('Control+a');
  await keys.type('10');
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 10');
  await expect(parameters(page)).toHaveText('7,850');

  // Arrow keys move the node, and a burst of them is one step of undo.
  await keys.press('Escape');
  const x = async () => (await page.getByTestId('node-dense_1').boundingBox())?.x ?? 0;
  const before = await x();
  for (let i = 0; i < 4; i++) await keys.press('ArrowRight');
  expect(await x()).toBeGreaterThan(before + 10);
  await keys.press('Control+z');
  await expect.poll(x).toBeCloseTo(before, 0);
  await page.locator('#dock-tab-problems').click();
  await expect(page.getByText('Every wire fits.')).toBeVisible();
});

for (const { locale, scheme } of looks) {
  test(`axe finds nothing on the editor's screens: ${locale}, ${scheme}`, async ({ page }) => {
    await openEditor(page, { locale, scheme });
    await page.getByTestId('node-conv2d_1').click();
    await page.getByTestId('field-filters').fill('0');
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.locator('.katex').first()).toBeVisible();
    await drag(page, 'port-conv2d_1-y', 'port-crossEntropy_1-target');
    await page.locator('#dock-tab-problems').click();
    await expect(page.getByTestId('problems')).toBeVisible();
    expect(await findings(page), 'a wrong value, a wrong wire, the problems').toEqual([]);
    await page.getByTestId('project-menu').click();
    await expect(page.getByTestId('project-new')).toBeVisible();
    expect(await findings(page), 'the project menu').toEqual([]);
  });
}

test('axe finds nothing on the first screen, in each language and theme', async ({ page }) => {
  await openEditor(page, { scheme: 'auto' });
  for (const look of allLooks) {
    await dress(page, look);
    expect(await findings(page), `${look.locale}, ${look.scheme}`).toEqual([]);
  }
});

test('the page says nothing in English where Chinese is chosen', async ({ page }) => {
  await openEditor(page);
  await page.getByTestId('language-menu').click();
  await page.getByTestId('language-zh-CN').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByTestId('palette-dense')).toHaveText('全连接');
  await page.getByTestId('node-dense_1').click();
  const text = await page.getByTestId('inspector').innerText();
  expect(text).not.toMatch(/\b(Parameters|Units|Activation|Inputs|Size|About|Unknown)\b/);
});

test('the code the page starts with stays below 350 kB compressed', async ({ page }) => {
  await openEditor(page, { anew: true });
  const bytes = await page.evaluate(async () => {
    const html = await (await fetch('/')).text();
    const scripts = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path = '']) => path);
    // the sentences of the page's language, without which nothing is drawn
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    const sentences = loaded.filter((name) => /\/assets\/(en|zh-CN)-[\w-]+\.js$/.test(name));
    if (sentences.length !== 1) throw new Error(`languages loaded: ${sentences.join(' ') || 'none'}`);
    const sizes = [...scripts, ...sentences].map(async (path) => {
      const { body } = await fetch(path);
      return body ? (await new Response(body.pipeThrough(new CompressionStream('gzip'))).arrayBuffer()).byteLength : 0;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  });
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(350_000);
});
