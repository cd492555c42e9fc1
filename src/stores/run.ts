import { create, useStore } from 'zustand';
import { useActivations } from './activations';
import { useDocument } from './document';
import { dataUrl, trainer } from './engine';
import { LivePictures } from './livePictures';
import { Run, type RunState } from './runController';
import { useRunSettings } from './runSettings';
import { autosave } from './saving';
import type { CurveName } from './telemetry';

export type { Diagnostic as RunProblem } from '../core/diagnostic';
export type { LoadInfo, RunStatus } from '../worker/protocol';

const run = new Run({
  trainer,
  document: () => useDocument.getState().document,
  settings: () => useRunSettings.getState(),
  save: ({ id }, checkpoint) => autosave.checkpoint(id, checkpoint),
  forget: ({ id }) => autosave.checkpoint(id, undefined),
  dataUrl,
});

/** The run of the open document. */
export const useRun: {
  <T>(select: (state: RunState) => T): T;
  getState(): RunState;
  subscribe(listener: (state: RunState, before: RunState) => void): () => void;
} = Object.assign(<T>(select: (state: RunState) => T): T => useStore(run.store, select), run.store);

/** Progress and curves: subscribe, and paint at most once a frame. */
export const telemetry = run.telemetry;

/** Names of the curves there are; changes only when a curve comes or all go. */
export const useCurveNames = create<readonly CurveName[]>()(() => []);

telemetry.subscribe(() => {
  const { names } = telemetry;
  if (names.join() !== useCurveNames.getState().join()) useCurveNames.setState(names, true);
});

declare global {
  interface Navigator {
    /** Network Information API: not in every browser. */
    readonly connection?: { readonly saveData: boolean };
  }
}

/** The first run begins at once where somebody had a moment to look first. Not on a connection that counts bytes. */
function warmUpWhenIdle(): void {
  if (navigator.connection?.saveData) return;
  if (typeof requestIdleCallback === 'undefined') setTimeout(() => run.warmUp(), 1000);
  else requestIdleCallback(() => run.warmUp(), { timeout: 3000 });
}

useDocument.subscribe((state, before) => {
  if (state.ready && !before.ready) warmUpWhenIdle();
  if (state.opened !== before.opened) run.open(state.opened.checkpoint);
  else if (state.document !== before.document) run.documentChanged();
});

/** The same training example each time, so that what changes is what the nodes make of it. */
const EXAMPLE = 0;

const pictures = new LivePictures({
  inspect: async () => {
    const result = await trainer.inspect(EXAMPLE);
    return result.ok ? result.value : undefined;
  },
  show: (activations) => useActivations.getState().show(activations),
  wanted: () => {
    const { status, stale, info } = run.store.getState();
    const visible = typeof document === 'undefined' || document.visibilityState === 'visible';
    return useRunSettings.getState().livePictures && visible && !stale && info !== undefined && status !== 'loading';
  },
  now: () => performance.now(),
});

telemetry.subscribe(() => {
  if (run.store.getState().status === 'running') pictures.wake();
});

run.store.subscribe((state, before) => {
  const hidden = state.stale || state.checkpoint === undefined;
  if (hidden && useActivations.getState().byNode.size > 0 && state.status !== 'running')
    useActivations.getState().show([]);
  if (state.status === before.status) return;
  if (state.status === 'paused' || state.status === 'finished') void pictures.take();
  if (state.status === 'idle') useActivations.getState().show([]);
});

useRunSettings.subscribe((state, before) => {
  if (state.livePictures === before.livePictures) return;
  if (state.livePictures) void pictures.take();
  else useActivations.getState().show([]);
});
