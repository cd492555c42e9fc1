import { readFileSync } from 'node:fs';

/** The page's main screens: each takes a page with the first template open and leaves it as it is to be seen. */

/** Shares of the pad: a 2 as one would write it. */
const two = [
  [0.28, 0.3],
  [0.38, 0.18],
  [0.55, 0.15],
  [0.68, 0.25],
  [0.66, 0.42],
  [0.52, 0.58],
  [0.36, 0.72],
  [0.27, 0.83],
  [0.5, 0.81],
  [0.74, 0.83],
];

async function draw(page, points) {
  const box = await page.getByTestId('pad').boundingBox();
  const [first, ...rest] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 6 });
  await page.mouse.up();
}

const settle = (page, ms = 600) => page.waitForTimeout(ms);

/** Until that many steps of the run are done. */
const steps = (page, wanted) =>
  page.waitForFunction(
    (count) =>
      Number(
        /(\d+)\/\d+\s*$/.exec(document.querySelector('[data-testid=run-progress] span')?.textContent ?? '')?.[1],
      ) >= count,
    wanted,
    { timeout: 180_000 },
  );

async function openTemplate(page, id) {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-template').click();
  await page.getByTestId(`template-${id}`).click();
  await page.getByTestId('gallery').waitFor({ state: 'hidden' });
  await page.mouse.move(640, 20);
  await settle(page, 1200);
}

async function openData(page) {
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-data').click();
  await page.getByTestId('data-card').waitFor();
}

/** Puts the pointer where the model is tried, without which it is not made. */
async function wake(page) {
  await page.getByTestId('predict').hover({ position: { x: 60, y: 12 } });
}

/** Forty rows of a table, two of which do not fit. */
const rows = Array.from(
  { length: 40 },
  (_, i) => `${(4 + i / 20).toFixed(2)},${(i * 7) % 11},${i % 2 ? 'odd' : 'even'}`,
);
const table = ['length,width,parity', ...rows, '5.10,wide,odd', '5.20,3'].join('\n');

async function shift(page, ...nodes) {
  for (const [at, node] of nodes.entries()) {
    await page
      .getByTestId(`node-${node}`)
      .click({ ...(at > 0 ? { modifiers: ['Shift'] } : {}), position: { x: 60, y: 12 } });
  }
}

