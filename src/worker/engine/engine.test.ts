import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Diagnostic } from '../../core/diagnostic';
import type { Checkpoint } from '../../document/checkpoint';
import type { DocNode, NetDocument } from '../../document/schema';
import { labelled } from '../../layers/columns';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { SessionCache } from '../../runtime/sessionCache';
import type { TrainingEvent } from '../../training/events';
import { exportModel } from './exportModel';
import { createTrainer, prepareDocument } from './prepare';
import { parametersOf, startOf } from './start';
import { tinyData, tinyDocument } from './tiny.fixture';

let sessions: SessionCache;
beforeAll(async () => {
  sessions = new SessionCache(await createNodeExecutor({ provider: 'wasm', threads: 1 }));
});
afterAll(() => sessions.dispose());

async function prepare(document: NetDocument) {
  const prepared = await prepareDocument(document, { fetchBytes: tinyData() });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  return prepared.value;
}

async function trainerOf(
  document: NetDocument,
  checkpoint?: Checkpoint,
  onEvent: (event: TrainingEvent) => void = () => {},
) {
  return createTrainer(await prepare(document), { checkpoint, sessions, onEvent });
}

async function trained(document: NetDocument): Promise<Checkpoint> {
  const trainer = await trainerOf(document);
  trainer.start();
  await trainer.done;
  return trainer.checkpoint();
}

test('learns the tiny data', async () => {
  const trainer = await trainerOf(tinyDocument({ epochs: 20 }));
  trainer.start();
  await trainer.done;
  const { metrics, examples } = await trainer.test();
  expect(examples).toBe(30);
  expect(metrics.accuracy).toBeGreaterThan(0.95);
});

test('the same seed gives the same bits, a resumed run too', async () => {
  const expected = await trained(tinyDocument());
  expect(expected.step).toBe(21);
  expect(await trained(tinyDocument())).toStrictEqual(expected);
  for (const stopAt of [4, 7, 10]) {
    const first = await trainerOf(tinyDocument());
    for (let i = 0; i < stopAt; i++) await first.step();
    const second = await trainerOf(tinyDocument(), structuredClone(await first.checkpoint()));
    second.start();
    await second.done;
    expect(await second.checkpoint()).toStrictEqual(expected);
  }
});

test('several steps in one call give the bits of single steps', async () => {
  const { compiled, data } = await prepare(tinyDocument());
  const programs = compiled.programs('cpu');
  const { BoundProgram, readFloats } = await import('../../training/boundProgram');
  const { stateOf } = await import('../../training/trainerOptions');
  const start = stateOf(startOf(compiled.train, 5, undefined));
  const common = { data: data.train, seed: 5, learningRate: () => 0.01 };
  const single = await BoundProgram.create(sessions, programs.train(16, 1));
  const losses: number[] = [];
  let state = start;
  for (let step = 0; step < 4; step++) {
    const examples = data.split.train.slice(16 * step, 16 * step + 16);
    const output = await single.run({ ...common, state, examples, step });
    losses.push(...output.losses);
    state = output.state ?? state;
  }
  const many = await BoundProgram.create(sessions, programs.train(16, 4));
  const output = await many.run({ ...common, state: start, examples: data.split.train.slice(0, 64), step: 0 }, 4);
  expect(output.losses).toEqual(losses);
  expect(await readFloats(output.state!.parameters)).toEqual(await readFloats(state.parameters));
  expect(await readFloats(output.state!.states.v!)).toEqual(await readFloats(state.states.v!));
});

