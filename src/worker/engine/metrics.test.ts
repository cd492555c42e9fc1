import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocNode, NetDocument } from '../../document/schema';
import { defaultsOf } from '../../layers/fields';
import { layerOf } from '../../layers/registry';
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

/** The tiny document with metrics beside its loss, reading what the loss reads. */
function measuring(document: NetDocument, metrics: Readonly<Record<string, DocNode['params']>>): NetDocument {
  const loss = document.nodes.find(({ type }) => type === 'crossEntropy')?.id;
  const [scores, target] = ['logits', 'target'].map(
    (port) => document.edges.find(({ to }) => to.node === loss && to.port === port)?.from,
  );
  if (!scores || !target) throw new Error('no loss');
  const nodes = Object.entries(metrics).map(([id, params]): DocNode => {
    const type = id.split('_')[0] ?? '';
    const all = { ...(defaultsOf(layerOf(type).params) as DocNode['params']), ...params };
    return { id, type, version: 1, name: '', params: all, position: { x: 0, y: 0 } };
  });
  const edges = nodes.flatMap(({ id }) => [
    { id: `${id}.scores`, from: scores, to: { node: id, port: 'scores' } },
    { id: `${id}.target`, from: target, to: { node: id, port: 'target' } },
  ]);
  return { ...document, nodes: [...document.nodes, ...nodes], edges: [...document.edges, ...edges] };
}

test('metrics that are no means over examples are those of all examples, in training numbers of every step', async () => {
  const document = measuring(tinyDocument({ epochs: 2 }), {
    f1Score_1: { score: 'f1' },
    f1Score_2: { score: 'recall' },
    perplexity_1: {},
    topKAccuracy_1: { k: 3 },
  });
  const prepared = await prepareDocument(document, { fetchBytes: tinyData() });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  const events: TrainingEvent[] = [];
  const trainer = await createTrainer(prepared.value, {
    checkpoint: undefined,
    sessions,
    onEvent: (event) => {
      events.push(event);
    },
  });
  trainer.start();
  await trainer.done;
  const { loss, metrics } = await trainer.test();
  // ten examples of each of three classes: the mean recall is the share of right answers
  expect(metrics.recall).toBeCloseTo(metrics.accuracy ?? Number.NaN, 6);
  expect(metrics.perplexity).toBeCloseTo(Math.exp(loss), 5);
  expect(metrics.topKAccuracy).toBe(1);
  expect(metrics.f1).toBeGreaterThan(0);
  expect(metrics.f1).toBeLessThanOrEqual(1);
  const points = events.flatMap((event) => (event.type === 'train' ? event.points : []));
  expect(points.length).toBeGreaterThan(10);
  for (const point of points) {
    expect(point.metrics.perplexity).toBeCloseTo(Math.exp(point.loss), 4);
    expect(point.metrics.topKAccuracy).toBe(1);
    expect(point.metrics.f1).toBeGreaterThanOrEqual(0);
    expect(point.metrics.f1).toBeLessThanOrEqual(1);
  }
});
