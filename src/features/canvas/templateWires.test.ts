import { expect, test } from 'vitest';
import type { DocEdge, DocNode, NetDocument } from '../../document/schema';
import { templates } from '../../document/templates/registry';
import { portsOf } from '../../layers/registry';
import { boundsOf, cardBox, portPoint } from './geometry';
import { wirePath } from './wirePath';

interface Spot {
  readonly x: number;
  readonly y: number;
}

const curve = (ends: readonly Spot[], share: number): Spot => {
  let points = [...ends];
  while (points.length > 1) {
    points = points.slice(1).map((to, i) => {
      const from = points[i] ?? to;
      return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    });
  }
  return points[0] ?? { x: 0, y: 0 };
};

const shares = Array.from({ length: 41 }, (_, i) => i / 40);

/** Points of a path of M, L, H, V, Q and C. */
function spotsOf(path: string): Spot[] {
  const spots: Spot[] = [];
  let at: Spot = { x: 0, y: 0 };
  for (const [, letter = '', rest = ''] of path.matchAll(/([MLHVQC])([^MLHVQC]*)/g)) {
    const values = (rest.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
    const [first = 0] = values;
    const ends =
      letter === 'H'
        ? [{ x: first, y: at.y }]
        : letter === 'V'
          ? [{ x: at.x, y: first }]
          : Array.from({ length: values.length / 2 }, (_, i) => ({ x: values[2 * i] ?? 0, y: values[2 * i + 1] ?? 0 }));
    if (letter !== 'M') spots.push(...shares.map((share) => curve([at, ...ends], share)));
    at = ends.at(-1) ?? at;
  }
  return spots;
}

/** Cards that a wire runs behind: `from -> to: behind`. A hair at its own ends is the port's. */
function hidden(nodes: readonly DocNode[], edges: readonly DocEdge[]): string[] {
  const found: string[] = [];
  for (const edge of edges) {
    const from = nodes.find(({ id }) => id === edge.from.node);
    const to = nodes.find(({ id }) => id === edge.to.node);
    if (!from || !to) throw new Error(edge.id);
    const outRow = portsOf(from).outputs.findIndex(({ id }) => id === edge.from.port);
    const inRow = portsOf(to).inputs.findIndex(({ id }) => id === edge.to.port);
    const [source, target] = [portPoint(from, 'source', outRow), portPoint(to, 'target', inRow)];
    const ends = { sourceX: source.x, sourceY: source.y, targetX: target.x, targetY: target.y };
    const spots = spotsOf(wirePath(ends, inRow)[0]);
    expect(spots.at(-1)?.x).toBeCloseTo(target.x, 0);
    for (const node of nodes) {
      const { x, y, width, height } = cardBox(node);
      const inside = spots.some(
        (spot) => spot.x > x + 2 && spot.x < x + width - 2 && spot.y > y + 1 && spot.y < y + height - 1,
      );
      if (inside) found.push(`${edge.from.node} -> ${edge.to.node}: ${node.id}`);
    }
  }
  return found;
}

test.each(templates)('$id: every wire is to be seen from end to end, in its modules too', (template) => {
  const { nodes, edges, modules } = template.create();
  expect([hidden(nodes, edges), ...modules.map((module) => hidden(module.nodes, module.edges))].flat()).toEqual([]);
});

/** Of a window of 1280 × 720 beside both panels and the dock; below half size a card's name is not legible. */
const window = { width: 740, height: 396 };

test.each(templates)('$id: fits the window at a legible size, no card on another', (template) => {
  const boxes = template.create().nodes.map(cardBox);
  const bounds = boundsOf(boxes);
  if (!bounds) throw new Error(template.id);
  expect(Math.min(window.width / bounds.width, window.height / bounds.height)).toBeGreaterThan(0.44);
  const clashes = boxes.filter((a, i) =>
    boxes.slice(i + 1).some((b) => Math.abs(a.x - b.x) < a.width && Math.abs(a.y - b.y) < Math.max(a.height, b.height)),
  );
  expect(clashes).toEqual([]);
});

test.each(templates)('$id: its names are those of the language', (template) => {
  const named = ({ nodes, modules, training }: NetDocument) => [
    ...nodes.filter(({ type }) => type !== 'dataset').map(({ name }) => name),
    ...modules.map(({ name }) => name),
    ...training.phases.map(({ name }) => name),
  ];
  const english = named(template.create());
  const chinese = named(template.create('zh-CN'));
  expect(chinese.map((name) => name === '')).toEqual(english.map((name) => name === ''));
  for (const name of chinese) if (name !== '') expect(name).toMatch(/\p{Script=Han}/u);
  for (const name of english) expect(name.length).toBeLessThanOrEqual(17);
});
