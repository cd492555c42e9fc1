import { test as base, expect, type Page } from '@playwright/test';
import { mnistCnn } from '../src/document/templates/mnistCnn';

export interface Look {
  readonly locale?: 'en' | 'zh-CN';
  /** `auto` follows the system. */
  readonly scheme?: 'light' | 'dark' | 'auto';
  /** Loads a page that tests share in any case, with nothing stored: for what is about projects side by side, or two tabs. */
  readonly anew?: boolean;
}

/** The pages that tests share, each with what it shows as it was loaded, by its look. */
const stages = new WeakMap<Page, Map<string, string>>();

/** As where a connection counts bytes: the page fetches and starts no runtime before it is needed, which keeps tests quick. */
export function saveData(): void {
  Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
}

/**
 * Tests whose `page` is one for all of a worker: `openPage` and `openEditor` bring it back to what a visitor sees who was never
 * here. After a failure there is a new worker, and with it a new page.
 */
export const test = base.extend<{ own: Page }, { stage: Page }>({
  stage: [
    async ({ browser }, use, { project }) => {
      const { baseURL, viewport } = project.use;
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...(viewport ? { viewport } : {}) });
      await context.addInitScript(saveData);
      const page = await context.newPage();
      stages.set(page, new Map());
      await use(page);
      await context.close();
    },
    { scope: 'worker' },
  ],
  context: ({ stage }, use) => use(stage.context()),
  page: async ({ stage }, use) => {
    await use(stage);
    await leave(stage);
  },
  /** A page of the test's own, for one that changes what a reload does not bring back. */
  own: async ({ browser }, use) => {
    const page = await browser.newPage();
    await use(page);
    await page.context().close();
  },
});

/** Takes back what a test asked of the browser. */
async function leave(page: Page): Promise<void> {
  const others = page.context().pages();
  await Promise.all(others.filter((other) => other !== page).map((other) => other.close()));
  await page.context().clearPermissions();
  await page.unrouteAll();
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(base.info().project.use.viewport ?? { width: 1280, height: 720 });
  for (const key of ['Shift', 'Control', 'Alt']) await page.keyboard.up(key);
  await page.mouse.move(0, 0);
}

/** The view has come to rest: a port stays where it is. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const view = () => document.querySelector('.react-flow__viewport')?.getAttribute('style');
    let before = view();
    for (let still = 0; still < 8; still++) {
      await new Promise(requestAnimationFrame);
      const now = view();
      if (now !== before) still = -1;
      before = now;
    }
  });
}

/** Brings a page to the first template in a look; false where it is no page that tests share. */
export async function reopen(page: Page, { locale = 'en', scheme = 'light', anew = false }: Look): Promise<boolean> {
  const known = stages.get(page);
  if (!known) return false;
  const look = JSON.stringify([locale, scheme, page.viewportSize()]);
  const wanted = known.get(look);
  if (wanted && !anew && (await clear(page, locale, wanted))) return true;
  await load(page, { locale, scheme });
  if (!wanted) {
    // with all that comes after the first screen
    await page.waitForLoadState('networkidle');
    known.set(look, await appearance(page));
  }
  return true;
}

/** Loads a page as one that was never here. */
async function load(page: Page, state: Pick<Look, 'locale' | 'scheme'>): Promise<void> {
  // something small of the same origin: the page's process, and with it its compiled code, stays
  await page.goto('/favicon.svg');
  const client = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await client.send('Storage.clearDataForOrigin', { origin, storageTypes: 'file_systems,indexeddb,local_storage' });
  await client.detach();
  await page.evaluate((ui) => localStorage.setItem('netloom.ui', JSON.stringify({ state: ui, version: 1 })), state);
  await page.goto('/');
  await expect(page.getByTestId('node-dataset_1')).toBeVisible();
  await settled(page);
}

/** Opens the first template anew in place; false where the page then shows anything that it did not as it was loaded. */
async function clear(page: Page, locale: 'en' | 'zh-CN', wanted: string): Promise<boolean> {
  // language, theme and sizes of panels, which no document changes
  const frame = (text: string) => text.split('\n').filter((line) => /^HTML|role=separator/.test(line));
  if (frame(wanted).join() !== frame(await appearance(page)).join()) return false;
  const file = page.getByTestId('project-file');
  if ((await file.count()) === 0) return false;
  for (let i = 0; i < 2; i++) await page.keyboard.press('Escape');
  for (const tab of ['#left-tab-layers', '#dock-tab-training'])
    if ((await page.locator(`${tab}[aria-selected=false]`).count()) > 0) await page.click(tab, { timeout: 1000 });
  await page.evaluate(() => {
    localStorage.removeItem('netloom.draft');
    for (const element of document.querySelectorAll('*')) if (element.scrollTop > 0) element.scrollTop = 0;
  });
  const buffer = Buffer.from(JSON.stringify(mnistCnn.create(locale)));
  await file.setInputFiles({ name: 'project.json', mimeType: 'application/json', buffer });
  await settled(page);
  // what comes late is waited for as long as anything changes
  let now = '';
  for (let still = 0; still < 8; still++) {
    const shown = await appearance(page);
    if (shown === wanted) return true;
    if (shown !== now) still = 0;
    now = shown;
    await page.waitForTimeout(50);
  }
  if (process.env.NETLOOM_SHOW_LOADS) process.stdout.write(`loads the page: ${difference(wanted, now)}\n`);
  return false;
}

/** What only one of two texts has, by lines. */
function difference(a: string, b: string): string {
  const [one, other] = [a.split('\n'), b.split('\n')];
  const only = (lines: readonly string[], others: readonly string[]) =>
    lines.filter((line) => !others.includes(line)).slice(0, 8);
  return JSON.stringify({ gone: only(one, other), come: only(other, one) });
}

/** All that one sees of a page and could act on, as text: two pages that look the same give the same. */
function appearance(page: Page): Promise<string> {
  return page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const names = ['data-testid', 'role', 'lang', 'data-mantine-color-scheme', 'data-selected', 'disabled', 'open'];
    const parts = [...document.querySelectorAll('html, html :not([data-testid=saving])')].flatMap((element) => {
      const said = [...element.attributes]
        .filter(({ name }) => names.includes(name) || /^aria-(?!labelledby|controls|describedby)/.test(name))
        .map(({ name, value }) => `${name}=${value}`);
      if ('value' in element && element.tagName !== 'LI') said.push(`value=${element.value}`);
      if (element.scrollTop + element.scrollLeft > 0) said.push(`scrolled to ${element.scrollTop}`);
      return said.length > 0 ? [`${element.tagName} ${said.join(' ')}`] : [];
    });
    const view = document.querySelector('.react-flow__viewport')?.getAttribute('style');
    const kept = Object.entries({ ...localStorage }).filter(
      ([key, value]) =>
        !['netloom.ui', 'netloom.draft'].includes(key) && JSON.stringify(JSON.parse(value).state) !== '{}',
    );
    // the last words to screen readers stay in the page
    const told = document.querySelector('.visuallyHidden[role=status] + .visuallyHidden[role=status]')?.textContent;
    const text = document.body.innerText.split('\n').filter((line) => line !== '' && line !== told);
    return [location.href, view, JSON.stringify(kept), ...parts, ...text].join('\n');
  });
}
