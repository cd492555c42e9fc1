import { create } from 'zustand';
import type { BroughtOverview, ImportFailure } from '../../stores/dataRoom';

export interface Brought {
  /** Of the folder, the archive or the first file. */
  readonly name: string;
  readonly overview: BroughtOverview;
}

/** What was dropped on the page, looked at: a table, or files that the worker has. */
export type Dropped =
  | { readonly kind: 'table'; readonly file: File }
  | {
      readonly kind: 'pictures' | 'texts';
      readonly brought?: Brought | undefined;
      readonly failure?: ImportFailure | undefined;
    };

export const importKinds = ['table', 'pictures', 'texts', 'collect'] as const;
export type ImportKind = (typeof importKinds)[number];

interface DataRoomState {
  readonly opened: boolean;
  /** What is being brought, if anything is. */
  readonly bringing: ImportKind | undefined;
  /** What was dropped is being looked at. */
  readonly looking: boolean;
  /** What was dropped, until a form of the import has it. */
  readonly dropped: Dropped | undefined;
  /** How often something was dropped: each time begins a form anew. */
  readonly drops: number;
}

/** Whether the data room is open. */
export const useDataRoom = create<DataRoomState>()(() => ({
  opened: false,
  bringing: undefined,
  looking: false,
  dropped: undefined,
  drops: 0,
}));

export const openDataRoom = (): void => useDataRoom.setState({ opened: true });

/** Shows the forms of the import, or undefined: the data there are. */
export const bring = (bringing: ImportKind | undefined): void => useDataRoom.setState({ bringing });

/** What was dropped, once, where it is of the kind that the form takes. */
export function takeDropped<K extends Dropped['kind']>(kind: K): Extract<Dropped, { kind: K }> | undefined {
  const { dropped } = useDataRoom.getState();
  if (dropped?.kind !== kind) return undefined;
  useDataRoom.setState({ dropped: undefined });
  return dropped as Extract<Dropped, { kind: K }>;
}

export const closeDataRoom = (): void => useDataRoom.setState({ opened: false });
