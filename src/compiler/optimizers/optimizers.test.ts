import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Builder } from '../../ir/builder';
import type { Graph } from '../../ir/op';
import { checkField, defaultsOf } from '../../layers/fields';
import { encodeGraph } from '../../onnx/encode';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { optimizerOf, optimizers } from './registry';

const row = v.array(v.number());
const golden = v.parse(
  v.object({
    learningRates: row,
    start: row,
    gradients: v.array(row),
    cases: v.record(
      v.string(),
      v.object({
        type: v.string(),
        params: v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])),
        /** With a start and gradients of their own; otherwise one vector. */
        shapes: v.optional(v.array(v.array(v.number()))),
        start: v.optional(row),
        gradients: v.optional(v.array(row)),
        path: v.array(row),
      }),
    ),
  }),
  JSON.parse(readFileSync(new URL('../../testing/goldens/optimizers.json', import.meta.url), 'utf8')),
);

type Case = (typeof golden.cases)[string];

/** One update as a graph: (p, g, states, lr, step) -> (p', states'). */
function updateGraph({ type, params, start = golden.start, shapes = [[start.length]] }: Case): {
  graph: Graph;
  states: readonly string[];
} {
  const def = optimizerOf(type);
  if (!def) throw new Error(`no optimizer ${type}`);
  const all = { ...defaultsOf(def.fields), ...params };
  const b = new Builder();
  const vector = (name: string) => b.input(name, { dtype: 'float32', shape: [start.length] });
  const scalar = (name: string) => b.input(name, { dtype: 'float32', shape: [] });
  const names = def.states(all);
  const states = Object.fromEntries(names.map((name) => [name, vector(name)]));
  const next = def.update({
    b,
    p: vector('p'),
    shapes,
    g: vector('g'),
    states,
    lr: scalar('lr'),
    step: scalar('step'),
    params: all,
  });
  const outputs = names.map((name) => [`${name}_next`, next.states[name]] as const);
  return { graph: b.graph({ p_next: next.p, ...Object.fromEntries(outputs) }), states: names };
}

const tensor = (dims: readonly number[], values: ArrayLike<number>) => ({
  dtype: 'float32' as const,
  dims,
  data: Float32Array.from(values),
});

/** A few float32 roundings a step. */
const ROUNDINGS = 2e-6;
describe('optimizers', () => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
  });
  afterAll(() => executor.dispose());

  it('has golden steps of every one', () => {
    expect(new Set(Object.values(golden.cases).map(({ type }) => type))).toEqual(new Set(optimizers.keys()));
  });

  it.each([...optimizers.values()].map((def) => [def.type, def] as const))(
    '%s has defaults that fit its form',
    (_, def) => {
      for (const field of Object.values(def.fields)) expect(checkField(field, field.default).ok).toBe(true);
    },
  );

  it.each(Object.entries(golden.cases))('%s: 20 steps as PyTorch takes them', async (_, item) => {
    const { graph, states } = updateGraph(item);
    const session = await executor.createSession(encodeGraph(graph, { target: 'cpu' }));
    const { start = golden.start, gradients = golden.gradients } = item;
    const size = [start.length];
    let held: Record<string, ReturnType<typeof tensor>> = Object.fromEntries(
      states.map((name) => [name, tensor(size, new Float32Array(size[0] ?? 0))]),
    );
    let p = tensor(size, start);
    for (const [step, g] of gradients.entries()) {
      const given = { g: tensor(size, g), lr: tensor([], [golden.learningRates[step] ?? 0]), step: tensor([], [step]) };
      const used = Object.fromEntries(
        Object.entries({ ...held, ...given, p }).filter(([name]) => session.inputNames.includes(name)),
      );
      const outputs = await session.run(used);
      const read = async (name: string) => tensor(size, (await outputs[name]?.read())?.data as Float32Array);
      p = await read('p_next');
      held = Object.fromEntries(
        await Promise.all(states.map(async (name) => [name, await read(`${name}_next`)] as const)),
      );
      for (const [i, wanted] of (item.path[step] ?? []).entries()) {
        expect(Math.abs((p.data[i] ?? Number.NaN) - wanted), `step ${step} element ${i}`).toBeLessThanOrEqual(
          ROUNDINGS * Math.max(1, Math.abs(wanted)),
        );
      }
    }
    await session.dispose();
  });
});
