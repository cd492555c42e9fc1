import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from './rng';

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

/** Pearson's chi-square of counts that should be equal. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('xoshiro128** 1.1', () => {
  // computed with the authors' C code translated to Python's big integers
  it.each([
    { state: [1, 2, 3, 4], expected: [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849] },
    {
      state: [0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0],
      expected: [0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70],
    },
  ])('gives the known numbers from $state', ({ state, expected }) => {
    const rng = Rng.from(state);
    expect(draw(expected.length, () => rng.next())).toEqual(expected);
  });

  it.each([
    { seed: 0, state: [2462723854, 1020716019, 454327756, 1275600319], first: 3809008728 },
    { seed: 1, state: [2527132011, 314344336, 2535364964, 2041432039], first: 2442144158 },
    { seed: 0xffffffff, state: [920564995, 4230986166, 697614773, 1778835764], first: 835879718 },
  ])('is seeded as ever: $seed', ({ seed, state, first }) => {
    const rng = new Rng(seed);
    expect(rng.state()).toEqual(state);
    expect(rng.next()).toBe(first);
  });
});

describe('streams', () => {
  it('repeat with the same keys and differ with others', () => {
    const first = (...keys: string[]) => Rng.of(1, ...keys).next();
    expect(first('init', 'a')).toBe(first('init', 'a'));
    const all = [first(), first('init'), first('init', 'a'), first('init', 'b'), first('inita'), first('ini', 'ta')];
    expect(new Set([...all, Rng.of(2, 'init', 'a').next()]).size).toBe(all.length + 1);
  });

  it('go on from a saved state, in the middle of a pair of normals too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.nat(9), (seed, steps) => {
        const rng = new Rng(seed);
        for (let i = 0; i < steps; i++) rng.normal();
        const copy = Rng.from(JSON.parse(JSON.stringify(rng.state())));
        expect(draw(5, () => copy.normal())).toEqual(draw(5, () => rng.normal()));
        expect(copy.next()).toBe(rng.next());
      }),
    );
  });
});

describe('distributions', () => {
  // 99.9 % points of chi-square: 15 degrees 37.7, 5 degrees 20.5, 2 degrees 13.8
  it('uniform: even, in [0, 1), exact in float32', () => {
    const rng = new Rng(7);
    const counts = new Array<number>(16).fill(0);
    let sum = 0;
    for (let i = 0; i < 64_000; i++) {
      const u = rng.uniform();
      expect(u >= 0 && u < 1 && Math.fround(u) === u).toBe(true);
      sum += u;
      counts[Math.floor(u * 16)]! += 1;
    }
    expect(chiSquare(counts)).toBeLessThan(37.7);
    expect(Math.abs(sum / 64_000 - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 64_000));
  });

  it('normal: moments', () => {
    const rng = new Rng(8);
    const n = 64_000;
    const values = draw(n, () => rng.normal());
    const moment = (k: number) => values.reduce((sum, x) => sum + x ** k, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });

  it('int: no value is favoured where n does not divide 2^32', () => {
    // value % n alone would give the lowest third twice as often as the others
    const n = 3 * 2 ** 30;
    const rng = new Rng(9);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) {
      const value = rng.int(n);
      expect(value >= 0 && value < n).toBe(true);
      counts[Math.floor(value / 2 ** 30)]! += 1;
    }
    expect(chiSquare(counts)).toBeLessThan(13.8);
    expect(draw(4, () => rng.int(1))).toEqual([0, 0, 0, 0]);
  });

  it('shuffle: every order equally often', () => {
    const rng = new Rng(10);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const items = Uint32Array.of(0, 1, 2);
      rng.shuffle(items);
      counts.set(items.join(), (counts.get(items.join()) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(['0,1,2', '0,2,1', '1,0,2', '1,2,0', '2,0,1', '2,1,0']);
    expect(chiSquare([...counts.values()])).toBeLessThan(20.5);
  });

  it('fill writes what the single calls give', () => {
    const [a, b] = [new Rng(3), new Rng(3)];
    const uniform = new Float32Array(5);
    a.fillUniform(uniform);
    expect([...uniform]).toEqual(draw(5, () => b.uniform()));
    const normal = new Float32Array(5);
    a.fillNormal(normal);
    expect([...normal]).toEqual(draw(5, () => Math.fround(b.normal())));
  });
});
