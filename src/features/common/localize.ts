import type { Locale, Localized } from '../../core/locale';
import type { DocNode } from '../../document/schema';
import { layers } from '../../layers/registry';
import { useUi } from '../../stores/ui';

/** Picks the text of the interface's language. */
export function useLocalize(): (text: Localized) => string {
  const locale = useUi((state) => state.locale);
  return (text) => text[locale];
}

/** What a node is called: the user's name for it, else its layer's, else the type that no layer has. */
export function nodeName(node: Pick<DocNode, 'name' | 'type'>, locale: Locale): string {
  return node.name || layers.get(node.type)?.docs.name[locale] || node.type;
}
