import { create } from 'zustand';
import { useDocument } from './document';

interface PhaseViewState {
  /** The phase that the training form is about, from 0. */
  readonly phase: number;
  /** The form is on the screen: the canvas shows what that phase updates. */
  readonly shown: boolean;
  /** Clicks on the canvas choose what that phase updates. */
  readonly picking: boolean;
}

/** What the training form shows; never saved, never undone. */
export const usePhaseView = create<PhaseViewState>()(() => ({ phase: 0, shown: false, picking: false }));

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) usePhaseView.setState({ phase: 0, picking: false });
});

/** The phase that the form is about, as far as there is one. */
export function useChosenPhase(): number {
  const phase = usePhaseView((state) => state.phase);
  return useDocument(({ document }) => Math.min(phase, document.training.phases.length - 1));
}
