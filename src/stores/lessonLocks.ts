import { create } from 'zustand';
import type { DocNode, Drawing, NetDocument } from '../document/schema';
import { layers } from '../layers/registry';
import { guardEdits } from './document';
import { type RefusalReason, refuse } from './refusal';

/** Parts of the page that a link can take away: not shown at all. */
export const hideable = ['palette', 'inspector', 'dock', 'export', 'projects'] as const;
/** Parts of the project that a link can lock: shown, not changed. */
export const lockable = ['canvas', 'parameters', 'data', 'training'] as const;
export const lockParts = [...hideable, ...lockable] as const;
export type LockPart = (typeof lockParts)[number];

/** What the address of this page locks: `?lock=palette,data`. */
export const useLocks = create<{ readonly locked: ReadonlySet<LockPart> }>()(() => ({ locked: new Set() }));

/** Names in `lock` that nobody knows lock nothing. */
export function locksOf(search: string): ReadonlySet<LockPart> {
  const names = new Set((new URLSearchParams(search).get('lock') ?? '').split(',').map((name) => name.trim()));
  return new Set(lockParts.filter((part) => names.has(part)));
}

/** `?lock=…` for some parts; empty for none. */
export const searchOf = (parts: Iterable<LockPart>): string => {
  const wanted = new Set(parts);
  const names = lockParts.filter((part) => wanted.has(part));
  return names.length > 0 ? `?lock=${names.join(',')}` : '';
};

/** Locks what the address says, for as long as the page is open. */
export function startLocks(search: string): void {
  const locked = locksOf(search);
  useLocks.setState({ locked });
  if (locked.size > 0)
    guardEdits((before, after) => {
      const reason = lockedChange(locked, before, after);
      return reason === undefined || refuse(reason);
    });
}

/** Nodes of every drawing by a name that no two share. */
function nodesOf(document: NetDocument): Map<string, DocNode> {
  const all = new Map<string, DocNode>();
  for (const [place, drawing] of drawingsOf(document))
    for (const node of drawing.nodes) all.set(`${place}/${node.id}`, node);
  return all;
}

const drawingsOf = (document: NetDocument): (readonly [string, Drawing])[] => [
  ['', document],
  ...document.modules.map((module) => [module.id, module] as const),
];

/** The first locked part that an edit would change; the number of epochs stays free: it is how long one trains. */
export function lockedChange(
  locked: ReadonlySet<LockPart>,
  before: NetDocument,
  after: NetDocument,
): RefusalReason | undefined {
  if (locked.has('training') && settings(before) !== settings(after)) return 'training';
  if (before.nodes === after.nodes && before.edges === after.edges && before.modules === after.modules)
    return undefined;
  const [old, now] = [nodesOf(before), nodesOf(after)];
  const grown = [...now.keys()].some((key) => !old.has(key));
  if (grown && (locked.has('palette') || locked.has('canvas'))) return locked.has('canvas') ? 'canvas' : 'palette';
  if (locked.has('canvas') && structure(before) !== structure(after)) return 'canvas';
  if (locked.has('data') && data(old) !== data(now)) return 'data';
  const tuned = [...old].some(([key, node]) => now.has(key) && now.get(key)?.params !== node.params);
  return locked.has('parameters') && tuned ? 'parameters' : undefined;
}

const settings = ({ training }: NetDocument): string => JSON.stringify({ ...training, epochs: 0 });

const structure = (document: NetDocument): string =>
  JSON.stringify(
    drawingsOf(document).map(([place, { nodes, edges }]) => [
      place,
      nodes.map(({ id, type, disabled }) => `${id} ${type} ${!!disabled}`).sort(),
      edges.map(({ from, to }) => `${from.node}.${from.port} ${to.node}.${to.port}`).sort(),
    ]),
  );

const data = (nodes: ReadonlyMap<string, DocNode>): string =>
  JSON.stringify(
    [...nodes]
      .filter(([, { type }]) => layers.get(type)?.group === 'data')
      .map(([key, { type, params, disabled }]) => [key, type, params, !!disabled]),
  );
