import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { casesOf, opNames } from '../testing/cases/all';
import { furthest } from '../testing/compare';
import { answerable } from '../testing/encodable';
import { type CaseProgram, caseProgram, symbolicProgram } from '../testing/program';
import { interpret } from '../testing/reference/interpret';
import { runOnnx } from '../testing/runOnnx';
import type { Target } from './op';

/** Relative; below FLOOR in size an element may be off by TOLERANCE * FLOOR. */
const TOLERANCE = 1e-5;
const FLOOR = 1e-2;

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

async function compare(program: CaseProgram, target: Target): Promise<void> {
  const graph = answerable(program.graph, target);
  const actual = await runOnnx(executor, graph, program.feeds, target);
  const { largest, at } = furthest(actual, interpret(graph, program.feeds), FLOOR);
  expect(largest, at).toBeLessThanOrEqual(TOLERANCE);
}

describe('ONNX Runtime against the reference, values and gradients', () => {
  for (const op of opNames) {
    for (const target of ['cpu', 'webgpu'] as const) {
      describe(`${op} for ${target}`, () => {
        for (const item of casesOf(op)) {
          it(item.name, () => compare(caseProgram(item), target));
          const symbolic = symbolicProgram(item);
          if (symbolic) it(`${item.name}, declared so`, () => compare(symbolic, target));
        }
      });
    }
  }
});
