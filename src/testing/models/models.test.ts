import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../ir/op';
import { encodeProgram } from '../../onnx/encode';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { deviation } from '../compare';
import { exportModel } from '../goldens/exported';
import { type GoldenCase, loadGoldens } from '../goldens/load';
import { interpret } from '../reference/interpret';
import { fromHost, type RefTensor, toHost, volume } from '../reference/tensor';
import { fixtureOf, models, optimizers } from './models';
import { type Curve, type Run, train } from './train';

const remake = 'npx tsx scripts/goldens/exportModels.ts | python3 scripts/goldens/models.py';

/** Constants of the optimizers are float32 in our graph and float64 in PyTorch's. */
const REFERENCE = 1e-5;
const RUNTIME = 1e-4;
/** A parameter smaller than this may be off by RUNTIME of this. */
const FLOOR = 1e-2;
/** Statistics of four examples, in a game of two nets over 60 updates, let float32's rounding grow; float64 agrees all the same. */
const FLOOR_OF_GAN = 1e-1;

const goldens = loadGoldens('models');
const runs = Object.keys(models).flatMap((model) => Object.keys(optimizers).map((optimizer) => ({ model, optimizer })));

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

async function trainInOrt(model: string, optimizer: string, target: Target, stepsPerCall: number): Promise<Curve> {
  const fixture = fixtureOf(model, optimizer, stepsPerCall);
  const session = await executor.createSession(encodeProgram(fixture.program, { target }));
  const run: Run = async (feeds) => {
    const given = Object.entries(feeds).map(([name, value]) => [name, toHost(value)] as const);
    const outputs = await session.run(Object.fromEntries(given));
    const read = Object.entries(outputs).map(async ([name, value]) => [name, fromHost(await value.read())] as const);
    return Object.fromEntries(await Promise.all(read));
  };
  const curve = await train(fixture, optimizer, run);
  await session.dispose();
  return curve;
}

function goldenOf(model: string, optimizer: string): GoldenCase {
  const golden = goldens.get(`${model}/${optimizer}`);
  if (!golden) throw new Error(`no golden value: ${remake}`);
  return golden;
}

function expectCurve(actual: Curve, golden: GoldenCase, tolerance: number, floor = FLOOR): void {
  expect(Object.keys(actual).toSorted()).toEqual(Object.keys(golden.values).toSorted());
  for (const [name, { dims, data }] of Object.entries(golden.values)) {
    const expected: RefTensor = { dtype: 'float32', dims, data: Float64Array.from(data) };
    const { largest, at } = deviation(actual[name], expected, floor);
    expect(largest, `${name}${at}`).toBeLessThanOrEqual(tolerance);
  }
}

describe('twenty steps beside PyTorch', () => {
  it(`have golden values for every model and optimizer and no other (${remake})`, () => {
    expect([...goldens.keys()].toSorted()).toEqual(runs.map((r) => `${r.model}/${r.optimizer}`).toSorted());
  });

  describe.each(runs)('$model with $optimizer', ({ model, optimizer }) => {
    it('start where PyTorch started', () => {
      expect(exportModel(model, optimizer).digest, `the model has changed: ${remake}`).toBe(
        goldenOf(model, optimizer).digest,
      );
    });

    it('in float64', async () => {
      const fixture = fixtureOf(model, optimizer);
      const curve = await train(fixture, optimizer, async (feeds) => interpret(fixture.program.graph, feeds));
      expectCurve(curve, goldenOf(model, optimizer), REFERENCE);
    });

    it.each(['cpu', 'webgpu'] as const)('in ONNX Runtime, the form for %s', async (target) => {
      const floor = model === 'gan' ? FLOOR_OF_GAN : FLOOR;
      expectCurve(await trainInOrt(model, optimizer, target, 1), goldenOf(model, optimizer), RUNTIME, floor);
    });

    it('five steps a call give the numbers of one', async () => {
      const [one, five] = await Promise.all([1, 5].map((k) => trainInOrt(model, optimizer, 'cpu', k)));
      expect([...(five?.loss?.data ?? [])]).toEqual([...(one?.loss?.data ?? [])]);
      for (const { name, shape } of fixtureOf(model, optimizer).program.layout) {
        const last = (curve?: Curve) => [...(curve?.[name]?.data.slice(-volume(shape)) ?? [])];
        expect(last(five)).toEqual(last(one));
      }
    });
  });
});
