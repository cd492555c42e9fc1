import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocEdge } from '../schema';
import { reaches } from './graph';

const wire = (from: number, to: number): DocEdge => ({
  id: `${from}-${to}`,
  from: { node: `n${from}`, port: 'y' },
  to: { node: `n${to}`, port: 'x' },
});

/** Whether one leads to the other, by trying ever longer ways. */
function plainly(edges: readonly DocEdge[], from: string, to: string): boolean {
  let there = new Set([from]);
  for (let length = 0; length <= edges.length; length++)
    there = new Set([...there, ...edges.flatMap((edge) => (there.has(edge.from.node) ? [edge.to.node] : []))]);
  return there.has(to);
}

describe('ways along wires', () => {
  it('are found whatever was asked before, circles too', () => {
    const node = fc.integer({ min: 0, max: 6 });
    const pairs = fc.array(fc.tuple(node, node), { maxLength: 12 });
    fc.assert(
      fc.property(pairs, pairs, (wires, questions) => {
        const edges = wires.map(([from, to]) => wire(from, to));
        for (const [from, to] of questions)
          expect(reaches(edges, `n${from}`, `n${to}`)).toBe(plainly(edges, `n${from}`, `n${to}`));
      }),
    );
  });

  it('are looked for once when the same end is asked about again', () => {
    let read = 0;
    const edges = Array.from({ length: 50 }, (_, i) => {
      const plain = wire(i, i + 1);
      return Object.defineProperty({ ...plain }, 'to', {
        get: () => {
          read++;
          return plain.to;
        },
      });
    });
    expect(reaches(edges, 'n0', 'n50')).toBe(true);
    const once = read;
    for (let i = 1; i <= 50; i++) expect(reaches(edges, 'n0', `n${i}`)).toBe(true);
    for (let i = 1; i < 50; i++) expect(reaches(edges, `n${i}`, 'n0')).toBe(false);
    expect(read).toBe(once);
  });
});