async function drag(page, from, to) {
  const middle = async (id) => {
    const box = await page.getByTestId(id).boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  await page.mouse.move(...(await middle(from)));
  await page.mouse.down();
  await page.mouse.move(...(await middle(to)), { steps: 8 });
  await page.mouse.up();
}

const COLUMNS = 40;

/** The project with 1,000 nodes: Dense layers in rows, every second followed by an Add of it and the one before. */
function enlarged({ document }) {
  const like = (type) => document.nodes.find((node) => node.type === type);
  const at = (index) => ({ x: (index % COLUMNS) * 208, y: Math.floor(index / COLUMNS) * 168 });
  const wire = (from, to, port) => ({
    id: `${from}.y-${to}.${port}`,
    from: { node: from, port: 'y' },
    to: { node: to, port },
  });
  const dense = like('dense');
  const nodes = [
    { ...like('dataset'), position: at(0) },
    { ...like('flatten'), position: at(1) },
  ];
  const edges = [{ id: 'in', from: { node: 'dataset_1', port: 'x' }, to: { node: 'flatten_1', port: 'x' } }];
  for (let i = 2, last = 'flatten_1'; i < 1000; i++) {
    const before = nodes.at(-1).id;
    const isSum = i >= 4 && i % 2 === 0;
    const id = `${isSum ? 'add' : 'dense'}_${i}`;
    nodes.push({
      ...dense,
      id,
      position: at(i),
      ...(isSum ? { type: 'add', version: 1, params: { inputs: 2 } } : { params: { ...dense.params, units: 64 } }),
    });
    edges.push(...(isSum ? [wire(before, id, 'a'), wire(last, id, 'b')] : [wire(before, id, 'x')]));
    if (isSum || i < 4) last = id;
  }
  return { ...document, id: 'large', nodes, edges };
}

async function openLarge(page) {
  await page.getByTestId('export').click();
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-project').click()]);
  const text = JSON.stringify(enlarged(JSON.parse(readFileSync(await saved.path(), 'utf8'))));
  await page.keyboard.press('Escape');
  await page.getByTestId('export-dialog').waitFor({ state: 'hidden' });
  const file = { name: 'large.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByTestId('project-file').setInputFiles(file);
  await settle(page, 3000);
}

export const screens = {
  training: async (page) => {
    await draw(page, two);
    await page.getByTestId('run-main').click();
    await steps(page, 120);
    await page.mouse.move(640, 60);
    await settle(page, 1500);
  },
  analysis: async (page) => {
    await page.locator('#left-tab-outline').click();
    await page.getByTestId('outline-dense_1').click();
    await page.locator('#dock-tab-analyzer').click();
    await page.getByTestId('sort-parameters').click();
    await settle(page);
  },
  phases: async (page) => {
    await openTemplate(page, 'dcgan');
    await settle(page);
  },
  writing: async (page) => {
    await openTemplate(page, 'char-gpt');
    await settle(page, 1500);
  },
  written: async (page) => {
    await openTemplate(page, 'char-gpt');
    await wake(page);
    await page.getByTestId('writer-write').click();
    await settle(page, 4000);
  },
  generated: async (page) => {
    await openTemplate(page, 'dcgan');
    await wake(page);
    await page.getByTestId('codes-waiting').waitFor({ state: 'detached' });
    await settle(page, 2500);
  },
  reading: async (page) => {
    await openTemplate(page, 'cnn-text');
    await wake(page);
    await settle(page, 4000);
  },
  table: async (page) => {
    await openTemplate(page, 'cars-mpg');
    await wake(page);
    await settle(page, 3000);
  },
  trained: async (page) => {
    await openTemplate(page, 'toy-2d');
    await page.getByTestId('run-main').click();
    await settle(page, 10_000);
    await page.getByTestId('predict').hover();
    await settle(page, 1500);
  },
  module: async (page) => {
    await shift(page, 'conv2d_2', 'maxPool2d_2');
    await page.keyboard.press('Control+g');
    await page.keyboard.press('Enter');
    await page.getByTestId('node-module_1').dblclick({ position: { x: 60, y: 12 } });
    await page.getByTestId('breadcrumbs').waitFor();
    await settle(page, 1200);
  },
  annotated: async (page) => {
    await shift(page, 'softmax_1', 'output_1');
    await page.keyboard.press('g');
    await page.getByTestId('inline-text').fill('p(y | x)');
    await page.keyboard.press('Enter');
    const box = await page.getByTestId('node-maxPool2d_2').boundingBox();
    await page.mouse.click(box.x - 26, box.y + box.height + 60, { button: 'right' });
    await page.getByTestId('menu-note').click();
    await page.getByTestId('inline-text').fill('$$-\\sum_i y_i \\log p_i$$');
    await page.keyboard.press('Escape');
    await page.locator('.katex').first().waitFor();
    await settle(page);
  },
  menu: async (page) => {
    await page.getByTestId('node-dense_1').click({ button: 'right', position: { x: 60, y: 12 } });
    await page.getByTestId('context-menu').waitFor();
    await settle(page);
  },
  search: async (page) => {
    await page.keyboard.press('/');
    await page.getByTestId('quick-add').getByRole('option').first().waitFor();
    await page.keyboard.type('conv');
    await settle(page);
  },
  problem: async (page) => {
    await drag(page, 'port-conv2d_1-y', 'port-crossEntropy_1-logits');
    await page.locator('#dock-tab-problems').click();
    await page.getByTestId('problem-crossEntropy_1').waitFor();
    await settle(page);
  },
  far: async (page) => {
    await openLarge(page);
  },
  near: async (page) => {
    await openLarge(page);
    const box = await page.getByTestId('canvas').boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -240);
    await settle(page, 2500);
  },
  shared: async (page) => {
    await page.getByTestId('project-menu').click();
    await page.getByTestId('project-share').click();
    await page.getByTestId('share-link').waitFor();
    await settle(page);
  },
  data: async (page) => {
    await openData(page);
    await settle(page, 1500);
  },
  samples: async (page) => {
    await openData(page);
    await page.getByTestId('data-tab-samples').click();
    await page.getByTestId('data-samples').waitFor();
    await settle(page, 1500);
  },
  imported: async (page) => {
    await openData(page);
    await page.getByTestId('data-import').click();
    await page.getByTestId('import-kind').locator('label[for$="-table"]').click();
    const file = { name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(table) };
    await page.getByTestId('import-file').setInputFiles(file);
    await page.getByTestId('import-column-1').locator('select').selectOption('number');
    await page.getByTestId('import-start').click();
    await page.getByTestId('import-result').waitFor();
    await settle(page);
  },
  lesson: async (page) => {
    await page.getByTestId('project-menu').click();
    await page.getByTestId('project-share').click();
    for (const lock of ['palette', 'export', 'training']) await page.getByTestId(`lock-${lock}`).check();
    await settle(page);
    const link = await page.getByTestId('share-link').inputValue();
    await page.goto(link);
    await page.getByTestId('received').waitFor();
    await settle(page);
  },
  tour: async (page) => {
    await page.getByTestId('project-menu').click();
    await page.getByTestId('tour-start').click();
    await page.getByTestId('tour-add').waitFor();
    await settle(page);
  },
  tablet: async (page) => {
    await page.setViewportSize({ width: 768, height: 1024 });
    await page.keyboard.press('f');
    await page.getByTestId('toggle-inspector').click();
    await page.getByTestId('inspector').waitFor();
    await settle(page);
  },
  export: async (page) => {
    await page.getByTestId('export').click();
    await page.getByTestId('snippet').waitFor();
    await settle(page);
  },
  gallery: async (page) => {
    await page.getByTestId('project-menu').click();
    await page.getByTestId('project-template').click();
    await page.getByTestId('gallery').waitFor();
    await settle(page, 1500);
  },
  projects: async (page) => {
    await page.getByTestId('project-menu').click();
    await page.getByTestId('project-home').click();
    await page.getByTestId('shelf').waitFor();
    await settle(page);
  },
};
