import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { RunOptions } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const wcag = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } } satisfies RunOptions;

interface Scan {
  /** Selectors of the parts that are looked at; the whole page where absent. */
  readonly parts?: string[];
  /** Every rule that axe has, good practices too. */
  readonly every?: boolean;
}

/** Waits until what was set in motion has come to rest; what never rests, such as a spinner, goes on. */
async function rested(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (;;) {
      await frame();
      await frame();
      const moving = document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
      if (moving.length === 0) return;
      await Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)));
    }
  });
}

/**
 * What axe finds against WCAG 2.1 A and AA once the page is at rest, as text; empty where all is well. Runs in the page itself,
 * which has no frames, and names only what is wrong: a quarter of the work of axe's own bindings.
 */
export async function findings(page: Page, { parts, every = false }: Scan = {}): Promise<string[]> {
  expect(page.frames(), 'axe looks at one frame').toHaveLength(1);
  await rested(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(
    async ([include, options]) => {
      const axe = Reflect.get(window, 'axe') as typeof import('axe-core');
      const { violations } = await axe.run(include ? { include } : document, {
        ...options,
        resultTypes: ['violations'],
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    },
    [parts, every ? {} : wcag] as const,
  );
}

/** Each language in each theme. */
export const allLooks = [
  { locale: 'en', scheme: 'dark' },
  { locale: 'zh-CN', scheme: 'light' },
  { locale: 'en', scheme: 'light' },
  { locale: 'zh-CN', scheme: 'dark' },
] as const;

/** The two languages and themes, each once; each language in each theme where `NETLOOM_SLOW` is set. */
export const looks = process.env.NETLOOM_SLOW ? allLooks : allLooks.slice(0, 2);

/** Takes a page that follows the system's theme to a look, in place. */
export async function dress(page: Page, { locale, scheme }: (typeof allLooks)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  if ((await page.locator('html').getAttribute('lang')) === locale) return;
  await page.getByTestId('language-menu').click();
  await page.getByTestId(`language-${locale}`).click();
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}
