import { create } from 'zustand';
import type { Diagnostic } from '../../core/diagnostic';
import type { HostTensor } from '../../core/tensor';
import { useDocument } from '../../stores/document';
import { sampleTest } from '../../stores/predict';
import type { Stroke } from './rasterize';

interface PadState {
  readonly strokes: readonly Stroke[];
  /** An example of the test split in the place of a drawing. */
  readonly sample: { readonly x: HostTensor; readonly label: number } | undefined;
  /** Why no example could be had. */
  readonly problem: Diagnostic | undefined;
  draw(strokes: readonly Stroke[]): void;
  clear(): void;
  takeSample(): Promise<void>;
}

const blank = { strokes: [], sample: undefined, problem: undefined };

/** What lies on the drawing pad; it stays while the panel is closed. */
export const usePad = create<PadState>()((set) => ({
  ...blank,
  draw: (strokes) => set({ ...blank, strokes }),
  clear: () => set(blank),
  takeSample: async () => {
    const { opened } = useDocument.getState();
    const result = await sampleTest();
    if (useDocument.getState().opened !== opened) return;
    set(result.ok ? { ...blank, sample: result.value } : { problem: result.error[0] });
  },
}));

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) usePad.getState().clear();
});
