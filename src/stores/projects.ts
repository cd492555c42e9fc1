import * as v from 'valibot';
import type { Diagnostic } from '../core/diagnostic';
import type { Locale } from '../core/locale';
import { ok, type Result } from '../core/result';
import { parseDocument } from '../document/parse';
import type { NetDocument } from '../document/schema';
import { mnistCnn } from '../document/templates/mnistCnn';
import type { Template } from '../document/templates/template';
import type { ProjectSummary } from '../storage/projectStore';
import { blankDocument, type OpenedProject, useDocument } from './document';
import { onHandover, own } from './ownership';
import { autosave, foreignProjects, projectStore, useSaving } from './saving';
import { useUi } from './ui';

type Opened = Result<NetDocument, readonly Diagnostic[]>;

/** The last edits of a page that closed before IndexedDB had them. */
const DRAFT_KEY = 'netloom.draft';

function show(project: OpenedProject): Opened {
  useUi.getState().select([]);
  useDocument.getState().open(project);
  void own(project.document.id);
  return ok(project.document);
}

/** A template as a project of its own, named in the interface's language. */
export function openTemplate(template: Template, locale: Locale): void {
  show({ document: { ...template.create(locale), id: crypto.randomUUID() } });
}

/** An empty project. */
export function openBlank(name: string): void {
  show({ document: blankDocument(name) });
}

/** A project of this browser; undefined if it is gone. */
export async function openStored(id: string): Promise<Opened | undefined> {
  await autosave.flush();
  const stored = await projectStore.open(id);
  if (!stored) return undefined;
  return stored.ok ? show(stored.value) : stored;
}

/**
 * A project.json (or a bare document) with its weights. A file whose id this browser has already becomes a project beside it.
 * Where the file cannot be read the open project stays as it is.
 */
export async function openProjectText(text: string): Promise<Opened> {
  const { decodeProject } = await import('../storage/projectFile');
  const project = decodeProject(text);
  if (!project.ok) return project;
  const { document, checkpoint } = project.value;
  const known = await projectStore.list().then(
    (list) => list.some((item) => item.id === document.id),
    () => false,
  );
  const own = known ? { ...document, id: crypto.randomUUID() } : document;
  if (checkpoint) autosave.checkpoint(own.id, checkpoint);
  return show({ document: own, checkpoint });
}

export type StoredSummary = ProjectSummary;

/** Projects of this browser, the one saved last first; none where it keeps nothing. */
export async function listStored(): Promise<readonly StoredSummary[]> {
  await autosave.flush();
  return projectStore.list().catch(() => []);
}

/** A document from a link, as a project of its own. */
export function openShared(document: NetDocument): void {
  show({ document: { ...document, id: crypto.randomUUID() } });
}

/** What is on the screen as a project of its own, with the weights that were stored last. */
export async function openCopy(name: string): Promise<void> {
  const { document } = useDocument.getState();
  const copy = { id: crypto.randomUUID(), name };
  await projectStore.duplicate(document.id, copy);
  await projectStore.saveDocument({ ...document, ...copy });
  await openStored(copy.id);
}

/**
 * Opens the project of last time, else the first template, and saves every edit from then on.
 * Gives the diagnostics of a stored project that could not be read.
 */
export async function startProjects(locale: Locale): Promise<readonly Diagnostic[]> {
  onHandover({ reload, rescue: () => openCopy(useDocument.getState().document.name) });
  const problems = await openFirst(locale);
  useDocument.subscribe((state, before) => {
    if (state.document !== before.document) keep(state.document);
  });
  keep(useDocument.getState().document);
  const leave = () => {
    if (useSaving.getState().status === 'pending') writeDraft(useDocument.getState().document);
    void autosave.flush();
  };
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void autosave.flush();
  });
  return problems;
}

/** Shows what another tab left of a project that is now this one's. */
async function reload(id: string): Promise<void> {
  const draft = takeDraft();
  if (draft) await projectStore.saveDocument(draft);
  const stored = await projectStore.open(id);
  if (stored?.ok && useDocument.getState().document.id === id) show(stored.value);
}

async function openFirst(locale: Locale): Promise<readonly Diagnostic[]> {
  try {
    const draft = takeDraft();
    if (draft) await projectStore.saveDocument(draft);
    const last = await projectStore.openLast();
    if (last?.ok) {
      show(last.value);
      return last.value.lost;
    }
    openFirstTemplate(locale);
    return last ? last.error : [];
  } catch (error) {
    // Private windows may refuse IndexedDB: the editor works without it.
    openFirstTemplate(locale);
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The project could not be read from this browser: ${reason}`;
    return [{ code: 'storage.unread', severity: 'warning', message, details: { reason } }];
  }
}

function openFirstTemplate(locale: Locale): void {
  openTemplate(mnistCnn, locale);
}

function keep(document: NetDocument): void {
  if (foreignProjects.has(document.id)) return;
  useSaving.setState({ status: 'pending' });
  autosave.document(document);
}

function writeDraft(document: NetDocument): void {
  try {
    localStorage.setItem(DRAFT_KEY, JSON.stringify(document));
  } catch {
    // No room or no permission: the flush under way is all there is.
  }
}

/** The draft, which is then gone; one that cannot be read is dropped. */
function takeDraft(): NetDocument | undefined {
  try {
    const text = localStorage.getItem(DRAFT_KEY);
    if (text === null) return undefined;
    localStorage.removeItem(DRAFT_KEY);
    const parsed = parseDocument(v.parse(v.looseObject({}), JSON.parse(text)));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}
