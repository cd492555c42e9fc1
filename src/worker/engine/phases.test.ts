import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Diagnostic } from '../../core/diagnostic';
import type { Checkpoint } from '../../document/checkpoint';
import type { NetDocument, Phase } from '../../document/schema';
import { place, wired } from '../../document/templates/template';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { SessionCache } from '../../runtime/sessionCache';
import type { TrainingEvent } from '../../training/events';
import { createTrainer, prepareDocument } from './prepare';
import { tinyData, tinyDocument } from './tiny.fixture';

let sessions: SessionCache;
beforeAll(async () => {
  sessions = new SessionCache(await createNodeExecutor({ provider: 'wasm', threads: 1 }));
});
afterAll(() => sessions.dispose());

const adam = { type: 'adam', params: { learningRate: 0.01 } };
const sgd = { type: 'sgd', params: { learningRate: 0.1, momentum: 0.9 } };

/** The tiny net with a second loss, on the answers' squares. */
function twoLosses(phases: Phase[], training: Partial<NetDocument['training']> = {}): NetDocument {
  const doc = tinyDocument({ ...training, phases });
  const scores = doc.edges.find(({ to }) => to.node === 'crossEntropy_1' && to.port === 'logits')?.from;
  const at = [0, 0] as const;
  return {
    ...doc,
    nodes: [...doc.nodes, place('zero', 'fill', at, { value: 0 }), place('mse_1', 'mse', at)],
    edges: [
      ...doc.edges,
      ...wired([
        `${scores?.node}.${scores?.port} -> zero.x`,
        'zero.y -> mse_1.target',
        `${scores?.node}.${scores?.port} -> mse_1.prediction`,
      ]),
    ],
  };
}

const phases: Phase[] = [
  { name: 'head', losses: [{ node: 'crossEntropy_1', weight: 1 }], updates: ['dense_1'], optimizer: adam },
  { name: 'small', losses: [{ node: 'mse_1', weight: 0.5 }], updates: ['conv2d_1'], optimizer: sgd },
];

async function trainerOf(
  document: NetDocument,
  checkpoint?: Checkpoint,
  onEvent: (event: TrainingEvent) => void = () => {},
) {
  const prepared = await prepareDocument(document, { fetchBytes: tinyData() });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  return createTrainer(prepared.value, { checkpoint, sessions, onEvent });
}

async function trained(document: NetDocument): Promise<Checkpoint> {
  const trainer = await trainerOf(document);
  trainer.start();
  await trainer.done;
  return trainer.checkpoint();
}

const slotOf = ({ layout, parameters }: Pick<Checkpoint, 'layout' | 'parameters'>, name: string): number[] => {
  const slot = layout.find((one) => one.name === name);
  if (!slot) throw new Error(`no ${name}`);
  return [...parameters.subarray(slot.offset, slot.offset + slot.shape.reduce((a, b) => a * b, 1))];
};

test('two phases: a loss each, an optimizer each over what it updates, the same bits when resumed', async () => {
  const doc = twoLosses(phases);
  const expected = await trained(doc);
  expect(expected.optimizer.type).toBe('adam+sgd');
  const sizes = Object.fromEntries(
    Object.entries(expected.optimizer.state).map(([name, { length }]) => [name, length]),
  );
  const head = [...slotOf(expected, 'dense_1.weight'), ...slotOf(expected, 'dense_1.bias')].length;
  const conv = [...slotOf(expected, 'conv2d_1.weight'), ...slotOf(expected, 'conv2d_1.bias')].length;
  expect(sizes).toEqual({ m: head, v: head, velocity2: conv });
  for (const { loss, losses } of [...expected.history.train, ...expected.history.validation]) {
    expect(losses).toHaveLength(2);
    expect(losses?.[0]).toBe(loss);
  }
  for (const stopAt of [3, 9]) {
    const first = await trainerOf(doc);
    for (let i = 0; i < stopAt; i++) await first.step();
    const second = await trainerOf(doc, structuredClone(await first.checkpoint()));
    second.start();
    await second.done;
    expect(await second.checkpoint()).toStrictEqual(expected);
  }
});

