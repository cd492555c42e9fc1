import { locales } from '../../core/locale';
import type { LayerDef } from '../../layers/layer';
import { layers } from '../../layers/registry';

const normal = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

/** 0 is the best match; undefined is none. Names count in every language, then other names, then letters in order. */
function rank(layer: LayerDef, query: string): number | undefined {
  const names = [layer.type, ...locales.map((locale) => layer.docs.name[locale])].map(normal);
  if (names.some((name) => name.startsWith(query))) return 0;
  const others = layer.docs.aliases.map(normal);
  if (others.some((name) => name.startsWith(query))) return 1;
  if ([...names, ...others].some((name) => name.includes(query))) return 2;
  return names.some((name) => isSubsequence(query, name)) ? 3 : undefined;
}

function isSubsequence(query: string, name: string): boolean {
  let at = -1;
  return [...query].every((char) => {
    at = name.indexOf(char, at + 1);
    return at >= 0;
  });
}

/** Layers that a query finds, best first; all of them, in the palette's order, for an empty query. */
export function searchLayers(query: string, among: readonly LayerDef[] = [...layers.values()]): LayerDef[] {
  const wanted = normal(query);
  if (wanted === '') return [...among];
  return among
    .flatMap((layer) => {
      const place = rank(layer, wanted);
      return place === undefined ? [] : [{ layer, place }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ layer }) => layer);
}
