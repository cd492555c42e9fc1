import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NetDocument, ParamValue } from '../../document/schema';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { SessionCache } from '../../runtime/sessionCache';
import { BoundProgram } from '../../training/boundProgram';
import { evaluateSplit } from '../../training/evaluate';
import { stateOf } from '../../training/trainerOptions';
import { prepareDocument } from './prepare';
import { startOf } from './start';
import { tinyData, tinyDocument } from './tiny.fixture';

let sessions: SessionCache;
beforeAll(async () => {
  sessions = new SessionCache(await createNodeExecutor({ provider: 'cpu', threads: 1 }));
});
afterAll(() => sessions.dispose());

/** The tiny model without dropout, its loss with these parameters. */
function documentWith(params: Readonly<Record<string, ParamValue>>): NetDocument {
  const plain = tinyDocument();
  const nodes = plain.nodes.map((node) => ({
    ...node,
    ...(node.type === 'dropout' ? { disabled: true } : {}),
    params: node.type === 'crossEntropy' ? { ...node.params, ...params } : node.params,
  }));
  return { ...plain, nodes };
}

const weights = '1, 4, 0.5';

test.each([
  ['class weights', { classWeights: weights }],
  ['an ignored class', { ignore: true, ignored: 1 }],
  ['both, smoothed', { classWeights: weights, ignore: true, ignored: 2, labelSmoothing: 0.25 }],
  ['neither', {}],
])('%s: the mean over a split is that of one large batch', async (_, params) => {
  const prepared = await prepareDocument(documentWith(params), { fetchBytes: tinyData() });
  if (!prepared.ok) throw new Error(prepared.error.map(({ message }) => message).join('; '));
  const { compiled, data } = prepared.value;
  const programs = compiled.programs('cpu');
  const state = stateOf(startOf(compiled.train, 5, undefined));
  // batches of 7, 7, 7, 7 and 2, in which the classes are not equally frequent
  const examples = data.split.train.slice(0, 30).toSorted((a, b) => (a % 3) - (b % 3));
  const evaluate = await BoundProgram.create(sessions, programs.evaluate());
  const scores = await evaluateSplit(evaluate, state, data.train, examples, 7, async () => {});
  const train = await BoundProgram.create(sessions, programs.train(30, 1));
  const step = await train.run({ state, data: data.train, examples, step: 0, seed: 5, learningRate: () => 0.01 });
  expect(scores.loss).toBeCloseTo(step.losses[0] ?? Number.NaN, 5);
  expect(scores.metrics.accuracy).toBeCloseTo(step.metrics.accuracy?.[0] ?? Number.NaN, 6);
});
