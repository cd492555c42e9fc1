import { describe, expect, it } from 'vitest';
import { analyzeDocument } from './analyze';
import { severalDataProblems } from './dataSources';
import { addNode, setParam } from './edit';
import type { DocNode } from './schema';
import { mnistMlp } from './templates/mnistMlp';
import { placeData } from './templates/parts';

const document = mnistMlp.create();
const beside = (...nodes: readonly DocNode[]) => ({ ...document, nodes: [...document.nodes, ...nodes] });
const more = (id: string, params: DocNode['params'] = {}) => placeData('more', id, [0, 3], params);
const dropping = { steps: [{ column: 'features', type: 'missing', params: { method: 'drop' } }] };

describe('several data nodes', () => {
  it('that do the same, or other steps to the same examples, are fine', () => {
    expect(severalDataProblems(document)).toEqual([]);
    expect(severalDataProblems(beside(more('mnist')))).toEqual([]);
    expect(severalDataProblems(beside(more('mnist', { steps: [] })))).toEqual([]);
  });

  it('must read one data set', () => {
    const details = { expected: 'mnist', actual: 'iris' };
    expect(severalDataProblems(beside(more('iris')))).toMatchObject([
      { code: 'data.several', severity: 'error', nodeId: 'more', details },
    ]);
    expect(severalDataProblems(beside(more('mnist', { full: true })))).toMatchObject([
      { code: 'data.several', nodeId: 'more', details: { expected: 'mnist', actual: 'mnist 100%' } },
    ]);
  });

  it('must keep the same examples', () => {
    const iris = [placeData('first', 'iris', [0, 0]), more('iris', dropping)];
    expect(severalDataProblems({ nodes: iris })).toMatchObject([{ code: 'data.severalCounts', nodeId: 'more' }]);
  });

  it('are told of at the node while wiring', () => {
    const { document: two, ids } = addNode(document, 'dataset', { x: 0, y: 0 });
    const [added = ''] = ids;
    const other = setParam(two, added, 'dataset', 'fashion-mnist');
    const found = analyzeDocument(other).diagnostics.filter(({ nodeId }) => nodeId === added);
    expect(found).toMatchObject([{ code: 'data.several', severity: 'error' }]);
    expect(analyzeDocument(document).diagnostics).toEqual([]);
  });
});
