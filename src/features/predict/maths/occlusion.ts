import type { Encoded } from '../../../stores/predict';

/** Most tokens that are left out one by one. */
const MOST = 128;

/**
 * A row of tokens [length] and the same without each of its tokens: the others move together, padding fills up. Start and end
 * tokens stay.
 * @returns rows [1 + places, length], and which of the pieces is missing in each row after the first
 */
export function shortenings(
  row: Int32Array,
  { pieces, kept, padding }: Pick<Encoded, 'pieces' | 'kept' | 'padding'>,
): { readonly rows: Int32Array; readonly places: readonly number[] } {
  const places = pieces.flatMap(({ special }, i) => (special || i >= kept ? [] : [i])).slice(0, MOST);
  const ids = pieces.slice(0, kept).map(({ id }) => id);
  const rows = new Int32Array((1 + places.length) * row.length);
  rows.set(row);
  for (const [i, place] of places.entries()) {
    const others = ids.filter((_, at) => at !== place);
    rows.set(others, (1 + i) * row.length + (padding === 'end' ? 0 : row.length - others.length));
  }
  return { rows, places };
}

export interface Answers {
  /** Probabilities of the classes for the whole text. */
  readonly values: Float32Array;
  readonly best: number;
  /** By how much the probability of the likeliest class falls without each token. */
  readonly effects: readonly number[];
}

/**
 * Answers [count, outputs] as probabilities: one output and two classes are p and 1 - p, everything else as it comes.
 * @param numbers the whole text first, then without each token
 */
export function answersOf(numbers: Float32Array, count: number, classes: number): Answers {
  const width = numbers.length / count;
  const row = (i: number): Float32Array => {
    const values = numbers.slice(i * width, (i + 1) * width);
    const [only = 0] = values;
    return width === 1 && classes === 2 ? Float32Array.of(1 - only, only) : values;
  };
  const values = row(0);
  const best = values.indexOf(Math.max(...values));
  const whole = values[best] ?? 0;
  const effects = Array.from({ length: count - 1 }, (_, i) => whole - (row(1 + i)[best] ?? 0));
  return { values, best, effects };
}
