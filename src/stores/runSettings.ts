import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** How this user likes to train and to look at it: remembered by the browser, never part of the project. */
export interface RunSettings {
  readonly provider: 'auto' | 'wasm' | 'webgpu';
  /** WASM threads; 0 leaves it to the worker. */
  readonly threads: number;
  /** β of the charts' moving average, 0 … 0.99. */
  readonly smoothing: number;
  readonly logLoss: boolean;
  /** Pictures of what each node computes, on the canvas while training. */
  readonly livePictures: boolean;
  set(change: Partial<Omit<RunSettings, 'set'>>): void;
}

const savedSchema = v.partial(
  v.object({
    provider: v.picklist(['auto', 'wasm', 'webgpu']),
    threads: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)),
    smoothing: v.pipe(v.number(), v.minValue(0), v.maxValue(0.99)),
    logLoss: v.boolean(),
    livePictures: v.boolean(),
  }),
);

export const useRunSettings = create<RunSettings>()(
  persist(
    (set) => ({
      provider: 'auto',
      threads: 0,
      smoothing: 0.9,
      logLoss: false,
      livePictures: true,
      set: (change) => set(change),
    }),
    {
      name: 'netloom.run',
      version: 1,
      partialize: ({ set: _, ...settings }) => settings,
      merge: (saved, current) => {
        const parsed = v.safeParse(savedSchema, saved);
        if (!parsed.success) return current;
        const known = Object.entries(parsed.output).filter(([, value]) => value !== undefined);
        return { ...current, ...Object.fromEntries(known) };
      },
    },
  ),
);
