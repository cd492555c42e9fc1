import { temporal } from 'zundo';
import { create } from 'zustand';
import type { Checkpoint } from '../document/checkpoint';
import type { NetDocument } from '../document/schema';
import { adamProgram } from '../document/templates/template';
import type { RunInfo } from '../storage/projectStore';

/** A project as it comes from storage, a file or a template. */
export interface OpenedProject {
  readonly document: NetDocument;
  /** Trained weights and where the training stood. */
  readonly checkpoint?: Checkpoint | undefined;
  readonly run?: RunInfo | undefined;
}

export interface DocumentState {
  readonly document: NetDocument;
  /** False until the first project is there. */
  readonly ready: boolean;
  /** The project as it was opened: a new object whenever another project takes the place of this one. */
  readonly opened: OpenedProject;
  /**
   * Applies an edit of document/edit.ts. Edits with the same `gesture` in a row are one step of undo, until `endGesture`,
   * another edit or a pause; an edit that gives the same document leaves no step.
   */
  edit(change: (document: NetDocument) => NetDocument, gesture?: string): void;
  endGesture(): void;
  /** Takes the place of the open project; undo starts anew. */
  open(project: OpenedProject): void;
  undo(): void;
  redo(): void;
}

const UNDO_STEPS = 300;
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
      edit: (change, gesture) => {
        const before = get().document;
        const document = change(before);
        if (document === before) return;
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
      undo: () => {
        gestureInProgress = undefined;
        useDocument.temporal.getState().undo();
      },
      redo: () => {
        gestureInProgress = undefined;
        useDocument.temporal.getState().redo();
      },
    }),
    {
      limit: UNDO_STEPS,
      partialize: ({ document }) => ({ document }),
      equality: (past, current) => past.document === current.document,
    },
  ),
);
