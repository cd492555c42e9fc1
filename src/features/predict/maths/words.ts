/** A word with the sign it counts with. */
export interface Term {
  readonly sign: 1 | -1;
  readonly word: string;
}

/** `king - man + woman` as terms; words are separated by spaces around + and -, or by spaces alone (which add). */
export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  let sign: Term['sign'] = 1;
  for (const part of text.trim().split(/\s+/).filter(Boolean)) {
    if (part === '+' || part === '-' || part === '−') sign = part === '+' ? 1 : -1;
    else {
      terms.push({ sign, word: part });
      sign = 1;
    }
  }
  return terms;
}

/** Fewest insertions, removals, exchanges and swaps of neighbours that make `b` of `a` (Damerau 1964, each place once). */
export function editDistance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let [before, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= from.length; i++) {
    const now = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let least = Math.min(
        (now[j - 1] as number) + 1,
        (last[j] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      now.push(least);
    }
    [before, last] = [last, now];
  }
  return last[to.length] ?? 0;
}

/** Words spelt nearly alike, the nearest first, then in the order of the list (the most frequent first). */
export function nearSpellings(word: string, words: readonly string[], count: number): string[] {
  const most = Math.max(1, Math.floor(word.length / 2));
  return words
    .map((known) => ({
      known,
      distance: Math.abs(known.length - word.length) > most ? most + 1 : editDistance(word, known),
    }))
    .filter(({ known, distance }) => known !== '' && distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ known }) => known);
}
