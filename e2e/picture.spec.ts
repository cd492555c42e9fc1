import { expect, type Page, test } from '@playwright/test';
import { isSelected, openEditor, type Spot, settled } from './canvas';
import { large } from './largeModel';
import { mlp, openDocument } from './run';

const model = large();
const cards = (page: Page) => page.locator('.react-flow__node');

async function openLarge(page: Page, scheme: 'light' | 'dark' = 'light'): Promise<void> {
  await openEditor(page, { scheme });
  await openDocument(page, model);
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-far', 'true');
  await settled(page);
}

/** Where a place of the drawing is on the screen. */
async function onScreen(page: Page, x: number, y: number): Promise<Spot> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('no canvas');
  const view = await page.evaluate(() => {
    const style = document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform;
    const { a, e, f } = new DOMMatrix(style);
    return { zoom: a, x: e, y: f };
  });
  return { x: box.x + view.x + x * view.zoom, y: box.y + view.y + y * view.zoom };
}

function positionOf(id: string): { x: number; y: number } {
  const node = model.nodes.find((item) => item.id === id);
  if (!node) throw new Error(`no ${id}`);
  return node.position;
}

/** The middle of a card of two rows or one, on the screen. */
const middleOf = (page: Page, id: string): Promise<Spot> => {
  const { x, y } = positionOf(id);
  return onScreen(page, x + 84, y + 30);
};

/** What the picture has at a place on the screen, as `r,g,b`. */
const paintedAt = (page: Page, { x, y }: Spot): Promise<string> =>
  page.evaluate(
    ([left, top]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="picture"]');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) throw new Error('no picture');
      const box = canvas.getBoundingClientRect();
      const scale = canvas.width / box.width;
      const { data } = context.getImageData(
        Math.round((left - box.x) * scale),
        Math.round((top - box.y) * scale),
        1,
        1,
      );
      return [...data.slice(0, 3)].join();
    },
    [x, y] as const,
  );

/** A colour of the page mixed into another, as `r,g,b`. */
const mixed = (page: Page, name: string, share: number, into: string): Promise<string> =>
  page.evaluate(
    ([one, percent, other]) => {
      const probe = document.createElement('div');
      probe.style.background = `color-mix(in srgb, var(${one}) ${percent}%, var(${other}))`;
      document.body.append(probe);
      const parts = getComputedStyle(probe).backgroundColor.match(/[\d.]+/g) ?? [];
      probe.remove();
      return parts
        .slice(0, 3)
        .map((part) => Math.round(Number(part) * 255))
        .join();
    },
    [name, share * 100, into] as const,
  );

const close = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((color) => color.split(',').map(Number));
  return (one ?? []).every((value, i) => Math.abs(value - (other?.[i] ?? -9)) <= 2);
};

/** Turns the wheel over a place until the drawing is that near. */
async function zoomTo(page: Page, at: Spot, zoom: number): Promise<void> {
  await page.mouse.move(at.x, at.y);
  const now = () =>
    page.evaluate(() => {
      const style = document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform;
      return new DOMMatrix(style).a;
    });
  while ((await now()) < zoom) await page.mouse.wheel(0, -40);
  await expect(page.getByTestId('canvas')).not.toHaveAttribute('data-moving');
  await settled(page);
}

for (const scheme of ['light', 'dark'] as const)
  test(`from far away a large drawing is a picture with each card in its group's colour, ${scheme}`, async ({
    page,
  }) => {
    await openLarge(page, scheme);
    expect(await cards(page).count()).toBeLessThanOrEqual(2);
    await expect(page.locator('.react-flow__edge')).toHaveCount(0);
    const [dense, add] = [await middleOf(page, 'dense_501'), await middleOf(page, 'add_502')];
    const colors = {
      dense: await mixed(page, '--group-core', 0.12, '--surface-panel'),
      add: await mixed(page, '--group-merge', 0.12, '--surface-panel'),
    };
    await expect.poll(async () => close(await paintedAt(page, dense), colors.dense)).toBe(true);
    expect(close(await paintedAt(page, add), colors.add)).toBe(true);
    expect(colors.dense).not.toBe(colors.add);
  });

