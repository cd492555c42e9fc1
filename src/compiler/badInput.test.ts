import { expect, it } from 'vitest';
import type { Diagnostic } from '../core/diagnostic';
import { edgeId } from '../document/edit';
import type { DocNode, NetDocument } from '../document/schema';
import { place } from '../document/templates/template';
import { labelled } from '../layers/columns';
import { documentOf } from '../testing/models/models';
import { compileEvaluate, compilePredict, compileTrain } from './compile';

const at = [0, 0] as const;

/** Pictures of three classes into `nodes`. */
function documentWith(nodes: readonly DocNode[], ...wires: readonly string[]): NetDocument {
  const data = place('data', 'dataset', at, { columns: labelled([1, 4, 4], ['a', 'b', 'c']) } as never);
  const edges = wires.map((wire) => {
    const [from, to] = wire.split(' -> ').map((end) => {
      const [node = '', port = ''] = end.split('.');
      return { node, port };
    }) as [{ node: string; port: string }, { node: string; port: string }];
    return { id: edgeId(from, to), from, to };
  });
  return { ...documentOf('mlp', 'sgd'), nodes: [data, ...nodes], edges };
}

const flat = place('flat', 'flatten', at);
const dense = place('dense', 'dense', at, { units: 3 });
const toDense = ['data.x -> flat.x', 'flat.y -> dense.x'] as const;

const cases: readonly (readonly [string, NetDocument, Partial<Diagnostic>])[] = [
  [
    'scores that have yet to be flattened',
    documentWith([place('loss', 'crossEntropy', at)], 'data.x -> loss.logits', 'data.y -> loss.target'),
    { code: 'shape.rank', nodeId: 'loss', portId: 'logits', edgeId: 'data.x-loss.logits' },
  ],
  [
    'a loss of numbers on class numbers',
    documentWith(
      [flat, dense, place('loss', 'mse', at)],
      ...toDense,
      'dense.y -> loss.prediction',
      'data.y -> loss.target',
    ),
    { code: 'shape.dtype', nodeId: 'loss', portId: 'target' },
  ],
  [
    'a weight too few',
    documentWith(
      [flat, dense, place('loss', 'crossEntropy', at, { classWeights: '1, 2' })],
      ...toDense,
      'dense.y -> loss.logits',
      'data.y -> loss.target',
    ),
    { code: 'shape.dim', nodeId: 'loss' },
  ],
  ['no loss', documentWith([flat, dense], ...toDense), { code: 'training.noLoss' }],
  [
    'nothing to train',
    documentWith(
      [flat, place('loss', 'crossEntropy', at)],
      'data.x -> flat.x',
      'flat.y -> loss.logits',
      'data.y -> loss.target',
    ),
    { code: 'training.noParameters' },
  ],
  [
    'an optimizer nobody knows',
    {
      ...documentOf('mlp', 'sgd'),
      training: {
        ...documentOf('mlp', 'sgd').training,
        phases: [{ name: 'main', optimizer: { type: 'lion', params: {} } }],
      },
    },
    { code: 'training.optimizer', path: 'training.phases[0].optimizer.type' },
  ],
];

it.each(cases)('%s: a diagnostic that says where and what would fit', (_, doc, expected) => {
  const compiled = compileTrain(doc, { batch: 4 });
  if (compiled.ok) throw new Error('it compiled');
  const [first] = compiled.error;
  expect(first).toMatchObject({ severity: 'error', ...expected });
  expect(first?.message).not.toContain('internal');
  if (expected.code?.startsWith('shape.'))
    expect(first?.details).toMatchObject({ expected: expect.anything(), actual: expect.anything() });
});

it('what cannot be trained cannot be evaluated either', () => {
  for (const [, doc] of cases.slice(0, 4)) expect(compileEvaluate(doc).ok).toBe(false);
});

it('an exported model has answers, each under a name of its own', () => {
  const ends = (...names: string[]) =>
    documentWith(
      [flat, dense, ...names.map((name, i) => place(`output_${i + 1}`, 'output', at, { outputName: name }))],
      ...toDense,
      ...names.map((_, i) => `dense.y -> output_${i + 1}.x`),
    );
  expect(compilePredict(ends('class')).ok).toBe(true);
  expect(compilePredict(ends())).toMatchObject({ ok: false, error: [{ code: 'export.noOutput' }] });
  const twice = [{ code: 'export.repeatedName', nodeId: 'output_2', details: { name: 'class' } }];
  expect(compilePredict(ends('class', 'class'))).toMatchObject({ ok: false, error: twice });
});
