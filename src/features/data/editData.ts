import { addNode, setParam } from '../../document/edit';
import type { DocNode, NetDocument, ParamValue } from '../../document/schema';
import type { ColumnSpec } from '../../layers/columns';
import { dataset } from '../../layers/defs/dataset';
import { portsOf } from '../../layers/registry';
import type { StepSpec } from '../../layers/steps/registry';
import type { DatasetCard } from '../../stores/dataRoom';

/** The data node the room is about: the first. */
export const dataNode = (document: NetDocument): DocNode | undefined =>
  document.nodes.find(({ type }) => type === dataset.type);

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

/** Gives the data node another data set; a document without one gets one. */
export function chooseData(document: NetDocument, { id, columns, steps, inputName }: ChosenData): NetDocument {
  const known = dataNode(document);
  const { document: having, ids } = known
    ? { document, ids: [known.id] }
    : addNode(document, dataset.type, { x: 0, y: 0 });
  const [nodeId] = ids;
  if (nodeId === undefined) return document;
  const params = { dataset: id, columns: [...columns], steps: [...steps], inputName, full: false };
  return setAll(having, nodeId, params);
}

/** Gives the data node a data set of the user's own; one that it has already keeps its steps. */
export function chooseOwn(document: NetDocument, card: DatasetCard, hasMissing: boolean): NetDocument {
  const node = dataNode(document);
  const steps = firstSteps(card.columns, hasMissing);
  const [input] = card.columns.filter(({ target }) => !target);
  const inputName = input?.kind === 'picture' ? 'image' : input?.kind === 'text' ? 'text' : 'features';
  if (node?.params.dataset === card.id) return setAll(document, node.id, { columns: [...card.columns] });
  return chooseData(document, { id: card.id, columns: card.columns, steps, inputName });
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
