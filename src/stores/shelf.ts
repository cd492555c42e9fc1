import type { Diagnostic } from '../core/diagnostic';
import { ok, type Result } from '../core/result';
import { renameDocument } from '../document/edit';
import { parseDocument } from '../document/parse';
import type { NetDocument } from '../document/schema';
import { mnistCnn } from '../document/templates/mnistCnn';
import { encodeProject } from '../storage/projectFile';
import type { RunInfo } from '../storage/projectStore';
import { useDocument } from './document';
import { projectsInTabs } from './ownership';
import { openStored, openTemplate } from './projects';
import { autosave, projectStore } from './saving';
import { useUi } from './ui';

/** A project of this browser as the home screen shows it. */
export interface ShelfProject {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** For its picture; undefined where this version cannot read it. */
  readonly document: NetDocument | undefined;
  readonly run: RunInfo | undefined;
  readonly open: boolean;
  /** Open in another tab: only that tab changes it. */
  readonly elsewhere: boolean;
}

export interface Shelf {
  readonly projects: readonly ShelfProject[];
  /** Thrown away, and not yet for good. */
  readonly trash: readonly ShelfProject[];
}

/** Thrown-away projects can be had back for this long, ms. */
const TRASH_LIFE = 30 * 24 * 3600 * 1000;

/** Everything on the shelf of this browser, the project saved last first; empty where the browser keeps nothing. */
export async function loadShelf(): Promise<Shelf> {
  await autosave.flush();
  await projectStore.purge(Date.now() - TRASH_LIFE).catch(() => {});
  const [items, taken] = await Promise.all([projectStore.shelf().catch(() => []), projectsInTabs()]);
  const openId = useDocument.getState().document.id;
  const all = items.map(({ document, deletedAt, ...item }) => {
    const parsed = parseDocument(document);
    const open = item.id === openId;
    const shown: ShelfProject = {
      ...item,
      document: parsed.ok ? parsed.value : undefined,
      open,
      elsewhere: !open && taken.has(item.id),
    };
    return { shown, gone: deletedAt !== undefined };
  });
  return {
    projects: all.filter(({ gone }) => !gone).map(({ shown }) => shown),
    trash: all.filter(({ gone }) => gone).map(({ shown }) => shown),
  };
}

/** Renames a project; the open one by an edit, so that undo takes it back. */
export async function renameProject(id: string, name: string): Promise<void> {
  const { document, edit } = useDocument.getState();
  if (document.id === id) edit((before) => renameDocument(before, name));
  else if (name.trim() !== '') await projectStore.rename(id, name.slice(0, 120));
}

/** A copy beside the project, with its weights. */
export async function duplicateProject(id: string, name: string): Promise<void> {
  await autosave.flush();
  await projectStore.duplicate(id, { id: crypto.randomUUID(), name: name.slice(0, 120) });
}

/** Throws a project away. In the place of the open one comes the one saved before it, or the first template. */
export async function trashProject(id: string): Promise<void> {
  await autosave.flush();
  if (useDocument.getState().document.id === id) await openAnother(id);
  await projectStore.trash(id);
}

async function openAnother(id: string): Promise<void> {
  const others = (await projectStore.list()).filter((item) => item.id !== id);
  for (const other of others) {
    const opened = await openStored(other.id);
    if (opened?.ok) return;
  }
  openTemplate(mnistCnn, useUi.getState().locale);
}

/** Takes a project back that was thrown away. */
export const restoreProject = (id: string): Promise<void> => projectStore.restore(id);

/** Deletes a thrown-away project for good. */
export const deleteProject = (id: string): Promise<void> => projectStore.delete(id);

/** project.json of a project that is not the open one; undefined where it is gone. */
export async function storedText(id: string): Promise<Result<string, readonly Diagnostic[]> | undefined> {
  const stored = await projectStore.read(id);
  if (!stored?.ok) return stored;
  const { document, checkpoint } = stored.value;
  return ok(encodeProject({ document, checkpoint }));
}
