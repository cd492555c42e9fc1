import { expect, type Page } from '@playwright/test';
import { isSelected, openEditor, type Spot, settled, touch, view } from './canvas';
import { large } from './largeModel';
import { test } from './page';
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

test('an edit renders the cards that it changes, and no others', async ({ own: page }) => {
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

/** A part of the page as it is seen: pixels, RGBA. */
async function seen(page: Page, clip: { x: number; y: number; width: number; height: number }): Promise<number[]> {
  const png = (await page.screenshot({ clip, animations: 'disabled' })).toString('base64');
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no context');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, image.width, image.height).data];
  }, png);
}

/** The share of pixels that differ by more than what smoothing of edges and letters accounts for. */
function differing(a: readonly number[], b: readonly number[], most: number): number {
  let count = 0;
  for (let at = 0; at < a.length; at += 4)
    if ([0, 1, 2].some((part) => Math.abs((a[at + part] ?? 0) - (b[at + part] ?? 0)) > most)) count++;
  return count / (a.length / 4);
}

/** Whole pixels around a card on the screen, with its border. */
async function clipOf(page: Page, id: string, zoom: number) {
  const { x, y } = positionOf(id);
  const corner = await onScreen(page, x, y);
  return {
    x: Math.floor(corner.x) - 1,
    y: Math.floor(corner.y) - 1,
    width: Math.ceil(168 * zoom) + 2,
    height: Math.ceil(60 * zoom) + 2,
  };
}

for (const scheme of ['light', 'dark'] as const)
  test(`a card of the page looks as the picture paints it, on both sides of the threshold, ${scheme}`, async ({
    own: page,
  }) => {
    // The view is at rest when it stood still for 120 ms: while that is held back, the picture has all of it.
    await page.addInitScript(() => {
      const real = window.setTimeout;
      const held: (() => void)[] = [];
      Object.assign(window, { hold: false, release: () => held.splice(0).at(-1)?.() });
      window.setTimeout = ((run: () => void, ms?: number, ...rest: unknown[]) => {
        const hold = ms === 120 && (window as unknown as { hold: boolean }).hold;
        return hold ? held.push(run) && 0 : real(run, ms, ...rest);
      }) as typeof window.setTimeout;
    });
    await openLarge(page, scheme);
    const hold = (on: boolean) => page.evaluate((value) => Object.assign(window, { hold: value }) && undefined, on);
    const id = 'dense_501';
    const { x, y } = positionOf(id);
    for (const zoom of [0.36, 0.4]) {
      // beside the card, so that it is in the picture alone
      const beside = await onScreen(page, x - 16, y - 16);
      await page.mouse.move(beside.x, beside.y);
      await expect(page.getByTestId(`node-${id}`)).toHaveCount(0);
      await page.waitForTimeout(100);
      await hold(true);
      while ((await view(page)).zoom < 0.9 * zoom) await page.mouse.wheel(0, -40);
      while ((await view(page)).zoom < zoom) await page.mouse.wheel(0, -10);
      await page.waitForTimeout(200);
      const clip = await clipOf(page, id, (await view(page)).zoom);
      const before = await seen(page, clip);
      await hold(false);
      await page.evaluate(() => (window as unknown as { release: () => void }).release());
      await expect(page.getByTestId('canvas')).not.toHaveAttribute('data-moving');
      if (zoom < 0.38) await page.mouse.move(clip.x + clip.width / 2, clip.y + clip.height / 2);
      await expect(page.getByTestId(`node-${id}`)).toBeVisible();
      await page.waitForTimeout(200);
      const shown = await seen(page, clip);
      expect(shown).not.toEqual(before);
      expect(differing(before, shown, 60)).toBeLessThan(0.12);
      expect(differing(before, shown, 12)).toBeLessThan(0.35);
    }
  });

