import type { Rng } from '../../../core/rng';

/** How the next token is chosen. */
export interface Choosing {
  /** Below 1 likely tokens become likelier; at 0 the likeliest is taken. */
  readonly temperature: number;
  /** Only this many of the likeliest; 0: all. */
  readonly topK: number;
  /** Only the likeliest whose probabilities come to this sum; 1: all. */
  readonly topP: number;
}

/**
 * Probabilities of the next token: softmax(log p / T), then the k likeliest, then the fewest likeliest that together reach
 * topP (Holtzman et al. 2020), each time rescaled to sum 1; in the order of Hugging Face's logits processors.
 * @param answer [V] probabilities (sum 1 within 1e-3) or scores before a softmax
 * @param allowed whether a token may be written at all
 */
export function chances(
  answer: ArrayLike<number>,
  { temperature, topK, topP }: Choosing,
  allowed: (token: number) => boolean = () => true,
): Float64Array {
  const scores = scoresOf(answer).map((score, token) => (allowed(token) ? score : Number.NEGATIVE_INFINITY));
  const order = Array.from(scores, (_, token) => token)
    .filter((token) => (scores[token] as number) > Number.NEGATIVE_INFINITY)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const kept = temperature <= 0 ? order.slice(0, 1) : topK > 0 ? order.slice(0, topK) : order;
  const shares = softmax(kept.map((token) => (scores[token] as number) / Math.max(temperature, 1e-6)));
  const nucleus = temperature <= 0 ? 1 : nucleusSize(shares, topP);
  const total = shares.slice(0, nucleus).reduce((sum, share) => sum + share, 0);
  const out = new Float64Array(scores.length);
  for (const [i, token] of kept.slice(0, nucleus).entries()) out[token] = (shares[i] as number) / total;
  return out;
}

/** How many of the shares, largest first, it takes to reach `topP`; at least one. */
function nucleusSize(shares: readonly number[], topP: number): number {
  if (topP >= 1) return shares.length;
  let sum = 0;
  for (const [i, share] of shares.entries()) {
    sum += share;
    if (sum >= topP) return i + 1;
  }
  return shares.length;
}

/** Logarithms of probabilities; scores stay as they are. */
function scoresOf(answer: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(answer);
  const sum = values.reduce((total, value) => total + value, 0);
  const probabilities = Math.abs(sum - 1) < 1e-3 && values.every((value) => value >= 0);
  return probabilities ? values.map((value) => Math.log(Math.max(value, 1e-30))) : values;
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Draws a token in proportion to its chance: the first whose running sum exceeds a uniform number. */
export function draw(shares: Float64Array, rng: Rng): number {
  const wanted = rng.uniform();
  let sum = 0;
  let last = 0;
  for (let token = 0; token < shares.length; token++) {
    const share = shares[token] as number;
    if (share <= 0) continue;
    last = token;
    sum += share;
    if (wanted < sum) return token;
  }
  return last;
}

export interface Window {
  /** int32 [length]: the last tokens first to last, then padding. */
  readonly row: Int32Array;
  /** Where the last of them stands: what is answered there is what comes next. */
  readonly last: number;
}

/** What a causal model of a fixed length reads: the last `length` tokens from place 0 on; what lies right of them it does not see. */
export function windowOf(tokens: readonly number[], length: number, padding = 0): Window {
  const shown = tokens.slice(-length);
  const row = new Int32Array(length).fill(padding);
  row.set(shown);
  return { row, last: Math.max(0, shown.length - 1) };
}
