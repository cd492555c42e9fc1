import { describe, expect, it } from 'vitest';
import { addNode, connect, type Point } from '../../document/edit';
import { emptyDocument } from '../../document/edit.fixture';
import type { NetDocument } from '../../document/schema';
import { templates } from '../../document/templates/registry';
import { arrangeNodes, type LayoutTask } from './arrange';
import { NODE_WIDTH, nodeHeight } from './geometry';

const arrange = (document: NetDocument, aspect: number, direction: LayoutTask['direction'] = 'right') =>
  arrangeNodes({
    nodes: document.nodes.map((node) => ({ id: node.id, height: nodeHeight(node) })),
    wires: document.edges.map(({ from, to }) => [from.node, to.node]),
    direction,
    aspect,
  });

const chain = (length: number): NetDocument => {
  let document = emptyDocument();
  for (let i = 1; i <= length; i++) {
    document = addNode(document, 'relu', { x: 0, y: 0 }).document;
    if (i > 1) document = connect(document, { node: `relu_${i - 1}`, port: 'y' }, { node: `relu_${i}`, port: 'x' });
  }
  return document;
};

function overlapping(document: NetDocument, places: ReadonlyMap<string, Point>): string[] {
  const boxes = document.nodes.map((node) => ({
    id: node.id,
    ...(places.get(node.id) ?? { x: 0, y: 0 }),
    height: nodeHeight(node),
  }));
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => Math.abs(a.x - b.x) < NODE_WIDTH && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} ${b.id}`),
  );
}

describe('arrange', () => {
  it('gives every node a place of its own, on the grid', () => {
    for (const document of [...templates.map((template) => template.create()), chain(40)]) {
      for (const direction of ['right', 'down'] as const) {
        const places = arrange(document, 1.8, direction);
        expect([...places.keys()].sort()).toEqual(document.nodes.map((node) => node.id).sort());
        expect(overlapping(document, places)).toEqual([]);
        for (const { x, y } of places.values()) expect([x % 8, y % 8].map(Math.abs)).toEqual([0, 0]);
      }
    }
  });

  it('folds a chain to the shape of the window, in reading order', () => {
    const wide = arrange(chain(12), 12);
    const square = arrange(chain(12), 1.2);
    const lines = (places: ReadonlyMap<string, Point>) => new Set([...places.values()].map(({ y }) => y)).size;
    expect(lines(wide)).toBeLessThan(lines(square));
    const order = [...square.entries()].sort(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);
    expect(order).toEqual(chain(12).nodes.map((node) => node.id));
  });

  it('goes down column by column where asked to', () => {
    const places = arrange(chain(12), 1.2, 'down');
    const order = [...places.entries()].sort(([, a], [, b]) => a.x - b.x || a.y - b.y).map(([id]) => id);
    expect(order).toEqual(chain(12).nodes.map((node) => node.id));
  });

  it('has nothing to do for an empty model', () => expect(arrange(emptyDocument(), 1.5).size).toBe(0));
});
