import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileEvaluate, compilePredict } from '../../compiler/compile';
import type { Program } from '../../compiler/program';
import { internal } from '../../core/errors';
import type { Result } from '../../core/result';
import type { NetDocument } from '../../document/schema';
import { templates } from '../../document/templates/registry';
import type { Target } from '../../ir/op';
import { initialize } from '../../layers/initializers';
import { encodeProgram } from '../../onnx/encode';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { Numbers } from '../cases/case';
import { deviation, furthest } from '../compare';
import { loadGoldens } from '../goldens/load';
import { interpret } from '../reference/interpret';
import { fromHost, type RefTensor, tensor, toHost, volume } from '../reference/tensor';
import { BATCH, documentOf, fixtureOf, models } from './models';

type Feeds = Readonly<Record<string, RefTensor>>;

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

function must<T>(result: Result<T, unknown>): T {
  return result.ok ? result.value : internal('a model that does not compile');
}

/** Parameters, and the first examples of each column. */
function feedsOf({ inputs }: Program, parameters: RefTensor, columns: Feeds, batch: number): Feeds {
  return Object.fromEntries(
    inputs.map((input) => {
      if (input.role !== 'data') return [input.name, parameters];
      const all = columns[input.column] ?? internal(`no column ${input.column}`);
      const dims = [batch, ...all.dims.slice(1)];
      return [input.name, { dtype: all.dtype, dims, data: all.data.slice(0, volume(dims)) }];
    }),
  );
}

async function run(program: Program, feeds: Feeds, target: Target, parameters?: Float32Array): Promise<Feeds> {
  const session = await executor.createSession(
    encodeProgram(program, { target, ...(parameters ? { parameters } : {}) }),
  );
  const given = Object.entries(feeds).map(([name, value]) => [name, toHost(value)] as const);
  const outputs = await session.run(Object.fromEntries(given));
  const read = Object.entries(outputs).map(async ([name, value]) => [name, fromHost(await value.read())] as const);
  const found = Object.fromEntries(await Promise.all(read));
  await session.dispose();
  return found;
}

describe('evaluate', () => {
  const goldens = loadGoldens('models');
  // PyTorch's first loss is that of training: with dropout, with its random numbers, with the batch's statistics
  const random = new Set(['dropout', 'vae', 'gan']);
  for (const model of Object.keys(models).filter((name) => !random.has(name)))
    it(`${model}: sums of loss and metric are PyTorch's before the first step`, async () => {
      const { parameters, batches, program } = fixtureOf(model, 'adam');
      const evaluate = must(compileEvaluate(documentOf(model, 'adam')));
      const flat = program.layout.flatMap(({ name }) => [...(parameters[name]?.data ?? [])]);
      const columns = Object.fromEntries(
        Object.entries(batches).map(([name, all]) => [name, { ...all, dims: all.dims.slice(1) }]),
      );
      const feeds = feedsOf(evaluate, tensor('float32', [flat.length], flat), columns, BATCH);
      const outputs = await run(evaluate, feeds, 'cpu');
      for (const end of evaluate.outputs) {
        if (end.role !== 'loss' && end.role !== 'metric') continue;
        const [first = Number.NaN] =
          goldens.get(`${model}/adam`)?.values[end.role === 'loss' ? 'loss' : end.metric]?.data ?? [];
        const { largest, at } = deviation(outputs[end.name], tensor('float32', [], [first * BATCH]));
        expect(largest, `${end.name}${at}`).toBeLessThanOrEqual(1e-5);
      }
    });
});

/** The predict program in float64. */
function exactly(predict: Program, parameters: Float32Array, feeds: Feeds): Feeds {
  const named = predict.layout.map(({ name, shape, offset }): [string, RefTensor] => [
    name,
    tensor('float32', shape, parameters.subarray(offset, offset + volume(shape))),
  ]);
  return interpret(predict.graph, { ...Object.fromEntries(named), ...feeds });
}

/** An answer of a fresh template for `batch` random pictures, by the exported program and by the evaluate program. */
async function answers(doc: NetDocument, batch: number, target: Target) {
  const [predict, evaluate] = [must(compilePredict(doc)), must(compileEvaluate(doc))];
  const size = predict.layout.reduce((sum, { shape }) => sum + volume(shape), 0);
  const parameters = new Float32Array(size);
  for (const { name, shape, init, offset } of predict.layout)
    initialize(parameters.subarray(offset, offset + volume(shape)), init, 1, name);
  const numbers = new Numbers('template', doc.id);
  const columns: Record<string, RefTensor> = {};
  for (const input of evaluate.inputs)
    if (input.role === 'data')
      columns[input.column] = numbers.whole(
        input.type.dtype,
        0,
        input.type.dtype === 'uint8' ? 255 : 9,
        batch,
        ...(input.type.shape.slice(1) as number[]),
      );
  const flat = tensor('float32', [size], parameters);
  const exported = await run(predict, feedsOf(predict, flat, columns, batch), target, parameters);
  const evaluated = await run(evaluate, feedsOf(evaluate, flat, columns, batch), target);
  return { exported, evaluated, exact: () => exactly(predict, parameters, feedsOf(predict, flat, columns, batch)) };
}

describe('the exported file', () => {
  // evaluation draws random numbers where the exported model takes a mean or an input
  const drawn = new Set(['vae', 'dcgan']);
  for (const template of templates.filter(({ id }) => !drawn.has(id)))
    for (const target of ['cpu', 'webgpu'] as const)
      it.each([1, 3])(`${template.id} for ${target} answers as evaluate, %i at a time`, async (batch) => {
        const { exported, evaluated, exact } = await answers(template.create(), batch, target);
        expect(Object.keys(exported)).not.toHaveLength(0);
        // the interpreter takes a second a picture
        for (const wanted of batch === 1 && target === 'cpu' ? [evaluated, exact()] : [evaluated]) {
          const shared = Object.fromEntries(Object.keys(exported).map((name) => [name, wanted[name] as RefTensor]));
          const { largest, at } = furthest(exported, shared, 1);
          expect(largest, at).toBeLessThanOrEqual(1e-5);
        }
      });
});
