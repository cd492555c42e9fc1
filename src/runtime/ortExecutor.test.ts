import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Builder } from '../ir/builder';
import { encodeGraph } from '../onnx/encode';
import type { Executor } from './executor';
import { asLost, RuntimeLost } from './lost';
import { createNodeExecutor } from './nodeExecutor';
import { Queue } from './queue';
import { SessionCache } from './sessionCache';

/** y = x + x, [2]. */
function doubling(): Uint8Array {
  const b = new Builder();
  const x = b.input('x', { dtype: 'float32', shape: [2] });
  return encodeGraph(b.graph({ y: b.op('add', [x, x]) }), { target: 'cpu' });
}

/** Casts float32 [3] to everything training feeds and reads. */
function casts(): Uint8Array {
  const b = new Builder();
  const x = b.input('x', { dtype: 'float32', shape: [3] });
  const types = ['int32', 'int64', 'uint8', 'bool', 'float64'] as const;
  return encodeGraph(b.graph(Object.fromEntries(types.map((to) => [to, b.op('cast', [x], { to })]))), {
    target: 'cpu',
  });
}

describe.each(['wasm', 'cpu'] as const)('%s', (provider) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await createNodeExecutor({ provider, threads: 1 });
  });
  afterAll(() => executor.dispose());

  test('outputs feed the next run', async () => {
    const session = await executor.createSession(doubling(), { keep: ['y'] });
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    let { y } = await session.run({ x: { dtype: 'float32', dims: [2], data: Float32Array.of(1, -3) } });
    for (let i = 0; i < 3; i++) ({ y } = await session.run({ x: y! }));
    expect(await y?.read()).toEqual({ dtype: 'float32', dims: [2], data: Float32Array.of(16, -48) });
  });

  test('every element type comes back as its array', async () => {
    const session = await executor.createSession(casts());
    const outputs = await session.run({ x: { dtype: 'float32', dims: [3], data: Float32Array.of(0, 1, 200) } });
    const read = Object.fromEntries(
      await Promise.all(Object.entries(outputs).map(async ([name, tensor]) => [name, (await tensor.read()).data])),
    );
    expect(read).toEqual({
      int32: Int32Array.of(0, 1, 200),
      int64: BigInt64Array.of(0n, 1n, 200n),
      uint8: Uint8Array.of(0, 1, 200),
      bool: Uint8Array.of(0, 1, 1),
      float64: Float64Array.of(0, 1, 200),
    });
  });

  test('runs asked for at once are done one after another', async () => {
    const session = await executor.createSession(doubling());
    const runs = Array.from({ length: 20 }, async (_, i) => {
      const { y } = await session.run({ x: { dtype: 'float32', dims: [2], data: Float32Array.of(i, 0) } });
      return (await y?.read())?.data[0];
    });
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i));
  });

  test('the same bytes give the same session; the oldest goes beyond the limit', async () => {
    const cache = new SessionCache(executor, 1);
    const first = await cache.get(doubling());
    expect(await cache.get(doubling())).toBe(first);
    expect(await cache.get(doubling(), { keep: ['y'] })).not.toBe(first);
    const x = { dtype: 'float32', dims: [2], data: Float32Array.of(1, 2) } as const;
    await expect(first.run({ x })).rejects.toThrow('disposed');
    await expect(cache.get(Uint8Array.of(1))).rejects.toThrow();
  });
});

test('a task that fails does not hold up the queue', async () => {
  const queue = new Queue();
  const order: number[] = [];
  const results = await Promise.allSettled([
    queue.add(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(1);
    }),
    queue.add(() => Promise.reject(new Error('no'))),
    queue.add(async () => order.push(3)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(order).toEqual([1, 3]);
});

test.each([
  ['Aborted(OOM). Build with -sASSERTIONS for more info.', 'memory'],
  ['std::bad_alloc', 'memory'],
  ['The GPU device was lost: driver reset', 'device'],
  ['Aborted(Assertion failed)', 'abort'],
  ['memory access out of bounds', 'abort'],
])('%s means the runtime is lost: %s', (message, reason) => {
  expect(asLost(new Error(message))).toMatchObject({ name: 'RuntimeLost', reason });
});

test('other errors stay what they are', () => {
  const error = new Error('Got invalid dimensions for input: x');
  expect(asLost(error)).toBe(error);
  const lost = new RuntimeLost('device', 'gone');
  expect(asLost(lost)).toBe(lost);
});
