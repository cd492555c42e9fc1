import { create } from 'zustand';
import type { Diagnostic } from '../../core/diagnostic';
import type { HostTensor } from '../../core/tensor';
import { columnsOf } from '../../layers/defs/dataset';
import { useDocument } from '../../stores/document';
import { testRows } from '../../stores/predict';
import { anyNumber } from './hooks';
import type { Stroke } from './rasterize';

interface PadState {
  readonly strokes: readonly Stroke[];
  /** An example of the test split in the place of a drawing. */
  readonly sample:
    | {
        readonly x: HostTensor;
        readonly label: number | undefined;
        /** By a camera or out of a file, rather than of the data set. */
        readonly taken?: boolean;
      }
    | undefined;
  /** Why no example could be had. */
  readonly problem: Diagnostic | undefined;
  draw(strokes: readonly Stroke[]): void;
  clear(): void;
  /** Lays a picture from outside on the pad, of a class that nobody knows. */
  show(x: HostTensor): void;
  takeSample(): Promise<void>;
}

const blank = { strokes: [], sample: undefined, problem: undefined };

/** What lies on the drawing pad; it stays while the panel is closed. */
export const usePad = create<PadState>()((set) => ({
  ...blank,
  draw: (strokes) => set({ ...blank, strokes }),
  clear: () => set(blank),
  show: (x) => set({ ...blank, sample: { x, label: undefined, taken: true } }),
  takeSample: async () => {
    const { opened, document } = useDocument.getState();
    const result = await testRows(anyNumber(), 1);
    if (useDocument.getState().opened !== opened) return;
    if (!result.ok) {
      set({ problem: result.error[0] });
      return;
    }
    const { fed } = result.value;
    const columns = columnsOf(document.nodes.find(({ type }) => type === 'dataset')?.params ?? {});
    const of = (target: boolean) => columns.find((column) => (column.target ?? false) === target && fed[column.name]);
    const x = fed[of(false)?.name ?? ''];
    const label = of(true)?.kind === 'class' ? fed[of(true)?.name ?? '']?.data[0] : undefined;
    if (x) set({ ...blank, sample: { x, label: label === undefined ? undefined : Number(label) } });
  },
}));

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) usePad.getState().clear();
});
