import { type LockPart, useLocks } from './lessonLocks';
import { useOwnership } from './ownership';
import type { RefusalReason } from './refusal';

/** What somebody may want to change: nothing, nodes to add, nodes and wires there are ..., names and places. */
export type ChangeKind = 'view' | 'add' | 'canvas' | 'parameters' | 'data' | 'training' | 'name';

/** The parts of a lesson that forbid a kind of change. */
const parts = {
  view: [],
  add: ['canvas', 'palette'],
  canvas: ['canvas'],
  parameters: ['parameters'],
  data: ['data', 'parameters'],
  training: ['training'],
  name: [],
} as const satisfies Readonly<Record<ChangeKind, readonly (LockPart & RefusalReason)[]>>;

/** Why a kind of change cannot be made here, before anybody tries; undefined where it can. */
export function useLockOf(kind: ChangeKind): RefusalReason | undefined {
  const elsewhere = useOwnership((state) => state.elsewhere);
  const locked = useLocks((state) => parts[kind].find((part) => state.locked.has(part)));
  return elsewhere && kind !== 'view' ? 'elsewhere' : locked;
}
