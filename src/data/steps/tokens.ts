import { Rng } from '../../core/rng';
import type { StepParams } from '../../layers/steps/registry';
import type { StepStatistics } from '../../layers/steps/step';
import { BERT_SPECIAL, SPECIAL } from '../../layers/steps/text';
import type { Column } from '../dataset';
import { type HostStep, textsOf } from './hostStep';

type Unit = 'words' | 'characters';

const FIRST = 4;
/** Runs of letters and digits with inner apostrophes; every other sign on its own. */
const words = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;

export const split = (text: string, unit: Unit): readonly string[] =>
  unit === 'characters' ? [...text] : (text.match(words) ?? []);

interface Limits {
  readonly unit: Unit;
  readonly limit: number;
  readonly minCount: number;
}

/** The most frequent tokens first; equally frequent ones by their code points, so that the order is the same everywhere. */
export function learnVocabulary(
  parts: Iterable<Column>,
  { unit, limit, minCount }: Limits,
): { vocabulary: string[]; counts: number[] } {
  const counts = new Map<string, number>();
  for (const part of parts)
    for (const text of textsOf(part))
      for (const token of split(text, unit)) counts.set(token, (counts.get(token) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= minCount)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, limit - FIRST);
  return { vocabulary: kept.map(([token]) => token), counts: kept.map(([, count]) => count) };
}

const vocabularyOf = (statistics: StepStatistics | undefined): readonly string[] =>
  (statistics?.vocabulary ?? []).map(String);

/** Token numbers by token; what is not in it is unknown. */
function numbering(statistics: StepStatistics | undefined): (token: string) => number {
  const places = new Map(vocabularyOf(statistics).map((token, i) => [token, FIRST + i]));
  return (token) => places.get(token) ?? SPECIAL.unknown;
}

const learn = (parts: () => Iterable<Column>, params: Limits): StepStatistics => ({
  vocabulary: learnVocabulary(parts(), params).vocabulary,
});

export const lowerCase: HostStep<StepParams<'lowerCase'>> = {
  apply: (column) => [textsOf(column).map((text) => text.toLowerCase())],
};

/** One row of tokens, cut or padded to `length`. */
function fill(row: Int32Array, ids: readonly number[], padding: 'start' | 'end'): void {
  const cut = ids.slice(0, row.length);
  row.set(cut, padding === 'end' ? 0 : row.length - cut.length);
}

export const tokenise: HostStep<StepParams<'tokenise'>> = {
  fit: (parts, { unit, ...limits }) => (unit === 'wordPiece' ? {} : learn(parts, { ...limits, unit })),
  apply(column, { unit, length, padding, ends }, { statistics, tools }) {
    const number = numbering(statistics);
    const idsOf =
      unit === 'wordPiece' ? (tools.wordPiece ?? (() => [])) : (text: string) => split(text, unit).map(number);
    const { start, end } = unit === 'wordPiece' ? BERT_SPECIAL : SPECIAL;
    const texts = textsOf(column);
    const out = new Int32Array(texts.length * length);
    texts.forEach((text, i) => {
      const ids = idsOf(text);
      const whole = ends ? [start, ...ids.slice(0, Math.max(0, length - 2)), end] : ids;
      fill(out.subarray(i * length, (i + 1) * length), whole, padding);
    });
    return [out];
  },
};

export const teacherForcing: HostStep<StepParams<'teacherForcing'>> = {
  fit: learn,
  apply(column, { unit, length }, { statistics }) {
    const number = numbering(statistics);
    const texts = textsOf(column);
    const [given, wanted] = [new Int32Array(texts.length * length), new Int32Array(texts.length * length)];
    texts.forEach((text, i) => {
      const ids = split(text, unit).map(number);
      const row = (values: Int32Array) => values.subarray(i * length, (i + 1) * length);
      fill(row(given), [SPECIAL.start, ...ids], 'end');
      fill(row(wanted), [...ids, SPECIAL.end], 'end');
    });
    return [given, wanted];
  },
};

export const nextToken: HostStep<StepParams<'nextToken'>> = {
  fit: learn,
  apply(column, { unit, length, stride }, { statistics }) {
    const number = numbering(statistics);
    const all = Int32Array.from(split(textsOf(column).join('\n\n'), unit), number);
    const count = Math.max(0, Math.floor((all.length - length - 1) / stride) + 1);
    const [x, y] = [new Int32Array(count * length), new Int32Array(count * length)];
    for (let i = 0; i < count; i++) {
      x.set(all.subarray(i * stride, i * stride + length), i * length);
      y.set(all.subarray(i * stride + 1, i * stride + length + 1), i * length);
    }
    return [x, y];
  },
};

/** Words more frequent than this share of a text are thinned out (Mikolov et al. 2013, eq. 5). */
const FREQUENT = 1e-3;

export const skipGrams: HostStep<StepParams<'skipGrams'>> = {
  fit: (parts, { limit, minCount }) => learnVocabulary(parts(), { unit: 'words', limit, minCount }),
  apply(column, { window, negatives }, { statistics }) {
    const number = numbering(statistics);
    const counts = (statistics?.counts ?? []).map(Number);
    const draw = noiseWords(counts);
    const rng = Rng.of(1, 'skipGrams');
    const pairs = wordPairs(textsOf(column), { number, counts, window, rng });
    const width = 1 + negatives;
    const [centre, context] = [new Int32Array(pairs.length), new Int32Array(pairs.length * width)];
    const y = new Float32Array(pairs.length * width);
    pairs.forEach(([a, b], i) => {
      centre[i] = a;
      context[i * width] = b;
      y[i * width] = 1;
      for (let k = 1; k < width; k++) context[i * width + k] = draw(rng);
    });
    return [centre, context, y];
  },
};

interface Pairing {
  readonly number: (token: string) => number;
  readonly counts: readonly number[];
  readonly window: number;
  readonly rng: Rng;
}

/** Every known word that stays with the words at most a random distance (1 to `window`) from it. */
function wordPairs(texts: readonly string[], { number, counts, window, rng }: Pairing): [number, number][] {
  const total = counts.reduce((a, b) => a + b, 0);
  const stays = counts.map((count) => Math.sqrt((FREQUENT * total) / count));
  const pairs: [number, number][] = [];
  for (const text of texts) {
    const ids = split(text, 'words')
      .map(number)
      .filter((id) => id >= FIRST && rng.uniform() < (stays[id - FIRST] ?? 0));
    for (const [i, id] of ids.entries()) {
      const reach = 1 + rng.int(window);
      for (let j = Math.max(0, i - reach); j <= Math.min(ids.length - 1, i + reach); j++)
        if (j !== i) pairs.push([id, ids[j] as number]);
    }
  }
  return pairs;
}

/** Draws words in proportion to count^0.75. */
function noiseWords(counts: readonly number[]): (rng: Rng) => number {
  const sums: number[] = [];
  let sum = 0;
  for (const count of counts) {
    sum += count ** 0.75;
    sums.push(sum);
  }
  return (rng) => {
    const wanted = rng.uniform() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > wanted) high = middle;
      else low = middle + 1;
    }
    return FIRST + Math.max(0, low);
  };
}
