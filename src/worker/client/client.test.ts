import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HealthApi, LoadRequest, TrainerApi, TrainerEvent } from '../protocol';
import { TrainerClient, type TrainerCrash } from './trainerClient';
import { Watchdog } from './watchdog';
import { WorkerDied } from './workerHandle';

/** A worker in this thread: the other end of a channel. */
class FakeWorker extends EventTarget {
  readonly terminate = vi.fn(() => this.channel.port1.close());
  private readonly channel = new MessageChannel();

  constructor(api: Partial<TrainerApi & HealthApi>) {
    super();
    expose(api, this.channel.port2 as never);
    this.channel.port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.channel.port1.postMessage(message, transfer as never);
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message }));
  }
}

const request = { runId: 'a', threads: 1 } as LoadRequest;
const info = { ok: true, value: { provider: 'wasm' } } as never;
let workers: FakeWorker[];
let crashes: TrainerCrash[];
beforeEach(() => {
  workers = [];
  crashes = [];
});

function client(api: Partial<TrainerApi & HealthApi> = {}): TrainerClient {
  const made = new TrainerClient(() => {
    const worker = new FakeWorker({ subscribe: async () => {}, ping: async () => {}, load: async () => info, ...api });
    workers.push(worker);
    return worker as unknown as Worker;
  });
  made.onCrash((crash) => void crashes.push(crash));
  return made;
}

test('starts a worker at the first call only, and hands on its events', async () => {
  const seen: TrainerEvent[] = [];
  const event: TrainerEvent = { type: 'status', runId: 'a', status: 'ready' };
  const trainer = client({ subscribe: async (listener) => listener([event]) });
  trainer.onEvents((events) => void seen.push(...events));
  expect(workers).toHaveLength(0);
  expect(await trainer.load(request)).toEqual(info);
  await vi.waitFor(() => expect(seen).toEqual([event]));
  expect(workers).toHaveLength(1);
  trainer.dispose();
});

test('an error of the worker ends it: calls in flight reject, listeners hear of it once, the next call starts another', async () => {
  const trainer = client({ start: () => new Promise(() => {}) });
  await trainer.load(request);
  const hanging = trainer.start();
  workers[0]?.fail('Aborted(OOM)');
  workers[0]?.fail('again');
  await expect(hanging).rejects.toThrow(WorkerDied);
  expect(crashes).toEqual([{ reason: 'error', message: 'Aborted(OOM)' }]);
  expect(workers[0]?.terminate).toHaveBeenCalledOnce();
  await trainer.load(request);
  expect(workers).toHaveLength(2);
  trainer.dispose();
});

test('kill looks like a crash; dispose does not', async () => {
  const trainer = client();
  await trainer.load(request);
  trainer.kill();
  expect(crashes.map(({ reason }) => reason)).toEqual(['killed']);
  await trainer.load(request);
  trainer.dispose();
  expect(crashes).toHaveLength(1);
});

test('another number of threads takes another worker, quietly', async () => {
  const trainer = client();
  await trainer.load(request);
  await trainer.load(request);
  expect(workers).toHaveLength(1);
  await trainer.load({ ...request, threads: 2 });
  expect(workers).toHaveLength(2);
  expect(crashes).toEqual([]);
  trainer.dispose();
});

const watched = (ping: () => Promise<void>) => {
  const onHung = vi.fn();
  const watchdog = new Watchdog({ ping, patience: () => 10_000, onHung }, () => Date.now());
  return { watchdog, onHung };
};

describe('the watchdog', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('a worker that stops answering is given up after the patience', async () => {
    let alive = true;
    const { watchdog, onHung } = watched(() => (alive ? Promise.resolve() : new Promise(() => {})));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onHung).not.toHaveBeenCalled();
    alive = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(onHung).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(onHung).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onHung).toHaveBeenCalledOnce();
    watchdog.stop();
  });

  test('a machine that slept does not cost a worker its life', async () => {
    let answer = () => {};
    const { watchdog, onHung } = watched(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    await vi.advanceTimersByTimeAsync(2_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(onHung).not.toHaveBeenCalled();
    answer();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(onHung).not.toHaveBeenCalled();
    watchdog.stop();
  });
});

test('the worker that was warmed up is the one that loads', async () => {
  const warmUp = vi.fn(async () => {});
  const trainer = client({ warmUp });
  await trainer.warmUp(request);
  expect(warmUp).toHaveBeenCalledWith(request);
  expect(await trainer.load(request)).toEqual(info);
  expect(workers).toHaveLength(1);
  trainer.dispose();
});

test('a worker that could not be warmed up gives way to a fresh one, and nobody hears of it', async () => {
  const trainer = client({ warmUp: () => Promise.reject(new Error('no connection')) });
  await trainer.warmUp(request);
  expect(workers[0]?.terminate).toHaveBeenCalledOnce();
  expect(crashes).toEqual([]);
  expect(await trainer.load(request)).toEqual(info);
  expect(workers).toHaveLength(2);
  trainer.dispose();
});
