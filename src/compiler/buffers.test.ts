import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { internal } from '../core/errors';
import { Builder } from '../ir/builder';
import { updatedStatistics } from '../ir/composites/normalization';
import { encodeProgram } from '../onnx/encode';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { interpret } from '../testing/reference/interpret';
import { fromHost, type RefTensor, tensor, toHost } from '../testing/reference/tensor';
import { repeatSteps } from './repeat';
import type { BufferUpdate, Trainable } from './trainable';
import { buildTrainStep } from './trainStep';

const BATCH = 4;
const f32 = (...shape: number[]) => ({ dtype: 'float32', shape }) as const;
const zeros = { kind: 'constant', value: 0 } as const;

/**
 * y = scale (x - mean) / sqrt(variance) with batch statistics, used `uses` times on the same running statistics; loss y^2 summed.
 * One more use that no loss depends on.
 */
function normalised(uses: number): Trainable {
  const b = new Builder();
  const x = b.input('x', f32(BATCH, 2));
  const scale = b.input('norm.scale', f32(2));
  const running = { mean: b.input('norm.mean', f32(2)), variance: b.input('norm.variance', f32(2)) };
  const updates: BufferUpdate[] = [];
  const losses = [];
  let now = running;
  for (let i = 0; i < uses + 1; i++) {
    const nodeId = i === 0 ? 'apart' : `norm_${i}`;
    b.origin = nodeId;
    const scaled = b.op('mul', [x, b.scalar(i + 1)]);
    const [y, mean, variance] = b.ops('batchNormTrain', [scaled, scale, b.op('mul', [scale, b.scalar(0)])], {
      epsilon: 1e-5,
    });
    const batch = { mean: mean ?? internal('no mean'), variance: variance ?? internal('no variance') };
    const next = updatedStatistics(b, now, { batch, x: scaled, momentum: 0.1 });
    const after = { mean: b.input('norm.mean', f32(2)), variance: b.input('norm.variance', f32(2)) };
    for (const part of ['mean', 'variance'] as const)
      updates.push({ name: `norm.${part}`, nodeId, next: next[part], after: after[part] });
    now = after;
    const squares = b.op('mul', [y ?? internal('no y'), b.op('add', [x, b.scalar(i)])]);
    if (i > 0) losses.push({ value: b.op('reduceSum', [squares], { axes: [1], keepDims: false }) });
  }
  b.origin = undefined;
  const slot = (name: string, value: typeof x) => ({ name, shape: [2], init: zeros, value });
  return {
    b,
    parameters: [
      { ...slot('norm.mean', running.mean), buffer: true },
      slot('norm.scale', scale),
      { ...slot('norm.variance', running.variance), buffer: true },
    ],
    updates,
    data: [{ column: 'x', use: 'input', name: 'x', value: x }],
    random: [],
    losses,
    metrics: [],
    outputs: [],
  };
}

const adam = { type: 'adam', params: { learningRate: 0.5 } };

function stepOf(uses: number, gradient = {}) {
  const built = buildTrainStep(normalised(uses), { phases: [{ name: '', optimizer: adam, gradient }] });
  if (!built.ok) return internal(built.error.map(({ message }) => message).join());
  return built.value;
}

const x = tensor('float32', [BATCH, 2], [1, 5, 2, 6, 4, 7, 9, 6]);
const start = [1, 1, 0.5, 0.25, 1, 2];
const feeds = (parameters: readonly number[], m: readonly number[], v: readonly number[], step: number) => ({
  parameters: tensor('float32', [6], [...parameters]),
  state_m: tensor('float32', [2], [...m]),
  state_v: tensor('float32', [2], [...v]),
  step: tensor('float32', [], [step]),
  learning_rate: tensor('float32', [], [0.5]),
  x,
});

