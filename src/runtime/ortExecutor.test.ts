import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Builder } from '../ir/builder';
import { encodeGraph } from '../onnx/encode';
import type { Executor } from './executor';
import { asLost, RuntimeLost } from './lost';
import { createNodeExecutor } from './nodeExecutor';
import { createOrtExecutor } from './ortExecutor';
import { ortWasm } from './ortWasm';
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

const wasm = () => createNodeExecutor({ provider: 'wasm', threads: 1 });

/** As where the module is not what we know: every tensor goes through ONNX Runtime's JavaScript. */
async function copying(): Promise<Executor> {
  await (await wasm()).dispose();
  return createOrtExecutor(await import('onnxruntime-web'), { provider: 'wasm', threads: 1, gpuBuffers: false });
}

describe.each([
  ['wasm', wasm],
  ['wasm by copies', copying],
  ['cpu', () => createNodeExecutor({ provider: 'cpu', threads: 1 })],
])('%s', (_, create) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await create();
  });
  afterAll(() => executor.dispose());

  test('outputs feed the next run', async () => {
    const session = await executor.createSession(doubling(), { keep: ['y'] });
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    let { y } = await session.run({ x: { dtype: 'float32', dims: [2], data: Float32Array.of(1, -3) } });
    for (let i = 0; i < 3; i++) ({ y } = await session.run({ x: y! }));
    expect(await y?.read()).toEqual({ dtype: 'float32', dims: [2], data: Float32Array.of(16, -48) });
  });

  test('errors of the runtime are told, and the session goes on', async () => {
    const session = await executor.createSession(doubling());
    const x = { dtype: 'float32', dims: [2], data: Float32Array.of(1, 2) } as const;
    await expect(session.run({ x: { ...x, dims: [1, 2] } })).rejects.toThrow(/rank|dimension/i);
    expect((await (await session.run({ x })).y?.read())?.data).toEqual(Float32Array.of(2, 4));
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

describe('tensors kept in the WebAssembly memory', () => {
  const x = { dtype: 'float32', dims: [2], data: Float32Array.of(1, -3) } as const;
  let executor: Executor;
  beforeAll(async () => {
    executor = await createNodeExecutor({ provider: 'wasm', threads: 1 });
  });
  afterAll(() => executor.dispose());

  test('are not copied until they are read, by any session', async () => {
    const [session, other] = [
      await executor.createSession(doubling(), { keep: ['y'] }),
      await executor.createSession(doubling()),
    ];
    const before = executor.copied.bytes;
    const bytes = () => executor.copied.bytes - before;
    const { y } = await session.run({ x });
    expect([bytes(), y?.dims]).toEqual([8, [2]]);
    const { y: z } = await session.run({ x: y! });
    expect(bytes()).toBe(8);
    expect((await z?.read())?.data).toEqual(Float32Array.of(4, -12));
    expect(bytes()).toBe(16);
    const { y: last } = await other.run({ x: z! });
    expect((await last?.read())?.data).toEqual(Float32Array.of(8, -24));
    expect(bytes()).toBe(24);
  });

  test('outlive their session, and are gone once disposed', async () => {
    const session = await executor.createSession(doubling(), { keep: ['y'] });
    const { y } = await session.run({ x });
    await session.dispose();
    expect((await y?.read())?.data).toEqual(Float32Array.of(2, -6));
    y?.dispose();
    y?.dispose();
    await expect(y?.read()).rejects.toThrow('disposed');
    const other = await executor.createSession(doubling());
    await expect(other.run({ x: y! })).rejects.toThrow('disposed');
  });

  test('take no more memory with every step', async () => {
    const size = 2 ** 20;
    const b = new Builder();
    const given = b.input('x', { dtype: 'float32', shape: [size] });
    const model = encodeGraph(b.graph({ y: b.op('add', [given, given]) }), { target: 'cpu' });
    const session = await executor.createSession(model, { keep: ['y'] });
    let { y } = await session.run({ x: { dtype: 'float32', dims: [size], data: new Float32Array(size) } });
    let early = 0;
    for (let step = 0; step < 100; step++) {
      const next = (await session.run({ x: y! })).y;
      y?.dispose();
      y = next;
      if (step === 10) early = ortWasm()?.HEAPU8.length ?? 0;
    }
    expect(early).toBeGreaterThan(0);
    expect(ortWasm()?.HEAPU8.length).toBe(early);
  });

  test('take the place of what was fed before', async () => {
    const session = await executor.createSession(doubling(), { keep: ['y'] });
    const wasm = ortWasm();
    if (!wasm) throw new Error('no module');
    const freed = vi.spyOn(wasm, '_free');
    const { y } = await session.run({ x });
    await session.run({ x });
    expect(freed).not.toHaveBeenCalled();
    const { y: z } = await session.run({ x: y! });
    expect(freed).toHaveBeenCalledOnce();
    expect((await z?.read())?.data).toEqual(Float32Array.of(4, -12));
    const { y: last } = await session.run({ x });
    expect((await last?.read())?.data).toEqual(Float32Array.of(2, -6));
    freed.mockRestore();
  });

  test('what the runtime says of wrong inputs is told, and the session goes on', async () => {
    const session = await executor.createSession(doubling());
    const wrong = { dtype: 'int32', dims: [2], data: Int32Array.of(1, 2) } as const;
    await expect(session.run({ x: wrong })).rejects.toThrow(/ERROR_MESSAGE: .*Unexpected input data type/);
    const { y } = await session.run({ x });
    expect((await y?.read())?.data).toEqual(Float32Array.of(2, -6));
  });

  test('inputs of another size take another place', async () => {
    const b = new Builder();
    const given = b.input('x', { dtype: 'float32', shape: ['B'] });
    const session = await executor.createSession(
      encodeGraph(b.graph({ y: b.op('add', [given, given]) }), { target: 'cpu' }),
    );
    for (const length of [3, 0, 5, 3]) {
      const data = Float32Array.from({ length }, (_, i) => i + length);
      const { y } = await session.run({ x: { dtype: 'float32', dims: [length], data } });
      expect((await y?.read())?.data).toEqual(data.map((value) => 2 * value));
    }
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

test('what an executor was made with ends with it, although a session cannot be released', async () => {
  const inner = await import('onnxruntime-node');
  const create = async (...args: Parameters<typeof inner.InferenceSession.create>) => {
    const session = await inner.InferenceSession.create(...args);
    vi.spyOn(session, 'release').mockRejectedValue(new Error('no such session'));
    return session;
  };
  const onDispose = vi.fn();
  const ort = {
    ...inner,
    InferenceSession: { ...inner.InferenceSession, create: create as typeof inner.InferenceSession.create },
  };
  const executor = createOrtExecutor(ort, { provider: 'cpu', threads: 1, gpuBuffers: false, onDispose });
  await executor.createSession(doubling());
  await expect(executor.dispose()).rejects.toThrow('no such session');
  expect(onDispose).toHaveBeenCalledOnce();
});
