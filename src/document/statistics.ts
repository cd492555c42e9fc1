import * as v from 'valibot';
import { dataset } from '../layers/defs/dataset';
import { statisticsSchema } from '../layers/steps/statistics';
import type { Checkpoint } from './checkpoint';
import type { DocNode, NetDocument } from './schema';

/** What the steps of one data node learned from its training examples. */
export const learnedSchema = v.object({
  node: v.pipe(v.string(), v.maxLength(64)),
  /** The data set and the steps it was learned with: of another recipe it is of no use. */
  recipe: v.string(),
  entries: statisticsSchema,
});
export type LearnedStatistics = v.InferOutput<typeof learnedSchema>;

/** Names what statistics depend on: the data set, its columns, its steps. */
export function recipeOf({ params }: Pick<DocNode, 'params'>): string {
  return JSON.stringify([params.dataset, params.columns, params.steps]);
}

/** Those in a checkpoint that fit the node as it is now. */
export function learnedFor(
  node: DocNode,
  checkpoint: Pick<Checkpoint, 'statistics'> | undefined,
): LearnedStatistics | undefined {
  const recipe = recipeOf(node);
  return checkpoint?.statistics?.find((item) => item.node === node.id && item.recipe === recipe);
}

/** The document with its data nodes knowing what was learned: the form that is compiled. What does not fit is left out. */
export function withStatistics(document: NetDocument, learned: readonly LearnedStatistics[] | undefined): NetDocument {
  if (!learned || learned.length === 0) return document;
  const nodes = document.nodes.map((node) => {
    if (node.type !== dataset.type) return node;
    const own = learnedFor(node, { statistics: learned });
    return own ? { ...node, params: { ...node.params, statistics: [...own.entries] } } : node;
  });
  return { ...document, nodes };
}
