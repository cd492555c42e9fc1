import { describe, expect, it } from 'vitest';
import { type Move, mirrored, movePicture, shifted, unmoved } from './moves';

const [height, width] = [3, 4];
/** Two planes, 1 to 24. */
const picture = () => Uint8Array.from({ length: 2 * height * width }, (_, i) => i + 1);

function moved(move: Move): number[] {
  const values = picture();
  movePicture(values, height, width, move);
  return [...values];
}

describe('moves', () => {
  const { y, x } = unmoved(height, width);

  it('nothing changes without one', () => {
    expect(moved({ y, x })).toEqual([...picture()]);
  });

  it('down by one and right by two: what comes in is nothing', () => {
    const move = { y: shifted(y, 1, height), x: shifted(x, 2, width) };
    expect(moved(move).slice(0, 12)).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 5, 6]);
    expect(moved(move).slice(12)).toEqual([0, 0, 0, 0, 0, 0, 13, 14, 0, 0, 17, 18]);
  });

  it('left to right', () => {
    expect(moved({ y, x: mirrored(x, width) }).slice(0, 8)).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  });

  it('out of the picture and back: what left is gone', () => {
    const gone = shifted(shifted(x, -2, width), 2, width);
    expect(moved({ y, x: gone }).slice(0, 4)).toEqual([0, 0, 3, 4]);
    expect(moved({ y: shifted(shifted(y, 5, height), -5, height), x })).toEqual(Array(24).fill(0));
  });

  it('moves that follow one another are one move', () => {
    const changes = [
      (move: Move): Move => ({ ...move, x: mirrored(move.x, width) }),
      (move: Move): Move => ({ ...move, y: mirrored(move.y, height) }),
      (move: Move): Move => ({ y: shifted(move.y, -1, height), x: shifted(move.x, 1, width) }),
      (move: Move): Move => ({ y: shifted(move.y, 2, height), x: shifted(move.x, -2, width) }),
    ];
    for (let code = 0; code < 4 ** 5; code++) {
      const order = Array.from({ length: 5 }, (_, i) => changes[Math.floor(code / 4 ** i) % 4] as (move: Move) => Move);
      const oneByOne = picture();
      for (const change of order) movePicture(oneByOne, height, width, change({ y, x }));
      const atOnce = order.reduce((move, change) => change(move), { y, x });
      expect(moved(atOnce)).toEqual([...oneByOne]);
    }
  });
});
