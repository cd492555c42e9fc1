import { analyzeDocument } from '../../document/analyze';
import { addNode, edgeId, setParam } from '../../document/edit';
import { applyFix, fixesFor } from '../../document/fixes';
import type { DocNode, NetDocument, ParamValue } from '../../document/schema';
import type { ColumnSpec } from '../../layers/columns';
import { dataset, planOf } from '../../layers/defs/dataset';
import type { StepSpec } from '../../layers/steps/registry';
import type { DatasetCard } from '../../stores/dataRoom';

export const dataNodes = ({ nodes }: Pick<NetDocument, 'nodes'>): DocNode[] =>
  nodes.filter(({ type }) => type === dataset.type);

/** The document with one of its data nodes alone. */
export const withDataOf = (document: NetDocument, nodeId: string): NetDocument => ({
  ...document,
  nodes: document.nodes.filter(({ id, type }) => type !== dataset.type || id === nodeId),
});

/**
 * Wires from ports that the node no longer has go to those that stand in their place: the target's to the new target, others in their
 * order to inputs that nothing reads yet. Where there are fewer of these, wires go.
 */
function rewired(before: NetDocument, document: NetDocument, nodeId: string): NetDocument {
  const columnsOf = ({ nodes }: NetDocument): readonly ColumnSpec[] => {
    const node = nodes.find(({ id }) => id === nodeId);
    return node ? planOf(node.params).columns.filter(({ dtype }) => dtype !== 'text') : [];
  };
  const [old, now] = [columnsOf(before), columnsOf(document)];
  const isUsed = ({ name }: ColumnSpec) =>
    document.edges.some(({ from }) => from.node === nodeId && from.port === name);
  const kept = new Set(now.map(({ name }) => name));
  const places = new Map<string, string>();
  for (const target of [false, true]) {
    const of = (column: ColumnSpec) => (column.target ?? false) === target;
    const lost = old.filter((column) => of(column) && !kept.has(column.name) && isUsed(column));
    const free = now.filter((column) => of(column) && !isUsed(column));
    for (const [i, { name }] of free.entries()) {
      const from = lost[i];
      if (from) places.set(from.name, name);
    }
  }
  const edges = document.edges.flatMap((edge) => {
    const { from, to } = edge;
    if (from.node !== nodeId || kept.has(from.port)) return [edge];
    const port = places.get(from.port);
    return port === undefined ? [] : [{ id: edgeId({ ...from, port }, to), from: { ...from, port }, to }];
  });
  return edges.every((edge, i) => edge === document.edges[i]) && edges.length === document.edges.length
    ? document
    : { ...document, edges };
}

/** A model that told the classes of the data before apart gets as many scores as there are now. */
function withClasses(document: NetDocument): NetDocument {
  const analysis = analyzeDocument(document);
  const wrong = analysis.diagnostics.filter(({ code }) => code === 'data.classes' || code === 'data.spareClasses');
  return wrong.reduce((now, diagnostic) => {
    const [fix] = fixesFor(document, analysis, diagnostic);
    return fix ? applyFix(now, fix) : now;
  }, document);
}

const setAll = (document: NetDocument, id: string, params: Readonly<Record<string, ParamValue>>): NetDocument =>
  rewired(
    document,
    Object.entries(params).reduce((now, [name, value]) => setParam(now, id, name, value), document),
    id,
  );

export interface ChosenData {
  readonly id: string;
  readonly columns: readonly ColumnSpec[];
  readonly steps: readonly StepSpec[];
  readonly inputName: string;
}

/**
 * Gives all data nodes another data set, since those of a document read the same one; nodes that read it already stay as they are. A
 * document without a data node gets one.
 */
export function chooseData(document: NetDocument, { id, columns, steps, inputName }: ChosenData): NetDocument {
  const known = dataNodes(document);
  const added = known.length === 0 ? addNode(document, dataset.type, { x: 0, y: 0 }) : undefined;
  const ids = added?.ids ?? known.filter(({ params }) => params.dataset !== id).map((node) => node.id);
  const params = { dataset: id, columns: [...columns], steps: [...steps], full: false };
  const first = known[0]?.id ?? added?.ids[0];
  const chosen = ids.reduce(
    // the names of two inputs differ
    (now, nodeId) => setAll(now, nodeId, nodeId === first ? { ...params, inputName } : params),
    added?.document ?? document,
  );
  return chosen === document ? document : withClasses(chosen);
}

/** Gives the data nodes a data set of the user's own; those that have it already keep their steps. */
export function chooseOwn(document: NetDocument, card: DatasetCard, hasMissing: boolean): NetDocument {
  const steps = firstSteps(card.columns, hasMissing);
  const [input] = card.columns.filter(({ target }) => !target);
  const inputName = input?.kind === 'picture' ? 'image' : input?.kind === 'text' ? 'text' : 'features';
  const renewed = dataNodes(document)
    .filter(({ params }) => params.dataset === card.id)
    .reduce((now, { id }) => setAll(now, id, { columns: [...card.columns] }), document);
  return chooseData(renewed, { id: card.id, columns: card.columns, steps, inputName });
}

export const setSteps = (document: NetDocument, nodeId: string, steps: readonly StepSpec[]): NetDocument =>
  setAll(document, nodeId, { steps: [...steps] });

/** What one would do first with columns of one's own. */
export function firstSteps(columns: readonly ColumnSpec[], hasMissing: boolean): StepSpec[] {
  return columns.flatMap(({ name, kind, target }): StepSpec[] => {
    if (kind === 'picture') return [{ column: name, type: 'scale', params: {} }];
    if (kind === 'features' && !target)
      return [
        ...(hasMissing ? [{ column: name, type: 'missing' as const, params: { method: 'mean' } }] : []),
        { column: name, type: 'standardise', params: {} },
      ];
    if (kind === 'class' && !target) return [{ column: name, type: 'oneHot', params: {} }];
    if (kind === 'text' && !target)
      return [
        { column: name, type: 'lowerCase', params: {} },
        { column: name, type: 'tokenise', params: { limit: 5000, minCount: 2, length: 40 } },
      ];
    return [];
  });
}
