import type { Diagnostic } from '../../core/diagnostic';
import type { DocumentAnalysis } from '../../document/analysis';
import { useShownAnalysis } from '../../stores/drawing';

interface Index {
  readonly byNode: ReadonlyMap<string, Diagnostic>;
  readonly byEdge: ReadonlyMap<string, Diagnostic>;
}

const indexes = new WeakMap<DocumentAnalysis, Index>();

/** The first diagnostic of each node and wire; the analysis puts errors first. */
export function problemsOf(analysis: DocumentAnalysis): Index {
  const known = indexes.get(analysis);
  if (known) return known;
  const byNode = new Map<string, Diagnostic>();
  const byEdge = new Map<string, Diagnostic>();
  for (const item of analysis.diagnostics) {
    if (item.nodeId !== undefined && !byNode.has(item.nodeId)) byNode.set(item.nodeId, item);
    if (item.edgeId !== undefined && !byEdge.has(item.edgeId)) byEdge.set(item.edgeId, item);
  }
  const index = { byNode, byEdge };
  indexes.set(analysis, index);
  return index;
}

/** The worst that is wrong with a node. */
export function useNodeProblem(nodeId: string): Diagnostic | undefined {
  return useShownAnalysis((analysis) => problemsOf(analysis).byNode.get(nodeId));
}

/** What is wrong with what comes through a wire. */
export function useWireProblem(edgeId: string): Diagnostic | undefined {
  return useShownAnalysis((analysis) => problemsOf(analysis).byEdge.get(edgeId));
}
