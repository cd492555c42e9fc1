import { afterAll, beforeAll, expect, it } from 'vitest';
import { peakMemory } from '../ir/liveness';
import { recomputePolicies } from '../ir/passes/recompute';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { documentOf, fixtureOf, models } from '../testing/models/models';
import type { RefTensor } from '../testing/reference/tensor';
import { runOnnx } from '../testing/runOnnx';
import { compileTrain } from './compile';
import type { TrainProgram } from './program';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

/** The start of a model, half a batch of which is its first step's. */
function feedsOf(model: string, { inputs, layout }: TrainProgram): Record<string, RefTensor> {
  const { parameters, batches } = fixtureOf(model, 'adam');
  return Object.fromEntries(
    inputs.map(({ role, name, type: { dtype, shape } }): [string, RefTensor] => {
      const dims = shape as readonly number[];
      const size = dims.reduce((product, dim) => product * dim, 1);
      const filled = (value: number) => ({ dtype, dims, data: new Float64Array(size).fill(value) });
      if (role === 'parameters')
        return [
          name,
          { dtype, dims, data: Float64Array.from(layout.flatMap((slot) => [...(parameters[slot.name]?.data ?? [])])) },
        ];
      if (role === 'data' || role === 'random')
        return [name, { dtype, dims, data: batches[name]?.data.slice(0, size) ?? new Float64Array(size) }];
      return [name, filled(role === 'learningRate' ? 0.01 : 0)];
    }),
  );
}

it.each(Object.keys(models))('%s takes the same step to the bit whatever it recomputes', async (model) => {
  const doc = documentOf(model, 'adam');
  const [plain, ...others] = recomputePolicies.map((policy) => {
    const compiled = compileTrain({ ...doc, training: { ...doc.training, recompute: policy } }, { batch: 4 });
    if (!compiled.ok) throw new Error(compiled.error.map(({ message }) => message).join('; '));
    return compiled.value;
  });
  const feeds = feedsOf(model, plain!);
  const expected = await runOnnx(executor, plain!.graph, feeds, 'cpu');
  expect(expected.loss?.data[0]).toBeGreaterThan(0);
  for (const program of others) {
    expect(await runOnnx(executor, program.graph, feeds, 'cpu')).toEqual(expected);
    expect(peakMemory(program.graph).bytes).toBeLessThanOrEqual(1.3 * peakMemory(plain!.graph).bytes);
  }
});

it.each(['dropout', 'vae'])('%s has something to recompute', (model) => {
  const doc = documentOf(model, 'adam');
  for (const policy of ['cheap', 'sqrt'] as const) {
    const compiled = compileTrain({ ...doc, training: { ...doc.training, recompute: policy } }, { batch: 4 });
    expect(compiled.ok && compiled.value.graph.nodes.some(({ op }) => op === 'after')).toBe(true);
  }
});

it('a document says nothing of it unless asked', () => {
  const compiled = compileTrain(documentOf('mlp', 'adam'), { batch: 4 });
  expect(compiled.ok && compiled.value.graph.nodes.some(({ op }) => op === 'after')).toBe(false);
});
