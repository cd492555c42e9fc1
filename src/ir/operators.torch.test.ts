import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { casesOf, opNames } from '../testing/cases/all';
import { expectGolden } from '../testing/goldens/expectGolden';
import { exportCase } from '../testing/goldens/exported';
import { loadGoldens } from '../testing/goldens/load';
import { caseProgram } from '../testing/program';
import { interpret } from '../testing/reference/interpret';
import { runOnnx } from '../testing/runOnnx';

/** PyTorch computed in float64; constants in our gradients are float32, 6e-8 off each. */
const REFERENCE = 1e-6;
/** max |g - g_torch| / max(|g_torch|, 1e-6), in float32 through ONNX Runtime. */
const RUNTIME = 1e-4;

const remake = 'npx tsx scripts/goldens/exportOps.ts [OP ...] | python3 scripts/goldens/ops.py';

const goldens = loadGoldens('ops');
const wanted = opNames.flatMap((op) => casesOf(op).map((item) => ({ key: `${op}/${item.name}`, item })));

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

describe('golden values of PyTorch', () => {
  it(`exist for every case and no other (${remake})`, () => {
    expect([...goldens.keys()].toSorted()).toEqual(wanted.map(({ key }) => key).toSorted());
  });

  for (const { key, item } of wanted) {
    it(key, async () => {
      const golden = goldens.get(key);
      if (!golden) throw new Error(`no golden value: ${remake}`);
      expect(exportCase(item).digest, `the case has changed: ${remake}`).toBe(golden.digest);
      const { graph, feeds } = caseProgram(item);
      expectGolden(interpret(graph, feeds), golden, REFERENCE);
      expectGolden(await runOnnx(executor, graph, feeds, 'cpu'), golden, RUNTIME);
    });
  }
});
