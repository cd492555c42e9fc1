import { describe, expect, it } from 'vitest';
import { addNode } from '../../document/edit';
import { emptyDocument } from '../../document/edit.fixture';
import { layers } from '../../layers/registry';
import { sharedFields } from './sharedFields';

const nodes = (...types: string[]) =>
  types.reduce((document, type) => addNode(document, type, { x: 0, y: 0 }).document, emptyDocument()).nodes;
const names = (...types: string[]) =>
  sharedFields(nodes(...types), (type) => layers.get(type)?.params).map(({ name }) => name);

describe('fields that several nodes share', () => {
  it('are all of them for nodes of one layer', () =>
    expect(names('dense', 'dense')).toEqual(['units', 'inFeatures', 'activation', 'bias', 'init']));
  it('are those of the same name, kind and options for different layers', () => {
    expect(names('dense', 'conv2d')).toContain('activation');
    expect(names('dense', 'conv2d')).not.toContain('units');
  });
  it('are without those whose switch is off', () => {
    const [a, b] = nodes('crossEntropy', 'crossEntropy');
    if (!a || !b) throw new Error('two nodes');
    const shown = (...all: (typeof a)[]) =>
      sharedFields(all, (type) => layers.get(type)?.params).map(({ name }) => name);
    const on = (node: typeof a) => ({ ...node, params: { ...node.params, ignore: true } });
    expect(shown(a)).not.toContain('ignored');
    expect(shown(on(a))).toContain('ignored');
    expect(shown(on(a), b)).not.toContain('ignored');
    expect(shown(on(a), on(b))).toContain('ignored');
  });
  it('are none beside a layer without any', () => expect(names('dense', 'flatten')).toEqual([]));
  it('hold each value once, in the order of the nodes', () => {
    const [a, b, c] = nodes('dense', 'dense', 'dense');
    if (!a || !b || !c) throw new Error('three nodes');
    const set = [a, { ...b, params: { ...b.params, units: 7 } }, c];
    const units = sharedFields(set, (type) => layers.get(type)?.params).find(({ name }) => name === 'units');
    expect(units?.values).toEqual([128, 7]);
  });
});
