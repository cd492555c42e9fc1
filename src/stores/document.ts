import { temporal } from 'zundo';
import { create } from 'zustand';
import type { Checkpoint } from '../document/checkpoint';
import type { NetDocument } from '../document/schema';
import { adamProgram } from '../document/templates/template';

/** A project as it comes from storage, a file or a template. */
export interface OpenedProject {
  readonly document: NetDocument;
  /** Trained weights and where the training stood. */
  readonly checkpoint?: Checkpoint | undefined;
}

export interface DocumentState {
  readonly document: NetDocument;
  /** False until the first project is there. */
  readonly ready: boolean;
  /** The project as it was opened: a new object whenever another project takes the place of this one. */
  readonly opened: OpenedProject;
  /**
   * Applies an edit of document/edit.ts. Edits with the same `gesture` in a row are one step of undo, until `endGesture`,
   * another edit or a pause; an edit that gives the same document leaves no step. `act` names the step in the history where
   * the difference between the documents does not tell what was meant. An edit that a guard refuses changes nothing.
   */
  edit(change: (document: NetDocument) => NetDocument, gesture?: string, act?: EditAct): void;
  endGesture(): void;
  /** Takes the place of the open project; undo starts anew. */
  open(project: OpenedProject): void;
  /** Shows what another tab made of the open project: no step of undo, and no edit that a guard is asked about. */
  follow(document: NetDocument): void;
  undo(): void;
  redo(): void;
  /** Goes that many steps of undo on, or back where negative, as far as there are any. */
  travel(steps: number): void;
}

/** What a step of undo was meant as, where its documents alone do not say. */
export type EditAct = 'paste' | 'duplicate' | 'cut' | 'arrange' | 'align' | 'fix' | 'module' | 'training';

/** Whether the document may become another one by an edit, an undo or a redo. */
export type EditGuard = (before: NetDocument, after: NetDocument) => boolean;

const guards = new Set<EditGuard>();
const acts = new WeakMap<NetDocument, EditAct>();

/** Asks `guard` before every change of the open document from now on; gives what takes it away again. */
export function guardEdits(guard: EditGuard): () => void {
  guards.add(guard);
  return () => guards.delete(guard);
}

const allowed = (before: NetDocument, after: NetDocument): boolean =>
  [...guards].every((guard) => guard(before, after));

/** What the edit that led to this document was meant as; undefined where it did not say. */
export const actOf = (document: NetDocument): EditAct | undefined => acts.get(document);

/** A gesture rested for this long is over, ms. */
const GESTURE_PAUSE = 2000;

/** A project with nothing in it. */
export function blankDocument(name: string): NetDocument {
  return {
    format: 'netloom',
    version: 1,
    id: crypto.randomUUID(),
    name,
    nodes: [],
    edges: [],
    groups: [],
    notes: [],
    modules: [],
    training: adamProgram({ batchSize: 32, epochs: 5 }),
  };
}

/** The gesture that the last step of undo belongs to, and when it last changed something. */
let gestureInProgress: string | undefined;
let gestureAt = 0;

const first: OpenedProject = { document: blankDocument('') };

/** The open project. Only `document` is undone and saved. */
export const useDocument = create<DocumentState>()(
  temporal(
    (set, get) => ({
      document: first.document,
      ready: false,
      opened: first,
      edit: (change, gesture, act) => {
        const before = get().document;
        const document = change(before);
        if (document === before || !allowed(before, document)) return;
        if (act) acts.set(document, act);
        const history = useDocument.temporal.getState();
        const now = performance.now();
        const continues = gesture !== undefined && gesture === gestureInProgress && now - gestureAt < GESTURE_PAUSE;
        if (continues) history.pause();
        set({ document });
        if (continues) history.resume();
        gestureInProgress = gesture;
        gestureAt = now;
      },
      endGesture: () => {
        gestureInProgress = undefined;
      },
      open: (project) => {
        gestureInProgress = undefined;
        set({ document: project.document, opened: project, ready: true });
        useDocument.temporal.getState().clear();
      },
      follow: (document) => {
        const history = useDocument.temporal.getState();
        history.pause();
        set({ document });
        history.resume();
      },
      undo: () => get().travel(-1),
      redo: () => get().travel(1),
      travel: (steps) => {
        gestureInProgress = undefined;
        const { pastStates, futureStates, undo, redo } = useDocument.temporal.getState();
        const there =
          steps < 0
            ? pastStates.at(Math.max(steps, -pastStates.length))
            : futureStates.at(-Math.min(steps, futureStates.length));
        if (steps === 0 || (there?.document && !allowed(get().document, there.document))) return;
        if (steps < 0) undo(-steps);
        else redo(steps);
      },
    }),
    {
      partialize: ({ document }) => ({ document }),
      equality: (past, current) => past.document === current.document,
    },
  ),
);