/** torch.nn.BatchNorm1d in training: the variance corrected to n - 1, momentum 0.1. */
function runningAfter(old: readonly number[], factor: number): number[] {
  const column = (c: number) => Array.from({ length: BATCH }, (_, i) => factor * (x.data[2 * i + c] ?? 0));
  const means = [0, 1].map((c) => column(c).reduce((a, b) => a + b) / BATCH);
  const variances = [0, 1].map(
    (c) => column(c).reduce((sum, value) => sum + (value - (means[c] ?? 0)) ** 2, 0) / (BATCH - 1),
  );
  return [...means, ...variances].map((value, i) => 0.9 * (old[i] ?? 0) + 0.1 * value);
}

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

describe('buffers', () => {
  it('lie behind what is trained and have no place in the optimizer', () => {
    const { layout, optimizer } = stepOf(1);
    expect(layout.map(({ name, offset, buffer }) => [name, offset, buffer])).toEqual([
      ['norm.scale', 0, false],
      ['norm.mean', 2, true],
      ['norm.variance', 4, true],
    ]);
    expect(optimizer.states).toEqual(
      ['m', 'v'].map((name) => ({ name, slots: [{ name: 'norm.scale', shape: [2], offset: 0 }] })),
    );
  });

  it('take what the last of the nodes that share them leaves, each going on from the one before', () => {
    const one = interpret(stepOf(1).graph, feeds(start, [0, 0], [0, 0], 0)).parameters_next?.data ?? [];
    for (const [i, value] of runningAfter(start.slice(2), 2).entries()) expect(one[2 + i]).toBeCloseTo(value, 5);
    const two = interpret(stepOf(2).graph, feeds(start, [0, 0], [0, 0], 0)).parameters_next?.data ?? [];
    const expected = runningAfter(runningAfter(start.slice(2), 2), 3);
    for (const [i, value] of expected.entries()) expect(two[2 + i]).toBeCloseTo(value, 5);
  });

  it('are left alone by penalties and by the optimizer', () => {
    const plain = interpret(stepOf(1).graph, feeds(start, [0, 0], [0, 0], 0)).parameters_next;
    const punished = interpret(stepOf(1, { l2: 3, l1: 1 }).graph, feeds(start, [0, 0], [0, 0], 0)).parameters_next;
    expect(punished?.data.slice(2)).toEqual(plain?.data.slice(2));
    expect(punished?.data.slice(0, 2)).not.toEqual(plain?.data.slice(0, 2));
  });

  it('are carried by several steps in one call, to the last bit', async () => {
    const single = stepOf(2);
    const session = await executor.createSession(encodeProgram(single, { target: 'cpu' }));
    let given: Record<string, RefTensor> = feeds(start, [0, 0], [0, 0], 0);
    for (let step = 0; step < 3; step++) {
      const found = await run(session, { ...given, step: tensor('float32', [], [step]) });
      given = { ...given, ...carried(found) };
    }
    await session.dispose();
    const many = await executor.createSession(encodeProgram(repeatSteps(single, 3), { target: 'cpu' }));
    const found = await run(many, {
      ...feeds(start, [0, 0], [0, 0], 0),
      learning_rate: tensor('float32', [3], [0.5, 0.5, 0.5]),
      x: tensor('float32', [3, BATCH, 2], [...x.data, ...x.data, ...x.data]),
    });
    await many.dispose();
    for (const [name, value] of Object.entries(carried(found))) expect(value.data).toEqual(given[name]?.data);
    expect(given.parameters?.data.slice(2)).not.toEqual(Float64Array.from(start).slice(2));
  });
});

const carried = (found: Record<string, RefTensor>) => ({
  parameters: found.parameters_next ?? internal('no parameters'),
  state_m: found.state_m_next ?? internal('no m'),
  state_v: found.state_v_next ?? internal('no v'),
});

async function run(session: Awaited<ReturnType<Executor['createSession']>>, given: Record<string, RefTensor>) {
  const outputs = await session.run(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, toHost(value)])),
  );
  const read = Object.entries(outputs).map(async ([name, value]) => [name, fromHost(await value.read())] as const);
  return Object.fromEntries(await Promise.all(read));
}
