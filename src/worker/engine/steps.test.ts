import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFrom } from '../../data/readFrom';
import type { Checkpoint } from '../../document/checkpoint';
import type { DocNode, NetDocument } from '../../document/schema';
import { placeData } from '../../document/templates/parts';
import { adamProgram, place } from '../../document/templates/template';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { SessionCache } from '../../runtime/sessionCache';
import { decodeProject, encodeProject } from '../../storage/projectFile';
import { exportModel } from './exportModel';
import { createTrainer, prepareDocument } from './prepare';
import { tinyData, tinyDocument } from './tiny.fixture';

let sessions: SessionCache;
beforeAll(async () => {
  sessions = new SessionCache(await createNodeExecutor({ provider: 'wasm', threads: 1 }));
});
afterAll(() => sessions.dispose());

const wires = (...lines: string[]): NetDocument['edges'] =>
  lines.map((line) => {
    const [from, to] = line.split(' -> ').map((text) => {
      const [node = '', port = ''] = text.split('.');
      return { node, port };
    });
    if (!from || !to) throw new Error(line);
    return { id: line, from, to };
  });

/** A logistic regression over a table. */
function tableDocument(id: string, classes: number, epochs = 30): NetDocument {
  return {
    ...tinyDocument(),
    nodes: [
      placeData('data', id, [0, 0]),
      place('dense_1', 'dense', [1, 0], { units: classes }),
      place('loss', 'crossEntropy', [2, 0]),
      place('answer', 'output', [2, 1]),
    ],
    edges: wires(
      'data.features -> dense_1.x',
      'dense_1.y -> loss.logits',
      'data.y -> loss.target',
      'dense_1.y -> answer.x',
    ),
    training: adamProgram({ batchSize: 16, epochs, learningRate: 0.05, validation: 0.2 }),
  };
}

const fetchBytes = readFrom('public/data');

async function prepare(document: NetDocument, options: Parameters<typeof prepareDocument>[1] = { fetchBytes }) {
  const prepared = await prepareDocument(document, options);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  return prepared.value;
}

test('penguins with missing values: filled and standardised by the training examples, learned', async () => {
  const trainer = await createTrainer(await prepare(tableDocument('penguins', 3)), {
    checkpoint: undefined,
    sessions,
    onEvent: () => {},
  });
  trainer.start();
  await trainer.done;
  const { metrics, examples, loss } = await trainer.test();
  expect(examples).toBe(69);
  expect(Number.isFinite(loss)).toBe(true);
  expect(metrics.accuracy).toBeGreaterThan(0.95);
});

test('statistics come from the training examples alone, travel with the weights, and are used again', async () => {
  const document = tableDocument('iris', 3, 1);
  const prepared = await prepare(document);
  const { train, split, statistics } = prepared.data;
  const [features] = train.columns;
  const mean = [0, 1, 2, 3].map(
    (feature) =>
      split.train.reduce((sum, at) => sum + Number(features?.data[at * 4 + feature]), 0) / split.train.length,
  );
  const learned = statistics?.[0]?.entries[0]?.values.mean as number[];
  learned.forEach((value, i) => {
    expect(value).toBeCloseTo(mean[i] as number, 6);
  });
  // another seed holds out others
  const other = await prepare({ ...document, training: { ...document.training, seed: 9 } });
  expect(other.data.statistics?.[0]?.entries).not.toEqual(statistics?.[0]?.entries);

  const trainer = await createTrainer(prepared, { checkpoint: undefined, sessions, onEvent: () => {} });
  trainer.start();
  await trainer.done;
  const checkpoint = await trainer.checkpoint();
  expect(checkpoint.statistics).toEqual(statistics);
  const stored = decodeProject(encodeProject({ document, checkpoint }));
  if (!stored.ok) throw new Error(stored.error[0]?.message);
  expect(stored.value.checkpoint?.statistics).toEqual(statistics);
  const again = await prepare(
    { ...document, training: { ...document.training, seed: 9 } },
    { fetchBytes, checkpoint: stored.value.checkpoint },
  );
  expect(again.data.statistics).toEqual(statistics);
});

