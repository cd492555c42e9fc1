import { describe, expect, it } from 'vitest';
import { mnistCnn } from '../../document/templates/mnistCnn';
import { firstNode, neighbour } from './navigate';

const drawing = mnistCnn.create();

describe('steps from node to node', () => {
  it('follow the wires from the data to the loss and back', () => {
    const way = [firstNode(drawing)];
    for (let id = way[0]; id; id = neighbour(drawing, id, 'right')) if (!way.includes(id)) way.push(id);
    expect(way[0]).toBe('dataset_1');
    expect(way.length).toBeGreaterThan(5);
    const back = way.slice(1).map((id) => neighbour(drawing, id ?? '', 'left'));
    expect(back).toEqual(way.slice(0, -1));
  });
  it('up and down go to the nearest node there, and down from the lowest to none', () => {
    const lowest = [...drawing.nodes].sort((a, b) => b.position.y - a.position.y)[0]?.id ?? '';
    expect(neighbour(drawing, lowest, 'down')).toBeUndefined();
    const above = neighbour(drawing, lowest, 'up') ?? '';
    const y = (id: string) => drawing.nodes.find((node) => node.id === id)?.position.y ?? Number.NaN;
    expect(y(above)).toBeLessThan(y(lowest));
  });
  it('lead nowhere from a node that is not there', () => {
    expect(neighbour(drawing, 'ghost', 'right')).toBeUndefined();
    expect(neighbour(drawing, 'ghost', 'up')).toBeUndefined();
  });
});
