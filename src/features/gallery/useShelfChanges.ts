import { useEffect } from 'react';
import { create } from 'zustand';

/** Counts what happened to the shelf from outside of it: a project taken back by a notice. */
const useChanges = create<{ readonly count: number }>()(() => ({ count: 0 }));

export const shelfChanged = (): void => useChanges.setState(({ count }) => ({ count: count + 1 }));

/** Calls `reload` after each of them. */
export function useShelfChanges(reload: () => Promise<void>): void {
  useEffect(() => useChanges.subscribe(() => void reload()), [reload]);
}