test('the exported model standardises as the trained one did', async () => {
  const document = tableDocument('iris', 3, 3);
  const trainer = await createTrainer(await prepare(document), { checkpoint: undefined, sessions, onEvent: () => {} });
  trainer.start();
  await trainer.done;
  const exported = exportModel(document, await trainer.checkpoint());
  if (!exported.ok) throw new Error('no export');
  const session = await sessions.executor.createSession(exported.value.bytes);
  for (const { inputs, outputs } of await trainer.answers(3)) {
    const answer = await session.run(inputs);
    const [found, wanted] = [await answer.output?.read(), outputs.output];
    expect(found?.dims).toEqual([1, 3]);
    [...(found?.data ?? [])].forEach((value, i) => {
      expect(Number(value)).toBeCloseTo(Number(wanted?.data[i]), 5);
    });
  }
  await session.dispose();
});

test('statistics of other steps are learned anew', async () => {
  const document = tableDocument('iris', 3, 1);
  const { statistics } = (await prepare(document)).data;
  const stale = statistics?.map((item) => ({ ...item, recipe: 'another' }));
  const checkpoint = { statistics: stale } as unknown as Checkpoint;
  expect((await prepare(document, { fetchBytes, checkpoint })).data.statistics).toEqual(statistics);
});

test('what is done to the text goes into the metadata of the export', async () => {
  const document: NetDocument = {
    ...tableDocument('names', 2, 1),
    nodes: [
      placeData('data', 'names', [0, 0]),
      place('embedding_1', 'embedding', [1, 0]),
      place('answer', 'output', [2, 1]),
    ],
    edges: wires('data.text -> embedding_1.tokens', 'embedding_1.y -> answer.x'),
  };
  const exported = exportModel(document, undefined);
  if (!exported.ok) throw new Error(JSON.stringify(exported.error));
  const text = Buffer.from(exported.value.bytes).toString('latin1');
  expect(text).toContain('preprocessing');
  expect(text).toContain('"step":"tokenise"');
  expect(exported.value.inputType).toEqual({ dtype: 'int32', shape: ['B', 16] });
});

test('what is done at the second of two data nodes goes there too', () => {
  const document: NetDocument = {
    ...tableDocument('names', 2, 1),
    nodes: [
      placeData('classes', 'names', [0, 1], { steps: [] }),
      placeData('data', 'names', [0, 0]),
      place('embedding_1', 'embedding', [1, 0]),
      place('answer', 'output', [2, 1]),
    ],
    edges: wires('data.text -> embedding_1.tokens', 'embedding_1.y -> answer.x'),
  };
  const exported = exportModel(document, undefined);
  if (!exported.ok) throw new Error(JSON.stringify(exported.error));
  expect(
    Buffer.from(exported.value.bytes)
      .toString('latin1')
      .match(/"step":"tokenise"/g),
  ).toHaveLength(1);
  expect(exported.value.inputs).toMatchObject([{ column: 'data:text' }]);
});

test('augmentation changes the training, not the evaluation, and a run with it can be resumed bit for bit', async () => {
  const plain = tinyDocument({ epochs: 1 });
  const nodes = plain.nodes.map((node) =>
    node.type === 'dataset'
      ? {
          ...node,
          params: {
            ...node.params,
            steps: [
              { column: 'x', type: 'shift', params: { pixels: 2 } },
              { column: 'x', type: 'scale', params: {} },
            ],
          },
        }
      : node,
  );
  const augmented: NetDocument = { ...plain, nodes };
  const start = async (document: NetDocument, checkpoint?: Checkpoint) =>
    createTrainer(await prepare(document, { fetchBytes: tinyData() }), { checkpoint, sessions, onEvent: () => {} });
  const [one, two] = [await start(plain), await start(augmented)];
  expect((await two.test()).loss).toBe((await one.test()).loss);
  for (let i = 0; i < 5; i++) await Promise.all([one.step(), two.step()]);
  const [without, withIt] = [await one.checkpoint(), await two.checkpoint()];
  expect(withIt.parameters).not.toEqual(without.parameters);
  const third = await start(augmented);
  for (let i = 0; i < 3; i++) await third.step();
  const fourth = await start(augmented, structuredClone(await third.checkpoint()));
  for (let i = 0; i < 2; i++) await fourth.step();
  expect((await fourth.checkpoint()).parameters).toEqual(withIt.parameters);
});

async function trainedOn(document: NetDocument, options?: Parameters<typeof prepareDocument>[1]): Promise<Checkpoint> {
  const trainer = await createTrainer(await prepare(document, options), {
    checkpoint: undefined,
    sessions,
    onEvent: () => {},
  });
  trainer.start();
  await trainer.done;
  return trainer.checkpoint();
}

