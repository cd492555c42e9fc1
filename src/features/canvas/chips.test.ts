import { expect, it } from 'vitest';
import { analyzeDocument } from '../../document/analyze';
import { addNode, connect } from '../../document/edit';
import { emptyDocument } from '../../document/edit.fixture';
import { portChips } from './chips';

it('a row of ports without an output says what shape comes in', () => {
  const one = addNode(emptyDocument(), 'noise', { x: 0, y: 0 }).document;
  const two = addNode(one, 'add', { x: 400, y: 0 }).document;
  const half = connect(two, { node: 'noise_1', port: 'z' }, { node: 'add_1', port: 'a' });
  const both = connect(half, { node: 'noise_1', port: 'z' }, { node: 'add_1', port: 'b' });
  const chips = (document: typeof both, id: string) => {
    const node = document.nodes.find((found) => found.id === id);
    return node && portChips(analyzeDocument(document), node);
  };
  expect(chips(both, 'noise_1')).toEqual(['B 64']);
  expect(chips(both, 'add_1')).toEqual(['B 64', 'B 64']);
  expect(chips(half, 'add_1')?.[1]).toBe('');
});