test('what no phase updates stays as it began', async () => {
  const frozen = twoLosses([{ name: 'head', updates: ['dense_1'], optimizer: adam }]);
  const before = await (await trainerOf(frozen)).checkpoint();
  const after = await trained(frozen);
  expect(slotOf(after, 'conv2d_1.weight')).toEqual(slotOf(before, 'conv2d_1.weight'));
  expect(slotOf(after, 'dense_1.weight')).not.toEqual(slotOf(before, 'dense_1.weight'));
});

test.each([
  ['v', 0, 'dense_1.weight'],
  ['v', -1, 'dense_1.bias'],
  ['v2', 0, 'conv2d_1.weight'],
  ['v2', -1, 'conv2d_1.bias'],
])('an optimizer’s %s that is bad at %i is told as that of %s', async (vector, at, name) => {
  const doc = twoLosses(phases.map((phase) => ({ ...phase, optimizer: adam })));
  const { optimizer, ...begun } = await (await trainerOf(doc)).checkpoint();
  const bad = optimizer.state[vector]?.map((x, i, { length }) => (i === (at + length) % length ? Infinity : x));
  const state = { ...optimizer.state, [vector]: bad ?? new Float32Array() };
  const diagnostics: Diagnostic[] = [];
  const trainer = await trainerOf(doc, { ...begun, optimizer: { ...optimizer, state } }, (event) => {
    if (event.type === 'failed') diagnostics.push(...event.diagnostics);
  });
  trainer.start();
  await trainer.done;
  const [nodeId] = name.split('.');
  expect(diagnostics).toMatchObject([{ code: 'training.nonFinite', nodeId, details: { value: 'optimizer', name } }]);
});

test('a phase of several steps takes batches of its own, and only whole iterations', async () => {
  const [head, small] = phases as [Phase, Phase];
  const doc = twoLosses([{ ...head, steps: 3 }, small]);
  const trainer = await trainerOf(doc);
  const one = await trainerOf(twoLosses(phases));
  expect(trainer.stepsPerEpoch).toBe(Math.floor(one.stepsPerEpoch / 3));
  trainer.start();
  await trainer.done;
  expect((await trainer.checkpoint()).step).toBe(trainer.steps);
});

test('weights of losses count in training and in evaluation alike', async () => {
  const weigh = (weight: number): Phase[] => [
    {
      name: 'main',
      losses: [{ node: 'crossEntropy_1', weight }],
      optimizer: { type: 'sgd', params: { learningRate: 0 } },
    },
  ];
  const [single, double] = [await trained(twoLosses(weigh(1))), await trained(twoLosses(weigh(2)))];
  for (const curve of ['train', 'validation'] as const)
    for (const [i, { loss }] of single.history[curve].entries())
      expect(double.history[curve][i]?.loss).toBeCloseTo(2 * loss, 5);
});

test('early stopping watches the phase it is told to', async () => {
  const rates: Phase[] = phases.map((phase) => ({ ...phase, optimizer: { type: 'sgd', params: { learningRate: 3 } } }));
  for (const phase of [0, 1]) {
    const earlyStopping = { patience: 2, minDelta: 0, restoreBest: true, phase };
    const { best, history } = await trained(twoLosses(rates, { epochs: 30, earlyStopping }));
    expect(best?.loss).toBe(Math.min(...history.validation.map(({ losses }) => losses?.[phase] ?? Number.NaN)));
  }
});

test.each<[string, Partial<Phase>, string]>([
  ['without a loss', { losses: [{ node: 'gone', weight: 1 }] }, 'training.phaseNoLoss'],
  ['that updates nothing', { updates: ['gone'] }, 'training.phaseNothing'],
])('a phase %s is a diagnostic', async (_, change, code) => {
  const [head, small] = phases as [Phase, Phase];
  const prepared = await prepareDocument(twoLosses([head, { ...small, ...change }]), { fetchBytes: tinyData() });
  expect(prepared).toMatchObject({ ok: false, error: [{ code, path: 'training.phases[1]' }] });
});
