import { create } from 'zustand';
import { useDocument } from '../../stores/document';
import { useRun } from '../../stores/run';

/** Whether somebody came near the panel since the project was opened. */
const useNear = create<boolean>()(() => false);

export const wake = (): void => {
  if (!useNear.getState()) useNear.setState(true, true);
};

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) useNear.setState(false, true);
});

/** Somebody came near the panel, or there are trained weights to show: before that it fetches and exports nothing. */
export function useAwake(): boolean {
  const trained = useRun((state) => state.checkpoint !== undefined);
  return useNear() || trained;
}
