import { create } from 'zustand';

interface DataRoomState {
  readonly opened: boolean;
  /** A table that was dropped on the page, until the form of the import has it. */
  readonly dropped: File | undefined;
}

/** Whether the data room is open. */
export const useDataRoom = create<DataRoomState>()(() => ({ opened: false, dropped: undefined }));

export const openDataRoom = (): void => useDataRoom.setState({ opened: true });

/** Opens the data room where a table is imported. */
export const bringTable = (dropped: File): void => useDataRoom.setState({ opened: true, dropped });

/** The table that was dropped, once. */
export function takeDropped(): File | undefined {
  const { dropped } = useDataRoom.getState();
  useDataRoom.setState({ dropped: undefined });
  return dropped;
}

export const closeDataRoom = (): void => useDataRoom.setState({ opened: false });
