import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { casesOf, opNames } from '../testing/cases/all';
import { furthest } from '../testing/compare';
import { caseProgram } from '../testing/program';
import { interpret } from '../testing/reference/interpret';
import { runOnnx } from '../testing/runOnnx';

/** Relative; below FLOOR in size an element may be off by TOLERANCE * FLOOR. */
const TOLERANCE = 1e-5;
const FLOOR = 1e-2;

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'wasm', threads: 1 });
});
afterAll(() => executor.dispose());

describe('onnxruntime-web (WASM) against the reference, values and gradients', () => {
  for (const op of opNames) {
    it.each(casesOf(op))(`${op}/$name`, async (item) => {
      const { graph, feeds } = caseProgram(item);
      const { largest, at } = furthest(await runOnnx(executor, graph, feeds, 'cpu'), interpret(graph, feeds), FLOOR);
      expect(largest, at).toBeLessThanOrEqual(TOLERANCE);
    });
  }
});
