import { create } from 'zustand';
import { useUi } from '../../stores/ui';

interface OutlineState {
  readonly query: string;
  /** Raised whenever the search is asked for. */
  readonly searches: number;
}

export const useOutline = create<OutlineState>()(() => ({ query: '', searches: 0 }));

/** Opens the outline with the keyboard in its search. */
export function searchInModel(): void {
  useUi.getState().openLeft('outline');
  useOutline.setState(({ searches }) => ({ searches: searches + 1 }));
}