test('in the picture one points at a node, selects it, moves it and takes that back', async ({ page }) => {
  await openLarge(page);
  const before = await middleOf(page, 'dense_501');
  await page.mouse.click(before.x, before.y);
  await isSelected(page, 'dense_501');
  await expect(page.getByTestId('field-units')).toHaveValue('64');
  await page.mouse.down();
  await page.mouse.move(before.x + 10, before.y + 12, { steps: 4 });
  await page.mouse.move(before.x + 20, before.y + 24, { steps: 4 });
  await page.mouse.up();
  const place = () => page.getByTestId('node-dense_501').boundingBox();
  await expect.poll(async () => ((await place())?.y ?? 0) - before.y).toBeGreaterThan(10);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => Math.abs(((await place())?.y ?? 0) - before.y)).toBeLessThan(6);
  const other = await middleOf(page, 'add_610');
  await page.mouse.click(other.x, other.y);
  await isSelected(page, 'add_610');
  await expect(page.getByTestId('node-dense_501')).toHaveCount(0);
});

test('a box drawn over the picture selects what lies in it, and all of it moves', async ({ page }) => {
  await openLarge(page);
  const [from, to] = [positionOf('dense_523'), positionOf('add_526')];
  const corner = await onScreen(page, from.x - 16, from.y - 24);
  const end = await onScreen(page, to.x + 184, to.y + 120);
  await page.keyboard.down('Shift');
  await page.mouse.move(corner.x, corner.y);
  await page.mouse.down();
  await page.mouse.move((corner.x + end.x) / 2, end.y, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByTestId('inspector')).toContainText('4');
  for (const id of ['dense_523', 'add_524', 'dense_525', 'add_526']) await isSelected(page, id);
  const held = await middleOf(page, 'add_524');
  await page.mouse.move(held.x, held.y);
  await page.mouse.down();
  await page.mouse.move(held.x, held.y + 20, { steps: 6 });
  await page.mouse.up();
  const [moved] = [await page.getByTestId('node-add_526').boundingBox()];
  expect((moved?.y ?? 0) + (moved?.height ?? 0) / 2).toBeGreaterThan(held.y + 10);
});

test('nearby the cards in view are in the page, and no others; on the way there nothing comes or goes', async ({
  page,
}) => {
  await openLarge(page);
  await page.evaluate(() => {
    const counts = { moving: 0, resting: 0 };
    Object.assign(window, { counts });
    const frame = document.querySelector('[data-testid="canvas"]');
    const nodes = document.querySelector('.react-flow__nodes');
    if (!frame || !nodes) throw new Error('no canvas');
    new MutationObserver((changes) => {
      const came = changes.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0);
      counts[frame.hasAttribute('data-moving') ? 'moving' : 'resting'] += came;
    }).observe(nodes, { childList: true });
  });
  await zoomTo(page, await middleOf(page, 'dense_501'), 0.7);
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-far', 'false');
  await expect(page.getByTestId('node-dense_501')).toBeVisible();
  await expect(page.getByTestId('wire-dense_501.y-add_502.a')).toBeAttached();
  const inView = await page.evaluate(
    (nodes) => {
      const frame = document.querySelector('[data-testid="canvas"]')?.getBoundingClientRect();
      const { a, e, f } = new DOMMatrix(document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform);
      const seen = (low: number, size: number, length: number) => low < length && low + size > 0;
      return nodes.filter(
        ({ x, y }) => seen(x * a + e, 168 * a, frame?.width ?? 0) && seen(y * a + f, 60 * a, frame?.height ?? 0),
      ).length;
    },
    model.nodes.map(({ position }) => position),
  );
  expect(inView).toBeGreaterThan(10);
  await expect.poll(() => cards(page).count()).toBeGreaterThanOrEqual(inView);
  expect(await cards(page).count()).toBeLessThan(inView + 12);
  const counts = await page.evaluate(() => (window as unknown as { counts: Record<string, number> }).counts);
  // What was on its way when the view moved again: one batch.
  expect(counts.moving).toBeLessThanOrEqual(8);
  expect(counts.resting).toBeGreaterThan(10);
});

