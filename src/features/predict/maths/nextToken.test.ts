import { describe, expect, it } from 'vitest';
import { Rng } from '../../../core/rng';
import { chances, draw, windowOf } from './nextToken';
import { likeliest, write } from './write';

const whole = { temperature: 1, topK: 0, topP: 1 };
const p = [0.5, 0.3, 0.15, 0.05];
const rounded = (shares: Float64Array) => Array.from(shares, (share) => Math.round(share * 1e6) / 1e6);

describe('chances', () => {
  it('leaves probabilities as they are at temperature 1, and takes scores through a softmax', () => {
    for (const answer of [p, p.map((share) => Math.log(share) + 7)]) {
      expect(rounded(chances(answer, whole))).toEqual(p);
    }
  });

  it('raises probabilities to 1 / T and scales them to 1', () => {
    for (const temperature of [0.25, 0.5, 2, 5]) {
      const powers = p.map((share) => share ** (1 / temperature));
      const sum = powers.reduce((a, b) => a + b);
      const shares = chances(p, { ...whole, temperature });
      for (const [i, power] of powers.entries()) expect(shares[i]).toBeCloseTo(power / sum, 10);
    }
  });

  it('takes the likeliest at temperature 0, of equal ones the first', () => {
    expect([...chances(p, { ...whole, temperature: 0 })]).toEqual([1, 0, 0, 0]);
    expect([...chances([1, 4, 4], { temperature: 0, topK: 3, topP: 0.5 })]).toEqual([0, 1, 0]);
  });

  it('keeps the k likeliest and scales them to 1', () => {
    expect(rounded(chances(p, { ...whole, topK: 2 }))).toEqual([0.625, 0.375, 0, 0]);
    expect(rounded(chances(p, { ...whole, topK: 9 }))).toEqual(p);
  });

  it('keeps the fewest likeliest that reach topP, the one that crosses it among them', () => {
    expect(rounded(chances(p, { ...whole, topP: 0.79 }))).toEqual([0.625, 0.375, 0, 0]);
    expect(rounded(chances(p, { ...whole, topP: 0.81 }))).toEqual([0.526316, 0.315789, 0.157895, 0]);
    expect(rounded(chances(p, { ...whole, topP: 0.01 }))).toEqual([1, 0, 0, 0]);
  });

  it('applies temperature, then k, then p', () => {
    // T = 0.5: 0.25, 0.09, 0.0225, 0.0025 of 0.365; k = 3: of 0.3625; 0.25 / 0.3625 = 0.6897 < 0.7
    expect(rounded(chances(p, { temperature: 0.5, topK: 3, topP: 0.7 }))).toEqual([0.735294, 0.264706, 0, 0]);
  });

  it('never lets through what is not allowed, however likely', () => {
    expect(rounded(chances(p, { ...whole, temperature: 0 }, (token) => token !== 0))).toEqual([0, 1, 0, 0]);
    expect(rounded(chances(p, whole, (token) => token > 1))).toEqual([0, 0, 0.75, 0.25]);
  });
});

describe('draw', () => {
  it('draws each token as often as its chance says', () => {
    const shares = chances(p, { temperature: 0.7, topK: 3, topP: 1 });
    const rng = Rng.of(3, 'test');
    const count = 40_000;
    const seen = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const token = draw(shares, rng);
      seen[token] = (seen[token] ?? 0) + 1;
    }
    for (const [token, times] of seen.entries()) {
      const share = shares[token] ?? 0;
      // five standard deviations of a binomial count
      expect(Math.abs(times / count - share)).toBeLessThanOrEqual(5 * Math.sqrt((share * (1 - share)) / count));
    }
    expect(seen[3]).toBe(0);
  });
});

describe('windowOf', () => {
  it('pads short texts at the right and shows the last tokens of long ones', () => {
    expect(windowOf([7, 8], 4)).toEqual({ row: Int32Array.of(7, 8, 0, 0), last: 1 });
    expect(windowOf([1, 2, 3, 4, 5], 4)).toEqual({ row: Int32Array.of(2, 3, 4, 5), last: 3 });
  });
});

describe('write', () => {
  /** Says that after token n comes n + 1 (0.6), n + 2 (0.3) or 0 (0.1), of ten. */
  const answer = async ({ row, last }: { row: Int32Array; last: number }) => {
    const now = row[last] ?? 0;
    const shares = new Float32Array(10);
    shares[(now + 1) % 10] = 0.6;
    shares[(now + 2) % 10] = 0.3;
    shares[0] = (shares[0] ?? 0) + 0.1;
    return shares;
  };
  const written = async (change: { seed?: number; temperature?: number; count?: number; until?: number }) => {
    const tokens: number[] = [];
    await write({
      prompt: [3],
      count: change.count ?? 60,
      length: 4,
      choosing: { ...whole, temperature: change.temperature ?? 1 },
      seed: change.seed ?? 1,
      answer,
      allowed: (token) => token !== 0,
      onToken: (token) => tokens.push(token) !== change.until,
    });
    return tokens;
  };

  it('writes the same with the same seed, and something else with another', async () => {
    const once = await written({ seed: 5 });
    expect(once).toHaveLength(60);
    expect(await written({ seed: 5 })).toEqual(once);
    expect(await written({ seed: 6 })).not.toEqual(once);
  });

  it('is greedy at temperature 0, whatever the seed, and leaves out what is not allowed', async () => {
    const greedy = [4, 5, 6, 7, 8, 9, 1, 2, 3, 4];
    expect(await written({ temperature: 0, count: 10, seed: 1 })).toEqual(greedy);
    expect(await written({ temperature: 0, count: 10, seed: 2 })).toEqual(greedy);
  });

  it('ends when told to', async () => {
    expect(await written({ until: 7 })).toHaveLength(7);
  });

  it('lists the likeliest', () => {
    expect(likeliest([0.2, 0, 0.5, 0.3], 2)).toEqual([
      { token: 2, share: 0.5 },
      { token: 3, share: 0.3 },
    ]);
  });
});
