import { describe, expect, it } from 'vitest';
import { analyzeDocument } from './analyze';
import { lowerDocument } from './lower';
import type { NetDocument } from './schema';
import { mnistCnn } from './templates/mnistCnn';

const disable = (doc: NetDocument, ...ids: string[]): NetDocument => ({
  ...doc,
  nodes: doc.nodes.map((node) => (ids.includes(node.id) ? { ...node, disabled: true } : node)),
});
const lower = (doc: NetDocument) => lowerDocument(doc, { mode: 'train', batch: 4 });

describe('a disabled node', () => {
  it('lets its input through as if it were not there', () => {
    const { ports, diagnostics, parameters } = lower(disable(mnistCnn.create(), 'maxPool2d_1'));
    expect(diagnostics).toEqual([]);
    expect(ports.get('maxPool2d_1')?.y).toBe(ports.get('conv2d_1')?.y);
    expect(parameters.find(({ name }) => name === 'dense_1.weight')?.shape).toEqual([128, 64 * 12 * 12]);
  });

  it('has no parameters, operations or memory of its own', () => {
    const { nodes, diagnostics } = analyzeDocument(disable(mnistCnn.create(), 'dense_1'));
    expect(diagnostics).toEqual([]);
    expect(nodes.get('dense_1')).toMatchObject({ parameters: 0, flops: 0, activationBytes: 0 });
    expect(nodes.get('dense_1')?.outputs.y?.shape).toEqual(['B', 1600]);
  });

  it('is absent if it is a loss or an output', () => {
    const { losses, metrics, outputs, diagnostics } = lower(disable(mnistCnn.create(), 'crossEntropy_1', 'output_1'));
    expect([losses, metrics, outputs, diagnostics]).toEqual([[], [], [], []]);
  });

  it('that has nothing to let through is named at its readers', () => {
    const { diagnostics } = lower(disable(mnistCnn.create(), 'dataset_1'));
    expect(diagnostics.map(({ code, nodeId, portId }) => [code, nodeId, portId])).toEqual([
      ['wire.disabled', 'conv2d_1', 'x'],
      ['wire.disabled', 'crossEntropy_1', 'target'],
    ]);
  });

  it('is quiet about what its input lacks', () => {
    const doc = disable(mnistCnn.create(), 'softmax_1');
    const cut = { ...doc, edges: doc.edges.filter(({ to }) => to.node !== 'softmax_1') };
    expect(lower(cut).diagnostics.map(({ code, nodeId }) => [code, nodeId])).toEqual([['wire.disabled', 'output_1']]);
  });
});