test('the exported file answers as the evaluate program does', async () => {
  const document = tinyDocument();
  const trainer = await trainerOf(document);
  trainer.start();
  await trainer.done;
  const exported = exportModel(document, await trainer.checkpoint());
  if (!exported.ok) throw new Error('no export');
  const { bytes, inputName, outputName, classes } = exported.value;
  expect({ inputName, outputName, classes }).toEqual({
    inputName: 'image',
    outputName: 'probabilities',
    classes: ['left', 'right', 'both'],
  });
  const session = await sessions.executor.createSession(bytes);
  for (const { inputs, outputs } of await trainer.answers(8)) {
    const answer = await (await session.run(inputs)).probabilities!.read();
    expect(answer.dims).toEqual([1, 3]);
    for (const [i, value] of Array.from(answer.data, Number).entries()) {
      expect(value).toBeCloseTo(Number(outputs.probabilities?.data[i]), 6);
    }
  }
});

test('inspect gives every node for one example', async () => {
  const trainer = await trainerOf(tinyDocument());
  const shapes = (await trainer.inspect(3)).map(({ nodeId, tensor }) => `${nodeId} ${tensor.dims.join('x')}`);
  expect(shapes).toContain('conv2d_1 4x6x6');
  expect(shapes).toContain('dataset_1 1x8x8');
  expect(shapes).toContain('softmax_1 3');
});

test('a learning rate without bounds stops the run with the node that went first', async () => {
  const events: TrainingEvent[] = [];
  const phases = [{ name: 'main', optimizer: { type: 'sgd', params: { learningRate: 1e25 } } }];
  const trainer = await trainerOf(tinyDocument({ phases }), undefined, (event) => void events.push(event));
  trainer.start();
  await trainer.done;
  const failed = events.find((event) => event.type === 'failed');
  const [diagnostic] = failed?.diagnostics ?? [];
  expect(diagnostic).toMatchObject({
    code: 'training.nonFinite',
    nodeId: expect.stringMatching(/^(conv2d|dense|softmax)_1$/),
  });
  const { parameters, step } = await trainer.checkpoint();
  expect(parameters.every(Number.isFinite)).toBe(true);
  expect(step).toBe(diagnostic?.details?.kept);
});

test('early stopping ends the run and goes back to the best epoch', async () => {
  const phases = [{ name: 'main', optimizer: { type: 'sgd', params: { learningRate: 3 } } }];
  const earlyStopping = { patience: 2, minDelta: 0, restoreBest: true };
  const trainer = await trainerOf(tinyDocument({ phases, epochs: 50, earlyStopping }));
  trainer.start();
  await trainer.done;
  const { step, parameters, best, history } = await trainer.checkpoint();
  expect(step).toBeLessThan(50 * 7);
  const lowest = Math.min(...history.validation.map(({ loss }) => loss));
  expect(best?.loss).toBe(lowest);
  expect(best?.step).toBe(step - 2 * 7);
  expect(parameters).toEqual(best?.parameters);
});

test('early stopping by a metric goes back to the epoch where that was best', async () => {
  const phases = [{ name: 'main', optimizer: { type: 'sgd', params: { learningRate: 0.5 } } }];
  const earlyStopping = { patience: 3, minDelta: 0, restoreBest: true, metric: 'accuracy' };
  const trainer = await trainerOf(tinyDocument({ phases, epochs: 50, earlyStopping }));
  trainer.start();
  await trainer.done;
  const { step, parameters, best, history } = await trainer.checkpoint();
  const accuracies = history.validation.map(({ metrics }) => metrics.accuracy ?? Number.NaN);
  const place = accuracies.indexOf(Math.max(...accuracies));
  expect(best?.metric).toEqual({ name: 'accuracy', value: accuracies[place] });
  expect(best?.step).toBe(history.validation[place]?.step);
  expect(step).toBe((best?.step ?? 0) + 3 * 7);
  expect(parameters).toEqual(best?.parameters);
});

test('early stopping by a metric that nothing measures is refused', async () => {
  const earlyStopping = { patience: 3, minDelta: 0, restoreBest: true, metric: 'auc' };
  const prepared = await prepareDocument(tinyDocument({ earlyStopping }), { fetchBytes: tinyData() });
  expect(prepared).toMatchObject({
    ok: false,
    error: [{ code: 'training.stoppingUnmeasured', details: { metric: 'auc', measured: 'accuracy' } }],
  });
});

