import { create } from 'zustand';
import type { Diagnostic } from '../core/diagnostic';
import { Autosave } from '../storage/autosave';
import { ProjectStore } from '../storage/projectStore';

interface SavingState {
  /** `saved`: everything is on disk. */
  readonly status: 'saved' | 'pending' | 'failed';
  /** Why the last write failed. */
  readonly problem: Diagnostic | undefined;
}

/** Whether the work is safe. */
export const useSaving = create<SavingState>()(() => ({ status: 'saved', problem: undefined }));

/** Projects in this browser. */
export const projectStore = new ProjectStore();

/** Ids of projects that another tab writes: this one leaves them alone. */
export const foreignProjects = new Set<string>();

const unlessForeign = (id: string, write: () => Promise<void>): Promise<void> =>
  foreignProjects.has(id) ? Promise.resolve() : write();

/** Writes documents and weights of the open project after a short rest. */
export const autosave = new Autosave(
  {
    saveDocument: (document) => unlessForeign(document.id, () => projectStore.saveDocument(document)),
    saveCheckpoint: (id, checkpoint) => unlessForeign(id, () => projectStore.saveCheckpoint(id, checkpoint)),
  },
  {
    onError: (problem) => useSaving.setState({ status: 'failed', problem }),
    onSaved: () => useSaving.setState({ status: 'saved', problem: undefined }),
  },
);