/** Counts the cards that React renders from now on, by node. */
const watchCards = () => {
  interface Fiber {
    readonly flags: number;
    readonly child: Fiber | null;
    readonly sibling: Fiber | null;
    readonly alternate: Fiber | null;
    readonly memoizedProps: { readonly id?: string; readonly node?: unknown; readonly selected?: boolean } | null;
  }
  const rendered: string[] = [];
  Object.assign(window, { rendered });
  /** Fibers that are new in this commit and did some work. */
  const walk = (fiber: Fiber | null) => {
    for (let at = fiber; at; at = at.sibling) {
      const props = at.memoizedProps;
      const isCard = typeof props?.id === 'string' && props.node !== undefined && props.selected !== undefined;
      if (isCard && (at.flags & 1) === 1) rendered.push(props.id as string);
      if (at.alternate === null || at.child !== at.alternate.child) walk(at.child);
    }
  };
  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      isDisabled: false,
      supportsFiber: true,
      renderers: new Map(),
      inject: () => 1,
      onCommitFiberUnmount: () => {},
      onPostCommitFiberRoot: () => {},
      onCommitFiberRoot: (_: number, root: { current: Fiber }) => walk(root.current),
    },
  });
};

test('an edit renders the cards that it changes, and no others', async ({ page }) => {
  await page.addInitScript(watchCards);
  await openLarge(page);
  await zoomTo(page, await middleOf(page, 'dense_501'), 0.7);
  await page.getByTestId('node-dense_501').click();
  await expect(page.getByTestId('field-units')).toHaveValue('64');
  await expect(page.getByTestId('wire-dense_501.y-add_502.a')).toBeAttached();
  const shown = await cards(page).count();
  expect(shown).toBeGreaterThan(10);
  const renderedBy = async (edit: () => Promise<unknown>) => {
    await page.evaluate(() => {
      (window as unknown as { rendered: string[] }).rendered.length = 0;
    });
    await edit();
    await page.waitForTimeout(300);
    return page.evaluate(() => [...new Set((window as unknown as { rendered: string[] }).rendered)].sort());
  };
  expect(await renderedBy(() => page.getByTestId('field-activation').selectOption('tanh'))).toEqual(['dense_501']);
  const changed = await renderedBy(() => page.getByTestId('field-units').fill('32'));
  expect(changed).toContain('dense_501');
  expect(changed).toContain('add_502');
  await expect(page.getByTestId('shape-dense_501-y')).toHaveText('B 32');
  // What comes before keeps its shape.
  for (const id of changed) expect(Number(id.split('_')[1])).toBeGreaterThanOrEqual(501);
});

test('a drawing that opens from far away has its wires nearby', async ({ page }) => {
  await openEditor(page);
  const plain = mlp();
  const nodes = plain.nodes.map((node) => ({
    ...node,
    position: { x: node.position.x * 4, y: node.position.y * 4 },
  }));
  await openDocument(page, { ...plain, nodes });
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-far', 'true');
  await settled(page);
  const box = await page.getByTestId('node-flatten_1').boundingBox();
  await zoomTo(page, { x: (box?.x ?? 0) + 4, y: (box?.y ?? 0) + 4 }, 0.6);
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-far', 'false');
  await expect(page.locator('.react-flow__edge')).toHaveCount(plain.edges.length);
  await expect(page.getByTestId('wire-dataset_1.x-flatten_1.x')).toBeAttached();
});
