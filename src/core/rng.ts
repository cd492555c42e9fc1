/** Seeded generator xoshiro128** 1.1 (Blackman & Vigna 2018, "Scrambled linear pseudorandom number generators"), seeded by SplitMix32. */
export class Rng {
  private readonly s: Uint32Array;
  private spare: number | undefined;

  constructor(seed: number) {
    this.s = new Uint32Array(4);
    let state = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      state = (state + 0x9e3779b9) >>> 0;
      this.s[i] = mix32(state);
    }
  }

  /** An independent stream for each tuple of keys: `Rng.of(seed, 'init', 'conv1.weight')`. */
  static of(seed: number, ...keys: string[]): Rng {
    let hash = (seed ^ 0x811c9dc5) >>> 0;
    for (const char of keys.join('\u0000')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return new Rng(mix32(hash));
  }

  /** A generator that goes on from a saved `state()`. */
  static from(state: readonly number[]): Rng {
    const rng = new Rng(0);
    rng.s.set(state.slice(0, 4));
    rng.spare = state[4];
    return rng;
  }

  /** Everything needed to go on later. */
  state(): number[] {
    return this.spare === undefined ? [...this.s] : [...this.s, this.spare];
  }

  /** Uniform unsigned 32-bit integer. */
  next(): number {
    const s = this.s;
    const s0 = s[0] as number;
    const s1 = s[1] as number;
    const s2 = (s[2] as number) ^ s0;
    const s3 = (s[3] as number) ^ s1;
    const scrambled = Math.imul(rotl(Math.imul(s1, 5), 7), 9) >>> 0;
    s[0] = s0 ^ s3;
    s[1] = s1 ^ s2;
    s[2] = s2 ^ (s1 << 9);
    s[3] = rotl(s3, 11);
    return scrambled;
  }

  /** Uniform in [0, 1), 24 bits: exact in float32. */
  uniform(): number {
    return (this.next() >>> 8) / 0x1000000;
  }

  /** Standard normal, by Box & Muller (1958). */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Uniform integer in [0, n), unbiased (rejection). */
  int(n: number): number {
    const limit = 0x100000000 - (0x100000000 % n);
    let value = this.next();
    while (value >= limit) value = this.next();
    return value % n;
  }

  /** Fisher-Yates shuffle in place. */
  shuffle(items: Uint32Array): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = items[i] as number;
      items[i] = items[j] as number;
      items[j] = held;
    }
  }

  fillUniform(out: Float32Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.uniform();
  }

  fillNormal(out: Float32Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
  }
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** Finaliser of MurmurHash3 (Appleby). */
function mix32(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
