import { type Localized, locales } from '../../core/locale';

/** What something is found by. */
export interface Findable {
  /** What it is called, in every language. */
  readonly names: readonly string[];
  /** What else it is called. */
  readonly aliases?: readonly string[] | undefined;
  /** What it is for, in a sentence. */
  readonly summary?: Localized | undefined;
}

/** Ends of words: `MaxPool2D` is max, pool and 2d; each Chinese character is a word. */
const ENDS =
  /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?=\p{Script=Han})|(?<=\p{Script=Han})|[^\p{L}\p{N}]+/u;

const wordsOf = (text: string): string[] =>
  text
    .split(ENDS)
    .filter(Boolean)
    .map((word) => word.toLowerCase());

const normal = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

/** Whether a query is in a name from the beginning of one of its words on; at 0 where that is the first. */
function beginningAt(query: string, words: readonly string[]): number {
  return words.findIndex((_, at) => words.slice(at).join('').startsWith(query));
}

/** `mp`, `maxp` for max pool: beginnings of words in a row. */
function abbreviates(query: string, words: readonly string[]): boolean {
  if (query === '') return true;
  const [word, ...rest] = words;
  if (word === undefined || word[0] !== query[0]) return false;
  for (let length = 1; length <= word.length && query[length - 1] === word[length - 1]; length++)
    if (abbreviates(query.slice(length), rest)) return true;
  return false;
}

/** Whether a sentence has every word of the query; a long word may end otherwise (`overfitting`, `overfit`). */
function mentions(sentence: string, query: string): boolean {
  const said = wordsOf(sentence);
  const begins = (word: string) => beginningAt(word, said) >= 0;
  return query
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((word) => begins(word) || (/^[a-z]{6,}$/.test(word) && begins(word.slice(0, Math.max(5, word.length - 4)))));
}

/** 0 is the best match; undefined is none. Words count from their beginnings: `lin` is not in pooling. */
function rank({ names, aliases = [], summary }: Findable, query: string): number | undefined {
  const wanted = normal(query);
  if (names.some((name) => normal(name) === wanted)) return 0;
  if (aliases.some((name) => normal(name) === wanted)) return 1;
  const called = names.map(wordsOf);
  const also = aliases.map(wordsOf);
  for (const [place, lists] of [called, also].entries()) {
    const at = lists.map((words) => beginningAt(wanted, words)).filter((found) => found >= 0);
    if (at.length > 0) return 2 + place + (at.includes(0) ? 0 : 2);
  }
  if ([...called, ...also].some((words) => abbreviates(wanted, words))) return 6;
  const all = [...called, ...also].flat();
  if (wordsOf(query).every((word) => all.some((known) => known.startsWith(word)))) return 7;
  return summary && locales.some((locale) => mentions(summary[locale], query)) ? 8 : undefined;
}

/** The items that a query finds, best first, equals in their order; all of them for an empty query. */
export function search<T>(query: string, items: readonly T[], findable: (item: T) => Findable): T[] {
  if (normal(query) === '') return [...items];
  return items
    .flatMap((item) => {
      const place = rank(findable(item), query);
      return place === undefined ? [] : [{ item, place }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
