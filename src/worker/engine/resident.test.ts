import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFrom } from '../../data/readFrom';
import type { Checkpoint } from '../../document/checkpoint';
import type { DocNode, NetDocument } from '../../document/schema';
import { placeData } from '../../document/templates/parts';
import { adamProgram, place, wired } from '../../document/templates/template';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { SessionCache } from '../../runtime/sessionCache';
import { HostTables, withTables } from '../../runtime/tables.fixture';
import type { Trainer } from '../../training/trainer';
import { createTrainer, prepareDocument } from './prepare';
import { tinyData, tinyDocument } from './tiny.fixture';

let wasm: Executor;
beforeAll(async () => {
  wasm = await createNodeExecutor({ provider: 'wasm', threads: 1 });
});
afterAll(() => wasm.dispose());

/** 100 pictures of 8x8 bytes, classes stored as bytes and fed as int32, in batches of 16: the last has 4; dropout, class weights. */
const pictures = changed(tinyDocument({ epochs: 2 }), 'crossEntropy', { classWeights: '1, 4, 0.5' });

/** The same in fours of batches of 7 in one iteration of two phases. */
const phases: NetDocument = {
  ...pictures,
  training: {
    ...pictures.training,
    batchSize: 7,
    phases: [
      { name: 'a', optimizer: { type: 'adam', params: { learningRate: 0.01 } }, steps: 3 },
      { name: 'b', optimizer: { type: 'sgd', params: { learningRate: 0.01 } } },
    ],
  },
};

/** float32 features with missing values, standardised; two targets of a row: its class and the features themselves. */
const table: NetDocument = {
  ...tinyDocument(),
  nodes: [
    placeData('data', 'iris', [0, 0]),
    place('dense', 'dense', [1, 0], { units: 3 }),
    place('loss', 'crossEntropy', [2, 0]),
    place('back', 'dense', [1, 1], { units: 4 }),
    place('second', 'mse', [2, 1]),
  ],
  edges: wired([
    'data.features -> dense.x',
    'dense.y -> loss.logits',
    'data.y -> loss.target',
    'dense.y -> back.x',
    'back.y -> second.prediction',
    'data.features -> second.target',
  ]),
  training: adamProgram({ batchSize: 16, epochs: 2, learningRate: 0.05, validation: 0.2 }),
};

/** int32 tokens. */
const tokens: NetDocument = {
  ...tinyDocument(),
  nodes: [
    placeData('data', 'names', [0, 0]),
    place('embedding', 'embedding', [1, 0]),
    place('flatten', 'flatten', [1, 1]),
    place('dense', 'dense', [1, 2], { units: 2 }),
    place('loss', 'crossEntropy', [2, 0]),
  ],
  edges: wired([
    'data.text -> embedding.tokens',
    'embedding.y -> flatten.x',
    'flatten.y -> dense.x',
    'dense.y -> loss.logits',
    'data.y -> loss.target',
  ]),
  training: adamProgram({ batchSize: 512, epochs: 2, learningRate: 0.01, validation: 0.1 }),
};

const withSteps = (...types: string[]): NetDocument =>
  changed(pictures, 'dataset', {
    steps: [...types, 'scale'].map((type) => ({ column: 'x', type, params: type === 'shift' ? { pixels: 3 } : {} })),
  });

function changed(document: NetDocument, type: string, params: DocNode['params']): NetDocument {
  const nodes = document.nodes.map((node) =>
    node.type === type ? { ...node, params: { ...node.params, ...params } } : node,
  );
  return { ...document, nodes };
}

const shipped = readFrom('public/data');
const tiny = tinyData();

async function trainerOf(document: NetDocument, tables?: HostTables): Promise<Trainer> {
  const fetchBytes = (path: string) => (path.startsWith('tiny/') ? tiny(path) : shipped(path));
  const prepared = await prepareDocument(document, { fetchBytes });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  const sessions = new SessionCache(tables ? withTables(wasm, tables) : wasm);
  return createTrainer(prepared.value, { checkpoint: undefined, sessions, onEvent: () => {} });
}

async function trained(trainer: Trainer): Promise<Checkpoint> {
  trainer.start();
  await trainer.done;
  return trainer.checkpoint();
}

const plenty = 2 ** 30;

test.each<[string, NetDocument, tables: number]>([
  ['pictures', pictures, 2],
  ['phases of several batches', phases, 2],
  ['a table', table, 2],
  ['tokens', tokens, 2],
  ['pictures that are moved', withSteps('shift', 'flip', 'shift'), 2],
])('%s: rows gathered from tables train to the bits of batches sent', async (_, document, count) => {
  const tables = new HostTables(plenty);
  const [sent, gathered] = [await trainerOf(document), await trainerOf(document, tables)];
  expect([sent.batchPlace, gathered.batchPlace]).toEqual([undefined, 'gpu']);
  expect(tables.live.size).toBe(count);
  const [expected, actual] = [await trained(sent), await trained(gathered)];
  expect(actual).toStrictEqual(expected);
  expect(actual.history.validation).toHaveLength(2);
  expect(tables.taken).toBeGreaterThan(2 * count * 64);
  expect(await gathered.test()).toStrictEqual(await sent.test());
  await gathered.dispose();
  expect(tables.live.size).toBe(0);
});

test('a column that each batch changes in its values is sent, the others are gathered', async () => {
  const tables = new HostTables(plenty);
  const noisy = withSteps('shift', 'noise');
  const [sent, gathered] = await Promise.all([trainerOf(noisy), trainerOf(noisy, tables)]);
  expect(gathered.batchPlace).toBe('augmented');
  // the classes alone
  expect([...tables.live].map(({ bytes }) => bytes)).toEqual([105 * 4]);
  expect(await trained(gathered)).toStrictEqual(await trained(sent));
});

test.each<[string, HostTables, string]>([
  ['a table larger than the device binds', new HostTables(105 * 64 - 1), 'tooLarge'],
  ['a device without memory for all of them', new HostTables(plenty, 105 * 64), 'noMemory'],
])('%s: every batch is sent', async (_, tables, expected) => {
  const trainer = await trainerOf(pictures, tables);
  expect(trainer.batchPlace).toBe(expected);
  expect(tables.live.size).toBe(0);
  expect(await trained(trainer)).toStrictEqual(await trained(await trainerOf(pictures)));
});
