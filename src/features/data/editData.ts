import { addNode, setParam } from '../../document/edit';
import type { DocNode, NetDocument, ParamValue } from '../../document/schema';
import type { ColumnSpec } from '../../layers/columns';
import { dataset } from '../../layers/defs/dataset';
import { portsOf } from '../../layers/registry';
import type { StepSpec } from '../../layers/steps/registry';
import type { DatasetCard } from '../../stores/dataRoom';

export const dataNodes = ({ nodes }: Pick<NetDocument, 'nodes'>): DocNode[] =>
  nodes.filter(({ type }) => type === dataset.type);

/** The document with one of its data nodes alone. */
export const withDataOf = (document: NetDocument, nodeId: string): NetDocument => ({
  ...document,
  nodes: document.nodes.filter(({ id, type }) => type !== dataset.type || id === nodeId),
});

/** Wires from ports that the node no longer has go with them. */
function withoutLostWires(document: NetDocument, nodeId: string): NetDocument {
  const node = document.nodes.find(({ id }) => id === nodeId);
  const ports = new Set(node ? portsOf(node).outputs.map(({ id }) => id) : []);
  const edges = document.edges.filter(({ from }) => from.node !== nodeId || ports.has(from.port));
  return edges.length === document.edges.length ? document : { ...document, edges };
}

const setAll = (document: NetDocument, id: string, params: Readonly<Record<string, ParamValue>>): NetDocument =>
  withoutLostWires(
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
  return ids.reduce(
    // the names of two inputs differ
    (now, nodeId) => setAll(now, nodeId, nodeId === first ? { ...params, inputName } : params),
    added?.document ?? document,
  );
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
