import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { casesOf, opNames } from '../testing/cases/all';
import { deviation } from '../testing/compare';
import { exportCase } from '../testing/goldens/exported';
import { type GoldenCase, loadOpGoldens } from '../testing/goldens/load';
import { caseProgram } from '../testing/program';
import { interpret } from '../testing/reference/interpret';
import type { RefTensor } from '../testing/reference/tensor';
import { runOnnx } from '../testing/runOnnx';

/** PyTorch computed in float64 and kept nine digits. */
const REFERENCE = 1e-8;
/** max |g - g_torch| / max(|g_torch|, 1e-6), in float32 through ONNX Runtime. */
const RUNTIME = 1e-4;

const remake = 'npx tsx scripts/goldens/exportOps.ts [OP ...] | python3 scripts/goldens/ops.py';

const goldens = loadOpGoldens();
const wanted = opNames.flatMap((op) => casesOf(op).map((item) => ({ key: `${op}/${item.name}`, item })));

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

/** The furthest value or gradient; what PyTorch gave must be there, but a gradient of zeros may be left out. */
function expectClose(actual: Readonly<Record<string, RefTensor>>, golden: GoldenCase, tolerance: number): void {
  for (const [name, { dims, data }] of Object.entries(golden.values)) {
    const came = actual[name];
    if (!came && name.startsWith('dx') && data.every((value) => value === 0)) continue;
    const expected = { dtype: came?.dtype ?? 'float32', dims, data: Float64Array.from(data) };
    const { largest, at } = deviation(came, expected);
    expect(largest, `${name}${at}`).toBeLessThanOrEqual(tolerance);
  }
}

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
      expectClose(interpret(graph, feeds), golden, REFERENCE);
      expectClose(await runOnnx(executor, graph, feeds, 'cpu'), golden, RUNTIME);
    });
  }
});
