import { describe, expect, it } from 'vitest';
import { aligned, distributed, snapToGuides } from './alignment';

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height });

describe('guides', () => {
  it('push a box in line with the nearest edge or middle, each axis by itself', () => {
    const { by, guides } = snapToGuides(box(203, 47), [box(0, 50), box(200, 300)], 6);
    expect(by).toEqual({ x: -3, y: 3 });
    expect(guides).toEqual([
      { axis: 'x', at: 200, from: 50, to: 350 },
      { axis: 'y', at: 50, from: 0, to: 300 },
    ]);
  });
  it('compare like with like: a left edge is not brought to a right one', () => {
    expect(snapToGuides(box(101, 500), [box(0, 0)], 6).guides).toEqual([]);
  });
  it('leave alone what is out of reach', () => {
    expect(snapToGuides(box(10, 10), [box(0, 0)], 6)).toEqual({ by: { x: 0, y: 0 }, guides: [] });
  });
  it('bring middles of boxes of different size in line', () => {
    const { by } = snapToGuides(box(0, 22, 100, 50), [box(300, 0, 100, 90)], 4);
    expect(by.y).toBe(-2);
  });
});

const three = new Map([
  ['a', box(0, 0)],
  ['b', box(40, 100, 60)],
  ['c', box(300, 30)],
]);

describe('lining up', () => {
  it.each([
    ['left', [0, 0, 0]],
    ['centre', [150, 170, 150]],
    ['right', [300, 340, 300]],
  ] as const)('%s', (alignment, xs) => {
    const places = aligned(three, alignment);
    expect([...places.values()].map(({ x }) => x)).toEqual(xs);
    expect([...places.values()].map(({ y }) => y)).toEqual([0, 100, 30]);
  });
  it('top and bottom move up and down alone', () => {
    expect([...aligned(three, 'top').values()]).toEqual([
      { x: 0, y: 0 },
      { x: 40, y: 0 },
      { x: 300, y: 0 },
    ]);
    expect(aligned(three, 'bottom').get('a')).toEqual({ x: 0, y: 100 });
  });
});

describe('equal gaps', () => {
  it('between neighbours, the outermost staying', () => {
    const places = distributed(three, 'x');
    expect([...places].map(([id, { x }]) => [id, x])).toEqual([
      ['a', 0],
      ['b', 170],
      ['c', 300],
    ]);
  });
  it('of two there is only one', () => expect(distributed(new Map([...three].slice(0, 2)), 'x').size).toBe(0));
});
