import type { Rng } from '../../core/rng';
import type { Generator } from './generator';

const [STEPS, WIDTH, LENGTH, CLASSES] = [10, 64, 3, 10];
/** Of the motif; the noise has 1. A matched filter over 3 x 64 values tells the motifs apart with ease. */
const AMPLITUDE = 0.75;

/** The motifs, [3, 64] each: standard normal. */
export function motifPatterns(shared: Rng): Float32Array[] {
  return Array.from({ length: CLASSES }, () => {
    const pattern = new Float32Array(LENGTH * WIDTH);
    shared.fillNormal(pattern);
    return pattern;
  });
}

/** Sequences [10, 64] of noise that hold one of ten motifs of three steps, anywhere. */
export const motifs: Generator = {
  id: 'motifs',
  counts: { train: 4000, test: 1000 },
  note: {
    en: 'Sequences of 10 steps of 64 numbers: noise, and in it one of ten fixed motifs of 3 steps, at any place.',
    'zh-CN': '长 10 步、每步 64 个数的序列：噪声中的任意位置藏着十种固定动机之一（3 步）。',
  },
  generate(count, rng, shared) {
    const patterns = motifPatterns(shared);
    const x = new Float32Array(count * STEPS * WIDTH);
    const y = new Uint8Array(count);
    rng.fillNormal(x);
    for (let i = 0; i < count; i++) {
      const label = i % CLASSES;
      const start = (i * STEPS + rng.int(STEPS - LENGTH + 1)) * WIDTH;
      y[i] = label;
      patterns[label]?.forEach((value, k) => {
        x[start + k] = (x[start + k] ?? 0) + AMPLITUDE * value;
      });
    }
    return { x, y };
  },
};
