import type { DocumentAnalysis } from '../document/analysis';
import { reanalyzeDocument } from '../document/analyze';
import type { DocNode, NetDocument } from '../document/schema';
import { useDocument } from './document';

const sameMeaning = (a: DocNode, b: DocNode): boolean =>
  a === b ||
  (a.id === b.id && a.type === b.type && a.version === b.version && a.params === b.params && a.disabled === b.disabled);

/** Whether two documents differ only in names and places, which no analysis looks at. */
export function meansTheSame(a: NetDocument, b: NetDocument): boolean {
  if (a.edges !== b.edges || a.training !== b.training || a.modules !== b.modules || a.nodes.length !== b.nodes.length)
    return false;
  return a.nodes === b.nodes || a.nodes.every((node, index) => sameMeaning(node, b.nodes[index] ?? node));
}

let last: { readonly document: NetDocument; readonly analysis: DocumentAnalysis } | undefined;

/** The analysis of a document; the last one is kept as long as only names and places change. */
export function analysisOf(document: NetDocument): DocumentAnalysis {
  const analysis = last && meansTheSame(last.document, document) ? last.analysis : reanalyzeDocument(document);
  last = { document, analysis };
  return analysis;
}

/** A part of the open document's analysis; renders again only when that part changes. */
export function useAnalysis<T>(select: (analysis: DocumentAnalysis) => T): T {
  return useDocument((state) => select(analysisOf(state.document)));
}
