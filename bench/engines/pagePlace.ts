import { type Browser, chromium, type Page } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';
import { findChromium } from '../../scripts/chromium.mjs';
import type { Library } from '../page/main';
import config from '../vite.config';
import { type Call, type Place, remoteEngine } from './remote';

const args = [
  '--no-sandbox',
  '--headless=new',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--enable-unsafe-webgpu',
  // counts memory at once instead of at the next collection
  '--enable-blink-features=ForceEagerMeasureMemory',
];

/** One headless Chromium with the bench's page, built and served. */
export class BenchBrowser {
  private next = 0;

  private constructor(
    private readonly server: PreviewServer,
    private readonly browser: Browser,
    readonly page: Page,
    /** The WebGPU adapter's name, if there is one. */
    readonly adapter: string | undefined,
  ) {}

  /** Builds the page, serves it on `port` and opens it. Rejects where there is no Chromium. */
  static async open(port: number, software: boolean): Promise<BenchBrowser> {
    const executablePath = findChromium();
    if (!executablePath) throw new Error('no Chromium: install one, or name it with CHROMIUM=/path/to/chromium');
    const given = { ...config, configFile: false as const };
    await build(given);
    const server = await preview({ ...given, preview: { ...config.preview, port, strictPort: true } });
    const extra = software ? ['--enable-unsafe-swiftshader'] : [];
    const browser = await chromium.launch({ executablePath, args: [...args, ...extra] });
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => 'bench' in window);
    return new BenchBrowser(server, browser, page, await page.evaluate(() => window.bench.adapter()));
  }

  get version(): string {
    return this.browser.version();
  }

  /** A worker with one library: calls of its methods, and its end. */
  async worker(library: Library): Promise<{ call: Call; close: () => Promise<void> }> {
    const id = `${library}-${this.next++}`;
    await this.page.evaluate(([name, of]) => window.bench.start(name, of), [id, library] as const);
    const call: Call = async (method, given) => {
      const request = [id, method, [...given]] as const;
      const answer = await this.page.evaluate(([name, of, all]) => window.bench.call(name, of, all), request);
      if ('error' in answer) throw new Error(answer.error);
      return answer.value;
    };
    return { call, close: () => this.page.evaluate((name) => window.bench.end(name), id) };
  }

  /** An engine in a worker. */
  async place(library: Library): Promise<Place> {
    const { call, close } = await this.worker(library);
    return { engine: remoteEngine(call), close };
  }

  /** JavaScript bytes of the page and its workers. */
  heap(): Promise<number | undefined> {
    return this.page.evaluate(() => window.bench.heap());
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}
