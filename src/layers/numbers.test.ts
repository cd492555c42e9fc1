import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { furthest } from '../testing/compare';
import { expectGolden } from '../testing/goldens/expectGolden';
import { exportLayerCase } from '../testing/goldens/exported';
import { loadGoldens } from '../testing/goldens/load';
import { floats, gradcheck } from '../testing/gradcheck';
import { layerCasesOf, layerTypes } from '../testing/layers/cases';
import { once } from '../testing/once';
import { layerProgram } from '../testing/program';
import { interpret } from '../testing/reference/interpret';
import { runOnnx } from '../testing/runOnnx';

/** Constants such as 1 / (1 - rate) are float32 in our graph, 6e-8 off each; sums that cancel keep less. */
const REFERENCE = 1e-5;
/** max |g - g_torch| / max(|g_torch|, 1e-6), in float32 through ONNX Runtime. */
const RUNTIME = 1e-4;

/** Of elements that sums left small, the share of their tensor's largest that counts: 1e-6 of it at 1e-4. */
const CANCELS = 1e-2;

const remake = 'npx tsx scripts/goldens/exportLayers.ts | python3 scripts/goldens/layers.py';

const goldens = loadGoldens('layers');
const cases = layerTypes.flatMap((type) => layerCasesOf(type).map((item) => ({ key: `${type}/${item.name}`, item })));

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

describe('layers against PyTorch, finite differences and ONNX Runtime', () => {
  it(`have golden values for every case and no other (${remake})`, () => {
    expect([...goldens.keys()].toSorted()).toEqual(cases.map(({ key }) => key).toSorted());
  });

  for (const { key, item } of cases) {
    describe(key, () => {
      const { graph, feeds } = layerProgram(item);
      const exact = once(() => interpret(graph, feeds));

      it('PyTorch', async () => {
        const golden = goldens.get(key);
        if (!golden) throw new Error(`no golden value: ${remake}`);
        expect(exportLayerCase(item).digest, `the case has changed: ${remake}`).toBe(golden.digest);
        expectGolden(exact(), golden, REFERENCE, item.cancels ? CANCELS : 0);
        expectGolden(await runOnnx(executor, graph, feeds, 'cpu'), golden, RUNTIME, item.cancels ? CANCELS : 0);
      });

      it('the form for WebGPU', async () => {
        const { largest, at } = furthest(
          await runOnnx(executor, graph, feeds, 'webgpu'),
          exact(),
          item.cancels ? 0.1 : 1e-2,
        );
        expect(largest, at).toBeLessThanOrEqual(2e-5);
      });

      if (!item.kink && graph.outputs.some(({ name }) => name.startsWith('dx')))
        it('finite differences', () => {
          // dropout's mask steps with its random numbers
          const wrt = floats(item.inputs).filter((i) => !item.inputNames[i]?.startsWith('random'));
          const { deviation, worst } = gradcheck(item.inputs, item.forward, wrt);
          expect(deviation, worst).toBeLessThan(1e-6);
        });
    });
  }
});