/** How many pixels in the band just outside a card have the accent's colour, of 40 above it. */
async function ringAt(page: Page, id: string): Promise<number> {
  const { x, y } = positionOf(id);
  const [corner, end] = [await onScreen(page, x, y), await onScreen(page, x + 168, y)];
  return page.evaluate(
    ([left, right, top]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="picture"]');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) throw new Error('no picture');
      const probe = document.createElement('div');
      probe.style.color = 'var(--accent)';
      document.body.append(probe);
      const accent = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number);
      probe.remove();
      const box = canvas.getBoundingClientRect();
      const scale = canvas.width / box.width;
      const row = Math.round((top - 3 - box.y) * scale);
      const [from, to] = [Math.round((left - box.x) * scale), Math.round((right - box.x) * scale)];
      const { data } = context.getImageData(from, row - 1, to - from, 3);
      let found = 0;
      for (let at = 0; at < data.length; at += 4)
        if ([0, 1, 2].every((part) => Math.abs((data[at + part] ?? 0) - (accent[part] ?? -99)) < 30)) found++;
      return found;
    },
    [corner.x, end.x, corner.y] as const,
  );
}

test('the Tab key reaches the picture; Alt and arrows walk along its wires, Enter edits', async ({ page }) => {
  await openLarge(page);
  const first = model.nodes[0]?.id ?? '';
  const stop = page.getByTestId('picture-stop');
  await page.getByTestId('canvas').getByRole('button').first().waitFor();
  let tabs = 0;
  while (!(await stop.evaluate((element) => element === document.activeElement))) {
    await page.keyboard.press('Tab');
    expect(++tabs).toBeLessThan(150);
  }
  await expect(stop).toHaveAccessibleName(new RegExp(`${model.nodes.length}`));
  await expect(stop).toHaveAccessibleDescription(/outline lists all nodes/);
  await expect.poll(() => ringAt(page, first)).toBeGreaterThan(8);
  // There is a way on: the picture holds nobody.
  await page.keyboard.press('Tab');
  await expect(stop).not.toBeFocused();
  await expect.poll(() => ringAt(page, first)).toBe(0);
  await page.keyboard.press('Shift+Tab');
  await expect(stop).toBeFocused();
  const next = model.edges.find(({ from }) => from.node === first)?.to.node ?? '';
  await page.keyboard.press('Alt+ArrowRight');
  await isSelected(page, next);
  await expect(page.locator(`.react-flow__node[data-id="${next}"]`)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await expect(page.getByTestId('canvas')).toHaveAttribute('data-far', 'true');
  await settled(page);
  // The last that had the keyboard is where one comes back to.
  await stop.focus();
  await page.keyboard.press('Enter');
  await isSelected(page, next);
  await expect(page.getByTestId('inspector').locator(':focus')).toHaveCount(1);
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });

  test('a picture is moved and pinched; a tap selects, then a drag moves; a long press opens the menu', async ({
    own: page,
  }) => {
    await openLarge(page);
    const at = await middleOf(page, 'dense_501');
    const before = await view(page);
    for (const times of [1, 2]) {
      const { x, y } = await middleOf(page, 'dense_501');
      await touch(page, [{ from: [x, y], to: [x + 40, y + 30] }]);
      expect((await view(page)).x - before.x).toBeGreaterThan(25 * times);
    }
    await expect(page.getByTestId('undo')).toBeDisabled();
    await settled(page);
    const moved = await view(page);
    await touch(page, [
      { from: [at.x - 40, at.y], to: [at.x - 60, at.y] },
      { from: [at.x + 40, at.y], to: [at.x + 60, at.y] },
    ]);
    expect((await view(page)).zoom).toBeGreaterThan(moved.zoom * 1.2);
    await page.keyboard.press('f');
    await settled(page);
    await expect(page.getByTestId('canvas')).not.toHaveAttribute('data-moving');

    const place = await middleOf(page, 'dense_501');
    await page.touchscreen.tap(place.x, place.y);
    await isSelected(page, 'dense_501');
    const still = await view(page);
    await touch(page, [{ from: [place.x, place.y], to: [place.x + 30, place.y + 40] }]);
    expect(await view(page)).toEqual(still);
    const box = await page.getByTestId('node-dense_501').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0) / 2 - place.y).toBeGreaterThan(10);
    await page.keyboard.press('Control+z');

    const other = await middleOf(page, 'add_610');
    await touch(page, [{ from: [other.x, other.y], to: [other.x, other.y] }], 800);
    await expect(page.getByTestId('menu-rename')).toBeVisible();
    await isSelected(page, 'add_610');
    await page.getByTestId('menu-bypass').tap();
    await expect(page.getByTestId('node-add_610')).toHaveAttribute('data-disabled', 'true');
  });
});
