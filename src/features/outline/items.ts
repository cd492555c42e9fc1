import type { Locale } from '../../core/locale';
import type { DocNode, NetDocument } from '../../document/schema';
import { topologicalOrder } from '../../document/structure';
import { layers } from '../../layers/registry';
import { nodeName } from '../common/localize';

/** A node with the nodes at the other ends of its wires, each once, in the order of the wires. */
export interface Item {
  readonly node: DocNode;
  readonly name: string;
  /** Key parameters in a few characters. */
  readonly brief: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

function briefOf(node: DocNode): string {
  const layer = layers.get(node.type);
  return layer && node.version === layer.version ? layer.brief(node.params as never) : '';
}

/** The model as a list: each node after those it reads, nodes on a cycle last. */
export function itemsOf(document: NetDocument, locale: Locale): Item[] {
  const from = new Map<string, Set<string>>();
  const to = new Map<string, Set<string>>();
  const put = (map: Map<string, Set<string>>, key: string, id: string) => {
    const ids = map.get(key);
    if (ids) ids.add(id);
    else map.set(key, new Set([id]));
  };
  for (const edge of document.edges) {
    put(from, edge.to.node, edge.from.node);
    put(to, edge.from.node, edge.to.node);
  }
  const { order, cycle } = topologicalOrder(document);
  return [...order, ...cycle].map((node) => ({
    node,
    name: nodeName(node, locale),
    brief: briefOf(node),
    from: [...(from.get(node.id) ?? [])],
    to: [...(to.get(node.id) ?? [])],
  }));
}

/** Nodes whose name, layer, id or key parameters hold every word of the query. */
export function findItems(items: readonly Item[], query: string): Item[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items.filter(({ node, name, brief }) => {
    const docs = layers.get(node.type)?.docs;
    const text = [name, node.id, brief, ...Object.values(docs?.name ?? {})].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
