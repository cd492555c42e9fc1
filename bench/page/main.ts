import * as Comlink from 'comlink';

/** What the bench drives the page with. */
export interface BenchPage {
  /** Starts an engine in a worker of its own. */
  start(id: string, library: Library): void;
  call(id: string, method: string, args: readonly unknown[]): Promise<{ value: unknown } | { error: string }>;
  end(id: string): void;
  /** JavaScript and DOM bytes of the page and its workers, where the browser counts them. */
  heap(): Promise<number | undefined>;
  adapter(): Promise<string | undefined>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
  interface Performance {
    measureUserAgentSpecificMemory?(): Promise<{ bytes: number }>;
  }
}

const libraries = {
  netloom: () => new Worker(new URL('./netloom.worker.ts', import.meta.url), { type: 'module' }),
  compile: () => new Worker(new URL('./compile.worker.ts', import.meta.url), { type: 'module' }),
  tfjs: () => new Worker(new URL('../peers/tfjs.worker.ts', import.meta.url), { type: 'module' }),
  jax: () => new Worker(new URL('../peers/jax.worker.ts', import.meta.url), { type: 'module' }),
};

export type Library = keyof typeof libraries;
/** What a worker exposes. */
type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

const workers = new Map<string, { worker: Worker; engine: Comlink.Remote<Methods>; failed: Promise<never> }>();

window.bench = {
  start(id, library) {
    const worker = libraries[library]();
    const failed = new Promise<never>((_, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || 'the worker could not start'));
    });
    failed.catch(() => undefined);
    workers.set(id, { worker, engine: Comlink.wrap<Methods>(worker), failed });
  },
  async call(id, method, args) {
    const held = workers.get(id);
    if (!held) throw new Error(`no engine ${id}`);
    const run = held.engine[method];
    if (!run) throw new Error(`no method ${method}`);
    try {
      return { value: await Promise.race([run(...args), held.failed]) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  },
  end(id) {
    workers.get(id)?.worker.terminate();
    workers.delete(id);
  },
  async heap() {
    return (await performance.measureUserAgentSpecificMemory?.())?.bytes;
  },
  async adapter() {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return undefined;
    const { vendor, architecture, description } = adapter.info;
    return [vendor, architecture, description].filter(Boolean).join(' ');
  },
};
