import { describe, expect, it } from 'vitest';
import { analyzeDocument } from './analyze';
import { addNode, connect } from './edit';
import { emptyDocument } from './edit.fixture';
import { applyFix, fixesFor } from './fixes';
import type { NetDocument } from './schema';

const build = (...types: string[]): NetDocument =>
  types.reduce((document, type) => addNode(document, type, { x: 0, y: 0 }).document, emptyDocument());
const wire = (document: NetDocument, from: string, to: string): NetDocument => {
  const end = (text: string) => {
    const [node = '', port = ''] = text.split('.');
    return { node, port };
  };
  return connect(document, end(from), end(to));
};
const problemAt = (document: NetDocument, nodeId: string, portId?: string) => {
  const analysis = analyzeDocument(document);
  const found = analysis.diagnostics.find(
    (item) => item.nodeId === nodeId && (portId === undefined || item.portId === portId),
  );
  if (!found) throw new Error(`nothing wrong with ${nodeId}`);
  return { analysis, found };
};

describe('fixes', () => {
  it('offers a Flatten before a loss that wants a vector, and it mends the wire', () => {
    let document = build('dataset', 'conv2d', 'crossEntropy');
    document = wire(document, 'dataset_1.x', 'conv2d_1.x');
    document = wire(document, 'conv2d_1.y', 'crossEntropy_1.logits');
    document = wire(document, 'dataset_1.y', 'crossEntropy_1.target');
    const { analysis, found } = problemAt(document, 'crossEntropy_1');
    const [fix] = fixesFor(document, analysis, found);
    expect(fix).toEqual({ kind: 'insert', layer: 'flatten', wire: 'conv2d_1.y-crossEntropy_1.logits' });
    const mended = analyzeDocument(applyFix(document, fix!));
    expect(mended.diagnostics.filter((item) => item.severity === 'error')).toEqual([]);
    expect(mended.nodes.get('crossEntropy_1')?.inputs.logits?.shape).toEqual(['B', 32 * 26 * 26]);
  });

  it('offers no layer where none helps, only to take the wire away', () => {
    let document = build('dataset', 'conv2d', 'output');
    document = wire(document, 'dataset_1.y', 'conv2d_1.x');
    document = wire(document, 'conv2d_1.y', 'output_1.x');
    const { analysis, found } = problemAt(document, 'conv2d_1');
    const fixes = fixesFor(document, analysis, found);
    expect(fixes).toEqual([{ kind: 'disconnect', wire: 'dataset_1.y-conv2d_1.x' }]);
    expect(applyFix(document, fixes[0]!).edges).toHaveLength(1);
  });

  it('offers the only loose end that fits a missing wire', () => {
    let document = build('dataset', 'flatten', 'dense', 'crossEntropy');
    document = wire(document, 'dataset_1.x', 'flatten_1.x');
    document = wire(document, 'flatten_1.y', 'dense_1.x');
    document = wire(document, 'dense_1.y', 'crossEntropy_1.logits');
    const { analysis, found } = problemAt(document, 'crossEntropy_1', 'target');
    const [fix] = fixesFor(document, analysis, found);
    expect(fix).toMatchObject({ kind: 'connect', from: { node: 'dataset_1', port: 'y' } });
    expect(analyzeDocument(applyFix(document, fix!)).diagnostics).toEqual([]);
  });

  it('offers nothing where several loose ends fit', () => {
    const document = build('dataset', 'dataset', 'relu', 'output');
    const { analysis, found } = problemAt(wire(document, 'relu_1.y', 'output_1.x'), 'relu_1');
    expect(fixesFor(document, analysis, found)).toEqual([]);
  });
});
