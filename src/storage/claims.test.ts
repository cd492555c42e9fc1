import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Claims } from './claims';

interface Waiter {
  readonly options: LockOptions;
  readonly callback: (lock: Lock | null) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Exclusive locks of one browser, as the Web Locks specification has them. */
class FakeLocks {
  private readonly holders = new Map<string, { readonly reject: (reason: unknown) => void }>();
  private readonly queues = new Map<string, Waiter[]>();

  request(name: string, options: LockOptions, callback: (lock: Lock | null) => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const waiter = { options, callback, resolve, reject };
      if (options.steal) this.holders.get(name)?.reject(new DOMException('stolen', 'AbortError'));
      if (options.steal || !this.holders.has(name)) void this.grant(name, waiter);
      else if (options.ifAvailable) resolve(Promise.resolve(callback(null)));
      else {
        this.queues.set(name, [...(this.queues.get(name) ?? []), waiter]);
        options.signal?.addEventListener('abort', () => {
          const queue = this.queues.get(name) ?? [];
          if (!queue.includes(waiter)) return;
          this.queues.set(
            name,
            queue.filter((other) => other !== waiter),
          );
          reject(new DOMException('aborted', 'AbortError'));
        });
      }
    });
  }

  query = async () => ({ held: [...this.holders.keys()].map((name) => ({ name })), pending: [] });

  private async grant(name: string, waiter: Waiter): Promise<void> {
    this.holders.set(name, waiter);
    waiter.resolve(await waiter.callback({ name, mode: 'exclusive' }));
    if (this.holders.get(name) !== waiter) return;
    this.holders.delete(name);
    const [next, ...rest] = this.queues.get(name) ?? [];
    this.queues.set(name, rest);
    if (next) void this.grant(name, next);
  }
}

let locks: FakeLocks;
let log: string[];
let tabs: EventTarget[];

/** A tab of one browser; `deaf` hears nothing from the others. */
function tab(name: string, deaf = false): Claims {
  const channel = new EventTarget();
  if (!deaf) tabs.push(channel);
  return new Claims(
    locks as unknown as LockManager,
    Object.assign(channel, {
      postMessage: (data: unknown) => {
        for (const other of tabs)
          if (other !== channel) other.dispatchEvent(Object.assign(new Event('message'), { data }));
      },
    }),
    {
      beforeRelease: async (id) => void log.push(`${name} saves ${id}`),
      onChange: (id, mine, stolen) => log.push(`${name} ${mine ? 'has' : stolen ? 'was robbed of' : 'gave up'} ${id}`),
    },
    50,
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  locks = new FakeLocks();
  log = [];
  tabs = [];
});
afterEach(() => vi.useRealTimers());
const rest = () => vi.advanceTimersByTimeAsync(200);

test('one tab has a project; the next gets it when the first goes on to another', async () => {
  const [a, b] = [tab('a'), tab('b')];
  expect(await a.claim('p')).toBe(true);
  expect(await a.claim('p')).toBe(true);
  expect(await b.claim('p')).toBe(false);
  expect(await b.claim('p')).toBe(false);
  expect(await b.taken()).toEqual(new Set(['p']));
  await a.claim('q');
  await rest();
  expect(log).toEqual(['b has p']);
  expect(await b.claim('p')).toBe(true);
});

test('a tab that is asked gives the project up after it has saved it, and waits for its turn', async () => {
  const [a, b] = [tab('a'), tab('b')];
  await a.claim('p');
  await b.claim('p');
  b.takeOver();
  await rest();
  expect(log).toEqual(['a saves p', 'a gave up p', 'b has p']);
  a.takeOver();
  await rest();
  expect(log.slice(3)).toEqual(['b saves p', 'b gave up p', 'a has p']);
  await a.claim('q');
  await rest();
  expect(log.slice(6)).toEqual(['b has p']);
});

test('a tab that does not answer loses the project, learns of it, and gets it back in its turn', async () => {
  const [a, b] = [tab('a', true), tab('b')];
  await a.claim('p');
  await b.claim('p');
  b.takeOver();
  await rest();
  expect(log.toSorted()).toEqual(['a was robbed of p', 'b has p']);
  await b.claim('q');
  await rest();
  expect(log.slice(2)).toEqual(['a has p']);
});

test('a tab that goes on while it waits does not come back', async () => {
  const [a, b] = [tab('a'), tab('b')];
  await a.claim('p');
  await b.claim('p');
  await b.claim('q');
  await a.claim('r');
  await rest();
  expect(log).toEqual([]);
  expect(await a.taken()).toEqual(new Set(['q', 'r']));
});

test('a browser without locks lets every tab write', async () => {
  const events = { beforeRelease: async () => {}, onChange: () => {} };
  const claims = new Claims(undefined, undefined, events);
  expect(await claims.claim('p')).toBe(true);
  expect(await claims.taken()).toEqual(new Set());
});
