import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { given } from '../../testing/cases/case';
import { deviation } from '../../testing/compare';
import { interpret } from '../../testing/reference/interpret';
import { runOnnx } from '../../testing/runOnnx';
import { Builder } from '../builder';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

it.each([100, 10_000])('holds seven digits from one end to the other, %i elements', async (count) => {
  const b = new Builder();
  const graph = b.graph({ y: b.op('softplus', [b.input('x', { dtype: 'float32', shape: [count] })]) });
  const x = given([count], ...Array.from({ length: count }, (_, i) => Math.fround((i / count - 0.5) * 160)));
  const { y: actual } = await runOnnx(executor, graph, { x }, 'cpu');
  const { y: expected } = interpret(graph, { x });
  const { largest, at } = deviation(actual, expected!, 1e-30);
  expect(largest, at).toBeLessThan(1e-6);
});
