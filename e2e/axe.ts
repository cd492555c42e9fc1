import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What axe finds against WCAG 2.1 A and AA, as text; empty where all is well. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const every = [
  { locale: 'en', scheme: 'dark' },
  { locale: 'zh-CN', scheme: 'light' },
  { locale: 'en', scheme: 'light' },
  { locale: 'zh-CN', scheme: 'dark' },
] as const;

/** The two languages and themes, each once; each language in each theme where `NETLOOM_SLOW` is set. */
export const looks = process.env.NETLOOM_SLOW ? every : every.slice(0, 2);

/** Takes a page that follows the system's theme to a look, in place. */
export async function dress(page: Page, { locale, scheme }: (typeof every)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  if ((await page.locator('html').getAttribute('lang')) === locale) return;
  await page.getByTestId('language-menu').click();
  await page.getByTestId(`language-${locale}`).click();
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}
