import { create } from 'zustand';

/** Whether the data room is open. */
export const useDataRoom = create<{ readonly opened: boolean }>()(() => ({ opened: false }));

export const openDataRoom = (): void => useDataRoom.setState({ opened: true });
export const closeDataRoom = (): void => useDataRoom.setState({ opened: false });
