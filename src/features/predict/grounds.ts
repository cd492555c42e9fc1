import { useEffect } from 'react';
import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { testRows } from '../../stores/predict';
import { type Ground, groundOf } from './ground';
import type { PictureInput } from './picture';

interface Grounds {
  /** What the pictures of data sets lie on, as far as it was looked at. */
  readonly known: Readonly<Record<string, Ground>>;
  /** Whether pictures from outside are turned, where somebody chose; remembered by the browser. */
  readonly turned: Readonly<Record<string, boolean>>;
}

const savedSchema = v.object({ turned: v.record(v.string(), v.boolean()) });

const useGrounds = create<Grounds>()(
  persist((): Grounds => ({ known: {}, turned: {} }), {
    name: 'netloom.pad',
    version: 1,
    partialize: ({ turned }) => ({ turned }),
    merge: (saved, current) => {
      const parsed = v.safeParse(savedSchema, saved);
      return parsed.success ? { ...current, ...parsed.output } : current;
    },
  }),
);

const SAMPLES = 32;

type Of = Pick<PictureInput, 'dataset' | 'column'>;

/** What the pictures of the data set lie on, judged by some of them once `wanted`. */
export function useGround({ dataset, column }: Of, wanted: boolean): Ground {
  const asked = useGrounds(({ known }) => dataset in known);
  useEffect(() => {
    if (!wanted || asked) return;
    let current = true;
    void testRows(0, SAMPLES).then(
      (result) => {
        const pictures = result.ok ? result.value.fed[column] : undefined;
        if (current && pictures)
          useGrounds.setState(({ known }) => ({ known: { ...known, [dataset]: groundOf(pictures) } }));
      },
      // without its examples nothing is turned
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [dataset, column, wanted, asked]);
  return useGrounds(({ known }) => known[dataset]);
}

/** Whether pictures from outside, ink on paper, are turned for this data set: as was chosen, else where its own lie on black. */
export const useTurned = (dataset: string): boolean =>
  useGrounds(({ known, turned }) => turned[dataset] ?? known[dataset] === 'black');

export function turn(dataset: string, on: boolean): void {
  useGrounds.setState(({ turned }) => ({ turned: { ...turned, [dataset]: on } }));
}