describe('several data nodes', () => {
  const iris = tableDocument('iris', 3, 2);
  /** The model behind two data nodes: wires from `data.PORT` named here come from `more` instead. */
  const behindTwo = (document: NetDocument, params: DocNode['params'], ...ports: string[]): NetDocument => {
    const [data] = document.nodes;
    if (!data) throw new Error('no data node');
    const more = { ...data, id: 'more', params: { ...data.params, ...params } };
    const edges = document.edges.map((edge) =>
      edge.from.node === data.id && ports.includes(edge.from.port)
        ? { ...edge, from: { ...edge.from, node: 'more' } }
        : edge,
    );
    return { ...document, nodes: [...document.nodes, more], edges };
  };

  test.each<[string, DocNode['params'], string[]]>([
    ['the same steps, what they learned used at both', {}, ['features']],
    ['the same steps, the target from one', {}, ['y']],
    ['other steps at the second', { steps: [] }, ['y']],
    ['other steps at both', { steps: [{ column: 'y', type: 'oneHot', params: {} }] }, []],
  ])('%s: the model learns as behind one', async (_, params, ports) => {
    expect({ ...(await trainedOn(behindTwo(iris, params, ...ports))), statistics: [] }).toStrictEqual({
      ...(await trainedOn(iris)),
      statistics: [],
    });
  });

  test('what the steps learned is there for each, and is used again', async () => {
    for (const [params, nodes] of [
      [{}, ['data', 'more']],
      [{ steps: [{ column: 'features', type: 'missing', params: {} }] }, ['data', 'more']],
      [{ steps: [] }, ['data']],
    ] as const) {
      const document = behindTwo(iris, params as DocNode['params'], 'features');
      const { statistics } = (await prepare(document)).data;
      expect(statistics?.map(({ node }) => node)).toEqual(nodes);
      const checkpoint = { statistics } as unknown as Checkpoint;
      expect((await prepare(document, { fetchBytes, checkpoint })).data.statistics).toEqual(statistics);
    }
  });

  test('two views of one picture: drawn apart, of the same examples', async () => {
    const shifted = (pixels: number) => ({
      steps: [
        { column: 'x', type: 'shift', params: { pixels } },
        { column: 'x', type: 'scale', params: {} },
      ],
    });
    const plain = tinyDocument();
    const nodes = plain.nodes.map((node) =>
      node.type === 'dataset' ? { ...node, params: { ...node.params, ...shifted(1) } } : node,
    );
    const { data } = await prepare(behindTwo({ ...plain, nodes }, shifted(2)), { fetchBytes: tinyData() });
    expect(data.train.columns.map(({ spec }) => spec.name)).toEqual(['x', 'y', 'more:x', 'more:y']);
    expect(data.train.columns[2]?.data).toBe(data.train.columns[0]?.data);
    const view = (column: string) => {
      const values = Uint8Array.from({ length: 4 * 64 }, (_, i) => i % 251);
      data.augment?.(column, values, { seed: 1, step: 3, batch: 4 });
      return values;
    };
    const untouched = Uint8Array.from({ length: 4 * 64 }, (_, i) => i % 251);
    const views = [view('x'), view('more:x')];
    for (const each of views) expect(each).not.toEqual(untouched);
    expect(views[0]).not.toEqual(views[1]);
    expect(view('y')).toEqual(untouched);
  });

  test.each<[string, DocNode, object]>([
    [
      'another data set',
      placeData('more', 'penguins', [0, 3]),
      { code: 'data.several', nodeId: 'more', details: { expected: 'iris', actual: 'penguins' } },
    ],
    [
      'more of the same',
      placeData('more', 'iris', [0, 3], { full: true }),
      { code: 'data.several', nodeId: 'more', details: { expected: 'iris', actual: 'iris 100%' } },
    ],
    [
      'steps that drop examples',
      placeData('more', 'iris', [0, 3], {
        steps: [{ column: 'features', type: 'missing', params: { method: 'drop' } }],
      }),
      { code: 'data.severalCounts', nodeId: 'more' },
    ],
  ])('%s is refused', async (_, more, expected) => {
    expect(await prepareDocument({ ...iris, nodes: [...iris.nodes, more] }, { fetchBytes })).toMatchObject({
      ok: false,
      error: [expected],
    });
  });
});
