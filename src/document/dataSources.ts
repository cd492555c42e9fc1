import type { Diagnostic } from '../core/diagnostic';
import { dataset, planOf } from '../layers/defs/dataset';
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

/** Whether the steps of a data node leave the examples as many as they are, in their order. */
export const keepsExamples = ({ params }: Pick<DocNode, 'params'>): boolean =>
  planOf(params).steps.every(({ place }) => place !== 'rows' && place !== 'examples');

/** What all data nodes of a run have in common: `mnist`, `mnist 100%`. */
function briefOf({ params }: DocNode): string {
  const id = String(params.dataset ?? dataset.params.dataset.default);
  return params.full === true ? `${id} 100%` : id;
}

/**
 * What keeps the data nodes of a document from going into one run: another data set than the first one's, or steps that change which
 * examples there are at some of them. Errors `data.several` and `data.severalCounts`, at the node.
 */
export function severalDataProblems(document: Pick<NetDocument, 'nodes'>): Diagnostic[] {
  const [first, ...others] = document.nodes.filter(({ type }) => type === dataset.type);
  if (!first || others.length === 0) return [];
  const other = others.find((node) => briefOf(node) !== briefOf(first));
  if (other) {
    const details = { expected: briefOf(first), actual: briefOf(other) };
    const message = `all data nodes of a project must read the same data: ${details.expected}, not ${details.actual}`;
    return [{ code: 'data.several', severity: 'error', message, details, nodeId: other.id }];
  }
  const sources = dataSources(document);
  const moved = sources.length > 1 && sources.find(({ nodes: [node] }) => !keepsExamples(node));
  if (!moved) return [];
  const message = 'steps that add or remove examples must be the same at all data nodes';
  return [{ code: 'data.severalCounts', severity: 'error', message, nodeId: moved.nodes[0].id }];
}

/** A column's own name, without its source. */
export const columnName = (column: string): string => column.slice(column.indexOf(':') + 1);

/** The document with its first data node alone: for what looks at one. */
export function withFirstData(document: NetDocument): NetDocument {
  const first = document.nodes.find(({ type }) => type === dataset.type);
  return { ...document, nodes: document.nodes.filter((node) => node.type !== dataset.type || node === first) };
}
