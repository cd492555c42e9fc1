import type { NetDocument } from '../document/schema';
import { type Change, describeChange } from './change';
import { actOf, type EditAct } from './document';

/** One state of the document that undo can lead to. */
export interface HistoryEntry {
  readonly document: NetDocument;
  /** What led here. */
  readonly change: Change;
  /** What it was meant as, where the change does not tell. */
  readonly act: EditAct | undefined;
  /** Steps from where the document is now: negative are undone to, positive redone to. */
  readonly steps: number;
}

const described = new WeakMap<NetDocument, { readonly before: NetDocument; readonly change: Change }>();

function changeTo(before: NetDocument | undefined, document: NetDocument): Change {
  if (!before) return { kind: 'opened' };
  const known = described.get(document);
  if (known?.before === before) return known.change;
  const change = describeChange(before, document);
  described.set(document, { before, change });
  return change;
}

/** Every state of the open document since it was opened, the oldest first; what was undone comes after the present. */
export function historyOf(
  past: readonly { readonly document?: NetDocument }[],
  now: NetDocument,
  future: readonly { readonly document?: NetDocument }[],
): HistoryEntry[] {
  const documents = [...past, { document: now }, ...future.toReversed()].flatMap(({ document }) => document ?? []);
  return documents.map((document, index) => ({
    document,
    change: changeTo(documents[index - 1], document),
    act: index === 0 ? undefined : actOf(document),
    steps: index - past.length,
  }));
}
