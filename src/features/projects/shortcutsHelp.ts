import { create } from 'zustand';

/** Whether the list of keys is open. */
export const useShortcutsHelp = create<{ readonly opened: boolean }>()(() => ({ opened: false }));
