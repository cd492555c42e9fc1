import { layers } from '../layers/registry';
import type { Lowered } from './lower';
import { lies, updates, weightIn } from './phases';
import { moduleOf, moduleUsedBy, nodeAt } from './places';
import type { DocModule, DocNode, Drawing, NetDocument, Phase } from './schema';

/** A parameter that an optimizer can change. */
export interface TrainedSlot {
  readonly name: string;
  /** Paths of the nodes that use it. */
  readonly nodeIds: readonly string[];
  /** Values in it. */
  readonly size: number;
}

/** Something that a phase can be told to update: a node, an instance with weights of its own, a module whose instances share theirs. */
export interface Part {
  /** What `updates` of a phase names it by. */
  readonly path: string;
  readonly slots: readonly TrainedSlot[];
  /** What lies inside, in the order it is computed; none in a node that is no module. */
  readonly parts: readonly Part[];
}

export type Coverage = 'all' | 'some' | 'none';

/** Parameters of a lowered document that an optimizer can change. */
export function trainedSlots({ parameters }: Pick<Lowered, 'parameters'>): TrainedSlot[] {
  return parameters.flatMap(({ name, nodeIds, shape, buffer }) =>
    buffer ? [] : [{ name, nodeIds, size: shape.reduce((product, size) => product * size, 1) }],
  );
}

/** Values in all of some parameters. */
export const sizeOfSlots = (slots: readonly TrainedSlot[]): number => slots.reduce((sum, { size }) => sum + size, 0);

/** `encoder/dense_1` of the parameter `encoder/dense_1.weight`. */
const ownerOf = ({ name }: TrainedSlot): string => name.slice(0, name.lastIndexOf('.'));

/** All parts, modules with what is inside them. Linear in the parameters. */
export function partsOf(slots: readonly TrainedSlot[], around = ''): Part[] {
  const groups = new Map<string, TrainedSlot[]>();
  for (const slot of slots) {
    const [head = ''] = ownerOf(slot).slice(around.length).split('/');
    const path = `${around}${head}`;
    const known = groups.get(path);
    if (known) known.push(slot);
    else groups.set(path, [slot]);
  }
  return [...groups].map(([path, inside]) => {
    const deeper = inside.filter((slot) => ownerOf(slot) !== path);
    return { path, slots: inside, parts: deeper.length > 0 ? partsOf(deeper, `${path}/`) : [] };
  });
}

/** How much of some parameters a phase updates. */
export function coverage(phase: Pick<Phase, 'updates'>, slots: readonly TrainedSlot[]): Coverage {
  let count = 0;
  for (const slot of slots) if (updates(phase, slot)) count++;
  return count === 0 ? 'none' : count === slots.length ? 'all' : 'some';
}

/** What a phase names once it updates these parameters besides, or no longer: as few parts as say it. */
export function updatesWith(
  parts: readonly Part[],
  phase: Pick<Phase, 'updates'>,
  slots: readonly TrainedSlot[],
  on: boolean,
): string[] {
  const changing = new Set(slots);
  const covered = (slot: TrainedSlot) => (changing.has(slot) ? on : updates(phase, slot));
  const named = (part: Part): string[] => {
    if (part.slots.every(covered)) return [part.path];
    return part.parts.flatMap(named);
  };
  return parts.flatMap(named);
}

/** A path without the numbers of copies: the node as it is drawn. */
const drawnPath = (path: string): string => path.replace(/\/\d+(?=\/|$)/g, '');

/** Parameters that a drawn node uses, in all its copies; `path` is that of the node, without numbers of copies. */
export function slotsAt(slots: readonly TrainedSlot[], path: string): TrainedSlot[] {
  return slots.filter(({ nodeIds }) => nodeIds.some((id) => lies(drawnPath(id), path)));
}

/** What stands at the path of a part. */
export type PartMeaning =
  | { readonly kind: 'module'; readonly module: DocModule }
  | { readonly kind: 'node'; readonly node: DocNode }
  /** One of the copies of an instance that repeats, from 1. */
  | { readonly kind: 'copy'; readonly number: number };

/** What a part is; undefined where nothing is there (any more). */
export function meaningOf(document: NetDocument, path: string): PartMeaning | undefined {
  const [head = '', ...rest] = path.split('/');
  const last = rest.at(-1);
  if (last !== undefined && /^\d+$/.test(last)) return { kind: 'copy', number: Number(last) + 1 };
  const module = moduleOf(document, head);
  const isNode = document.nodes.some(({ id }) => id === head);
  if (!module || isNode) {
    const node = nodeAt(document, path);
    return node && { kind: 'node', node };
  }
  let drawing: Drawing | undefined = module;
  let node: DocNode | undefined;
  for (const part of rest) {
    if (/^\d/.test(part)) continue;
    node = drawing?.nodes.find(({ id }) => id === part);
    drawing = node && moduleUsedBy(document, node);
  }
  if (rest.length === 0) return { kind: 'module', module };
  return node && { kind: 'node', node };
}

/** A loss that is drawn. */
export interface DrawnLoss {
  readonly path: string;
  readonly node: DocNode;
}

/** Every loss: of the drawing itself, wired or not, and those inside modules. */
export function drawnLosses(document: NetDocument, { losses }: Pick<Lowered, 'losses'>): DrawnLoss[] {
  const outside = document.nodes
    .filter(({ type, disabled }) => !disabled && layers.get(type)?.group === 'loss')
    .map((node) => ({ path: node.id, node }));
  const inside = losses.flatMap(({ nodeId }) => {
    const node = nodeId.includes('/') ? nodeAt(document, nodeId) : undefined;
    return node ? [{ path: nodeId, node }] : [];
  });
  return [...outside, ...inside];
}

/** The losses of a phase with one of them counting by another weight, or not at all where undefined. */
export function lossesWith(
  all: readonly DrawnLoss[],
  phase: Pick<Phase, 'losses'>,
  path: string,
  weight: number | undefined,
): NonNullable<Phase['losses']> {
  return all.flatMap((loss) => {
    const counts = loss.path === path ? weight : weightIn(phase, loss.path);
    return counts === undefined ? [] : [{ node: loss.path, weight: counts }];
  });
}
