import { dataset } from '../layers/defs/dataset';
import type { DocNode, NetDocument } from './schema';
import { recipeOf } from './statistics';

/** Data nodes that do the same to the same data: they share its columns. */
export interface DataSource {
  readonly nodes: readonly [DocNode, ...DocNode[]];
  /** Before the names of its columns, so that sources differ; nothing for the first. */
  readonly prefix: string;
}

/** The sources of a document, by their first nodes. */
export function dataSources({ nodes }: Pick<NetDocument, 'nodes'>): DataSource[] {
  const sources = new Map<string, { readonly nodes: [DocNode, ...DocNode[]]; readonly prefix: string }>();
  for (const node of nodes) {
    if (node.type !== dataset.type) continue;
    const recipe = recipeOf(node);
    const known = sources.get(recipe);
    if (known) known.nodes.push(node);
    else sources.set(recipe, { nodes: [node], prefix: sources.size === 0 ? '' : `${node.id}:` });
  }
  return [...sources.values()];
}

/** A column's own name, without its source. */
export const columnName = (column: string): string => column.slice(column.indexOf(':') + 1);

/** The document with its first data node alone: for what looks at one. */
export function withFirstData(document: NetDocument): NetDocument {
  const first = document.nodes.find(({ type }) => type === dataset.type);
  return { ...document, nodes: document.nodes.filter((node) => node.type !== dataset.type || node === first) };
}
