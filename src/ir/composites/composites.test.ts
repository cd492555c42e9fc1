import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShapeError } from '../../core/errors';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { furthest } from '../../testing/compare';
import { compositeCasesOf, compositeNames } from '../../testing/composites/cases';
import { expectGolden } from '../../testing/goldens/expectGolden';
import { exportComposite } from '../../testing/goldens/exported';
import { loadGoldens } from '../../testing/goldens/load';
import { gradcheck } from '../../testing/gradcheck';
import { compositeProgram, symbolicProgram } from '../../testing/program';
import { interpret } from '../../testing/reference/interpret';
import { runOnnx } from '../../testing/runOnnx';
import { Builder } from '../builder';
import { multiHeadAttention } from './attention';
import { einsum } from './einsum';
import { groupNorm } from './normalization';

/** float64 on both sides; constants are float32. */
const REFERENCE = 5e-6;
/** float32 through ONNX Runtime against PyTorch's float64. */
const RUNTIME = 1e-4;

/** Below this size an element may be off by RUNTIME * FLOOR. */
const FLOOR = 1e-2;

const remake = 'npx tsx scripts/goldens/exportComposites.ts [NAME ...] | python3 scripts/goldens/composites.py';
const goldens = loadGoldens('composites');
const wanted = compositeNames.flatMap((name) =>
  compositeCasesOf(name).map((item) => ({ key: `${name}/${item.name}`, item })),
);

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

it(`golden values exist for every case and no other (${remake})`, () => {
  expect([...goldens.keys()].toSorted()).toEqual([...new Set(wanted.map(({ key }) => key))].toSorted());
});

for (const { key, item } of wanted) {
  describe(key, () => {
    const { graph, feeds } = compositeProgram(item);

    it('agrees with PyTorch', async () => {
      const golden = goldens.get(key);
      if (!golden) throw new Error(`no golden value: ${remake}`);
      expect(exportComposite(item).digest, `the case has changed: ${remake}`).toBe(golden.digest);
      expectGolden(interpret(graph, feeds), golden, REFERENCE);
      expectGolden(await runOnnx(executor, graph, feeds, 'cpu'), golden, RUNTIME);
    });

    it('has the same values in the form for WebGPU', async () => {
      const { largest, at } = furthest(await runOnnx(executor, graph, feeds, 'webgpu'), interpret(graph, feeds), FLOOR);
      expect(largest, at).toBeLessThanOrEqual(RUNTIME);
    });

    it.skipIf(item.kink)('has the gradients finite differences have', () => {
      const check = gradcheck(item.inputs, item.forward);
      expect(check.deviation, check.worst).toBeLessThan(1e-6);
      expect(check.alone).toBe(0);
    });

    const symbolic = symbolicProgram(item);
    it.skipIf(!symbolic)('runs with a batch of any size', async () => {
      if (!symbolic) return;
      const actual = await runOnnx(executor, symbolic.graph, symbolic.feeds, 'cpu');
      const { largest, at } = furthest(actual, interpret(symbolic.graph, symbolic.feeds), FLOOR);
      expect(largest, at).toBeLessThanOrEqual(RUNTIME);
    });
  });
}

describe('operands that do not fit', () => {
  const b = new Builder();
  const value = (...shape: number[]) => b.input(`x${shape}`, { dtype: 'float32', shape });
  const codeOf = (write: () => unknown): string => {
    try {
      write();
    } catch (error) {
      if (error instanceof ShapeError) return error.code;
      throw error;
    }
    return 'none';
  };

  it.each([
    [
      'ij,jk->ik',
      [
        [2, 3],
        [2, 3],
      ],
      'dim',
    ],
    ['ij,jk->ik', [[2, 3]], 'arity'],
    ['ij->i', [[2, 3, 4]], 'rank'],
    ['i...j->i', [[2]], 'rank'],
    ['ij->ik', [[2, 3]], 'axis'],
    ['ij->ii', [[2, 2]], 'axis'],
    ['ij->i->j', [[2, 2]], 'axis'],
    ['i1->i', [[2, 2]], 'axis'],
    ['ii->i', [[2, 3]], 'dim'],
    ['ii->i', [[1, 3]], 'dim'],
  ] as const)('%s of %j: %s', (equation, shapes, code) => {
    expect(
      codeOf(() =>
        einsum(
          b,
          equation,
          shapes.map((dims) => value(...dims)),
        ),
      ),
    ).toBe(code);
  });

  it('names heads and groups that do not divide', () => {
    const x = value(2, 3, 5);
    expect(codeOf(() => multiHeadAttention(b, { q: x, k: x, v: x }, { heads: 2 }))).toBe('dim');
    expect(codeOf(() => groupNorm(b, x, { groups: 2, epsilon: 1e-5 }))).toBe('dim');
  });

  it('gives equal weights where a query may look at nothing', async () => {
    const graph = new Builder();
    const x = graph.input('x', { dtype: 'float32', shape: [1, 2, 2] });
    const padding = graph.input('padding', { dtype: 'bool', shape: [1, 2] });
    const { weights } = multiHeadAttention(graph, { q: x, k: x, v: x }, { heads: 1, padding });
    const feeds = {
      x: { dtype: 'float32' as const, dims: [1, 2, 2], data: Float64Array.of(1, 2, 3, 4) },
      padding: { dtype: 'bool' as const, dims: [1, 2], data: Float64Array.of(0, 0) },
    };
    const answer = await runOnnx(executor, graph.graph({ weights }), feeds, 'cpu');
    expect([...(answer.weights?.data ?? [])]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});
