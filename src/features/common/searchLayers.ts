import { type Localized, locales } from '../../core/locale';
import type { LayerDef } from '../../layers/layer';
import { layers } from '../../layers/registry';

const normal = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

/** Other names of layers and what they are for, by type; none while it has not come. */
export type Purposes = ReadonlyMap<string, { readonly summary: Localized; readonly aliases: readonly string[] }>;

/**
 * 0 is the best match; undefined is none. Names count in every language, then other names, then letters in order, then what
 * the layer is for.
 */
function rank(layer: LayerDef, query: string, purposes: Purposes | undefined): number | undefined {
  const wanted = normal(query);
  const names = [layer.type, ...locales.map((locale) => layer.docs.name[locale])].map(normal);
  if (names.some((name) => name.startsWith(wanted))) return 0;
  const docs = purposes?.get(layer.type);
  const others = docs?.aliases.map(normal) ?? [];
  if (others.some((name) => name.startsWith(wanted))) return 1;
  if ([...names, ...others].some((name) => name.includes(wanted))) return 2;
  if (names.some((name) => isSubsequence(wanted, name))) return 3;
  return docs && locales.some((locale) => mentions(docs.summary[locale], query)) ? 4 : undefined;
}

/** Whether a sentence has every word of the query; a long word may end otherwise (`overfitting`, `overfit`). */
function mentions(sentence: string, query: string): boolean {
  const text = sentence.toLowerCase();
  const words = query.toLowerCase().trim().split(/\s+/);
  return words.every(
    (word) =>
      text.includes(word) || (/^[a-z]{6,}$/.test(word) && text.includes(word.slice(0, Math.max(4, word.length - 4)))),
  );
}

function isSubsequence(query: string, name: string): boolean {
  let at = -1;
  return [...query].every((char) => {
    at = name.indexOf(char, at + 1);
    return at >= 0;
  });
}

/** Layers that a query finds, best first; all of them, in the palette's order, for an empty query. */
export function searchLayers(
  query: string,
  among: readonly LayerDef[] = [...layers.values()],
  purposes?: Purposes,
): LayerDef[] {
  if (normal(query) === '') return [...among];
  return among
    .flatMap((layer) => {
      const place = rank(layer, query, purposes);
      return place === undefined ? [] : [{ layer, place }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ layer }) => layer);
}
