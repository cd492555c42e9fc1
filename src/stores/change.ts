import { edgeId } from '../document/edit';
import type { DocEdge, DocNode, Drawing, NetDocument, ParamValue } from '../document/schema';

type NodeName = Pick<DocNode, 'id' | 'type' | 'name' | 'params'>;

/** What a step of undo did, and to what; the interface makes a sentence of it. */
export type Change =
  | { readonly kind: 'opened' | 'other' | 'layout' | 'modules' | 'notes' | 'groups' }
  | { readonly kind: 'project'; readonly name: string }
  | { readonly kind: 'add' | 'remove' | 'move' | 'bypass' | 'restore' | 'insert'; readonly nodes: readonly NodeName[] }
  | { readonly kind: 'rename'; readonly node: NodeName; readonly before: string }
  | {
      readonly kind: 'param';
      readonly nodes: readonly NodeName[];
      readonly param: string;
      readonly from: ParamValue | undefined;
      readonly to: ParamValue | undefined;
    }
  | { readonly kind: 'params'; readonly nodes: readonly NodeName[] }
  | { readonly kind: 'connect' | 'rewire' | 'disconnect'; readonly from: NodeName; readonly to: NodeName }
  | { readonly kind: 'wires'; readonly added: number; readonly removed: number }
  | { readonly kind: 'training'; readonly fields: readonly string[] };

/** Parts of a drawing that differ. */
interface Difference {
  readonly added: readonly DocNode[];
  readonly removed: readonly DocNode[];
  readonly changed: readonly { readonly before: DocNode; readonly after: DocNode }[];
  readonly wired: readonly DocEdge[];
  readonly unwired: readonly DocEdge[];
}

function compare(before: Drawing, after: Drawing): Difference {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const key = ({ from, to }: DocEdge) => edgeId(from, to);
  const oldWires = new Set(before.edges.map(key));
  const wires = new Set(after.edges.map(key));
  return {
    added: after.nodes.filter((node) => !old.has(node.id)),
    removed: before.nodes.filter((node) => !now.has(node.id)),
    changed: after.nodes.flatMap((node) => {
      const was = old.get(node.id);
      return was && was !== node ? [{ before: was, after: node }] : [];
    }),
    wired: after.edges.filter((edge) => !oldWires.has(key(edge))),
    unwired: before.edges.filter((edge) => !wires.has(key(edge))),
  };
}

/** What led from one document to the next, by their difference alone: no edit can go without a name. */
export function describeChange(before: NetDocument, after: NetDocument): Change {
  if (before.name !== after.name) return { kind: 'project', name: after.name };
  if (before.training !== after.training) {
    const fields = differingKeys(before.training, after.training).flatMap((field) =>
      field === 'phases' ? phaseFields(before.training.phases, after.training.phases) : [field],
    );
    return { kind: 'training', fields };
  }
  if (before.modules !== after.modules && before.nodes !== after.nodes) return { kind: 'modules' };
  const drawn = describeDrawing(before, after);
  if (drawn) return drawn;
  const inside = after.modules.find((module) => {
    const was = before.modules.find(({ id }) => id === module.id);
    return was && was !== module;
  });
  const was = before.modules.find(({ id }) => id === inside?.id);
  if (inside && was) return describeDrawing(was, inside) ?? { kind: 'modules' };
  return { kind: before.modules === after.modules ? 'other' : 'modules' };
}

function describeDrawing(before: Drawing, after: Drawing): Change | undefined {
  const difference = compare(before, after);
  const { added, removed, changed } = difference;
  if (added.length > 0 && removed.length === 0) {
    const into = added.length === 1 && difference.unwired.length > 0 && difference.wired.length > 1;
    return { kind: into ? 'insert' : 'add', nodes: added };
  }
  if (removed.length > 0) return added.length > 0 ? { kind: 'modules' } : { kind: 'remove', nodes: removed };
  const nodes = changed.length > 0 ? describeNodes(changed) : undefined;
  if (nodes && nodes.kind !== 'move') return nodes;
  return describeWires(difference, before, after) ?? describeRest(before, after) ?? nodes;
}

function describeRest(before: Drawing, after: Drawing): Change | undefined {
  if (before.notes !== after.notes) return { kind: 'notes' };
  return before.groups === after.groups ? undefined : { kind: 'groups' };
}

function describeNodes(changed: Difference['changed']): Change | undefined {
  const nodes = changed.map(({ after }) => after);
  const [first] = changed;
  if (!first) return undefined;
  const { before, after } = first;
  const tuned = changed.filter((pair) => pair.before.params !== pair.after.params);
  if (tuned.length > 0) return describeParams(tuned);
  if (!!before.disabled !== !!after.disabled) return { kind: after.disabled ? 'bypass' : 'restore', nodes };
  if (before.name !== after.name) return { kind: 'rename', node: after, before: before.name };
  return before.position === after.position ? undefined : { kind: 'move', nodes };
}

function describeParams(changed: Difference['changed']): Change | undefined {
  const nodes = changed.map(({ after }) => after);
  const names = new Set(changed.flatMap(({ before, after }) => differingKeys(before.params, after.params)));
  const [param] = names;
  const [first] = changed;
  if (param === undefined || !first) return undefined;
  if (names.size > 1) return { kind: 'params', nodes };
  return { kind: 'param', nodes, param, from: first.before.params[param], to: first.after.params[param] };
}

function describeWires({ wired, unwired }: Difference, before: Drawing, after: Drawing): Change | undefined {
  if (wired.length + unwired.length === 0) return undefined;
  const [wire] = wired.length > 0 ? wired : unwired;
  const drawing = wired.length > 0 ? after : before;
  const from = drawing.nodes.find((node) => node.id === wire?.from.node);
  const to = drawing.nodes.find((node) => node.id === wire?.to.node);
  const through = wired.find((edge) => wired.some((other) => other.from.node === edge.to.node))?.to.node;
  const inserted = after.nodes.find((node) => node.id === through);
  if (wired.length === 2 && unwired.length === 1 && inserted) return { kind: 'insert', nodes: [inserted] };
  if (wired.length > 1 || unwired.length > 1 || !from || !to)
    return { kind: 'wires', added: wired.length, removed: unwired.length };
  if (wired.length === 0) return { kind: 'disconnect', from, to };
  return { kind: unwired.length === 0 ? 'connect' : 'rewire', from, to };
}

/** What differs in phases of the same order; `phases` where there are more or fewer, or they changed places. */
function phaseFields(before: readonly object[], after: readonly object[]): string[] {
  const texts = (phases: readonly object[]) =>
    phases
      .map((phase) => JSON.stringify(phase))
      .sort()
      .join();
  if (before.length !== after.length || texts(before) === texts(after)) return ['phases'];
  return [...new Set(after.flatMap((phase, index) => differingKeys(before[index] ?? {}, phase)))];
}

function differingKeys(before: object, after: object): string[] {
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => JSON.stringify(a.get(key)) !== JSON.stringify(b.get(key)));
}
