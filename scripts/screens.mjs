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
  await settle(page, 1200);
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
  data: async (page) => {
    await page.getByTestId('project-menu').click();
    await page.getByTestId('project-data').click();
    await page.getByTestId('data-card').waitFor();
    await settle(page, 1500);
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