test('a schedule and a clipped gradient are what the steps are made with', async () => {
  const sgd = { type: 'sgd', params: { learningRate: 1 } };
  const schedule = { type: 'step', params: { every: 1, gamma: 0, warmup: 0 } };
  const gradient = { clip: 'norm', clipAt: 0.01 };
  const trainer = await trainerOf(tinyDocument({ phases: [{ name: 'main', optimizer: sgd, schedule, gradient }] }));
  const path: Float32Array[] = [(await trainer.checkpoint()).parameters];
  for (let i = 0; i < 8; i++) {
    await trainer.step();
    path.push((await trainer.checkpoint()).parameters);
  }
  const moved = path.slice(1).map((p, i) => Math.hypot(...p.map((value, k) => value - (path[i]?.[k] ?? 0))));
  // a step moves by the rate times the clipped length while the rate is 1, and not at all once it is 0
  for (const length of moved.slice(0, 7)) expect(length).toBeCloseTo(0.01, 4);
  expect(moved[7]).toBe(0);
});

test('weights go by name and shape; the optimizer and the step only with the whole layout', async () => {
  const checkpoint = await trained(tinyDocument());
  const wider = tinyDocument();
  const nodes = wider.nodes.map((n) => (n.id === 'conv2d_1' ? { ...n, params: { ...n.params, filters: 5 } } : n));
  const { compiled } = await prepare({ ...wider, nodes });
  const start = startOf(compiled.train, 5, checkpoint);
  expect(start.step).toBe(0);
  expect(start.optimizer.state.m?.every((value) => value === 0)).toBe(true);
  const same = (await prepare(tinyDocument())).compiled.train;
  expect(startOf(same, 5, checkpoint)).toMatchObject({ step: 21, parameters: checkpoint.parameters });
  const bias = (layout: readonly { name: string; offset: number }[], all: Float32Array) => {
    const slot = layout.find(({ name }) => name === 'dense_1.bias');
    return all.slice(slot?.offset, (slot?.offset ?? 0) + 3);
  };
  expect(bias(start.layout, start.parameters)).toEqual(bias(checkpoint.layout, checkpoint.parameters));
  const fresh = parametersOf(compiled.train.layout, 5, undefined);
  expect(start.parameters.slice(0, 45)).toEqual(fresh.slice(0, 45));
});

test.each<[string, (document: NetDocument) => NetDocument, Partial<Diagnostic>]>([
  [
    'no loss',
    (d) => ({
      ...d,
      nodes: d.nodes.filter(({ type }) => type !== 'crossEntropy'),
      edges: d.edges.filter(({ to }) => to.node !== 'crossEntropy_1'),
    }),
    { code: 'training.noLoss' },
  ],
  [
    'a missing wire',
    (d) => ({ ...d, edges: d.edges.filter(({ to }) => to.node !== 'dense_1') }),
    { code: 'wire.missing', nodeId: 'dense_1' },
  ],
  [
    'a data set that is not there',
    (d) => replaceData(d, { dataset: 'none' }),
    { code: 'data.fetch', nodeId: 'dataset_1' },
  ],
  [
    'a data set of another shape',
    (d) => replaceData(d, { columns: labelled([1, 8, 8], ['a', 'b', 'c', 'd']) }),
    { code: 'data.mismatch', nodeId: 'dataset_1' },
  ],
])('%s is a diagnostic', async (_, change, expected) => {
  const prepared = await prepareDocument(change(tinyDocument()), { fetchBytes: tinyData() });
  expect(prepared).toMatchObject({ ok: false, error: [expected] });
});

function replaceData(document: NetDocument, params: DocNode['params']): NetDocument {
  const nodes = document.nodes.map((n) => (n.type === 'dataset' ? { ...n, params: { ...n.params, ...params } } : n));
  return { ...document, nodes };
}
