import type { Engine, EngineOptions, Loaded, MemoryUse, Turn } from './engine';

/** Calls a method of an engine elsewhere; rejects with the engine's own words. */
export type Call = (method: string, args: readonly unknown[]) => Promise<unknown>;

/** An engine in a place of its own. */
export interface Place {
  readonly engine: Required<Engine>;
  /** Ends the place, whatever the engine is doing. */
  close(): Promise<void>;
}

/** An engine whose methods are calls. What comes back was written by our own code on the other side. */
export function remoteEngine(call: Call): Required<Engine> {
  return {
    open: async (options: EngineOptions) => (await call('open', [options])) as string,
    load: async (model: string) => (await call('load', [model])) as Loaded,
    steps: async (count: number) => (await call('steps', [count])) as Turn,
    memory: async () => (await call('memory', [])) as MemoryUse,
    matmul: async () => (await call('matmul', [])) as number,
  };
}

/** The promise, or a rejection after `ms`. */
export async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${Math.round(ms / 1000)} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An answer to a numbered request. */
export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

/** Requests on their way to another process. */
export class Pending {
  private next = 0;
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

  ask(send: (id: number) => void): Promise<unknown> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  settle(answer: Answer): void {
    const held = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('error' in answer) held?.reject(new Error(answer.error));
    else held?.resolve(answer.value);
  }

  fail(reason: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(reason));
    this.waiting.clear();
  }
}
