import { create } from 'zustand';

/** Why an edit was not taken: another tab has the project, or a lesson locks that part. */
export type RefusalReason = 'elsewhere' | 'palette' | 'canvas' | 'parameters' | 'data' | 'training';

interface RefusalState {
  /** A new object for every refused edit. */
  readonly last: { readonly reason: RefusalReason } | undefined;
}

/** The last edit that a guard did not let happen, for the interface to say so. */
export const useRefusal = create<RefusalState>()(() => ({ last: undefined }));

/** Notes a refused edit; gives what a guard then returns. */
export function refuse(reason: RefusalReason): false {
  useRefusal.setState({ last: { reason } });
  return false;
}
