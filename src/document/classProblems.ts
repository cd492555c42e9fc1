import type { Diagnostic } from '../core/diagnostic';
import { dataset, planOf } from '../layers/defs/dataset';
import type { DocumentAnalysis } from './analysis';
import type { NetDocument } from './schema';

/**
 * Losses that choose among another number of classes than the data has: error `data.classes` where some could never be chosen,
 * warning `data.spareClasses` where some never are.
 */
export function classProblems(document: NetDocument, nodes: DocumentAnalysis['nodes']): Diagnostic[] {
  return document.nodes.flatMap((loss): Diagnostic[] => {
    if (loss.type !== 'crossEntropy' || loss.disabled) return [];
    const arriving = (port: string) => document.edges.find(({ to }) => to.node === loss.id && to.port === port);
    const [scores, truth] = [arriving('logits'), arriving('target')];
    const data = document.nodes.find(({ id, type }) => id === truth?.from.node && type === dataset.type);
    if (!scores || !truth || !data) return [];
    const column = planOf(data.params).columns.find(({ name }) => name === truth.from.port);
    const expected = column?.kind === 'class' && column.shape.length === 0 ? column.classes?.length : undefined;
    const actual = nodes.get(scores.from.node)?.outputs[scores.from.port]?.shape.at(-1);
    if (expected === undefined || typeof actual !== 'number' || expected === 0 || actual === expected) return [];
    const place = { nodeId: loss.id, portId: 'logits', edgeId: scores.id, details: { expected, actual } };
    const message = `the data has ${expected} classes, the model chooses among ${actual}`;
    return actual < expected
      ? [{ code: 'data.classes', severity: 'error', message, ...place }]
      : [{ code: 'data.spareClasses', severity: 'warning', message, ...place }];
  });
}
