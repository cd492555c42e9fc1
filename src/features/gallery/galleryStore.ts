import { create } from 'zustand';

export type GalleryTab = 'projects' | 'templates';

interface GalleryState {
  readonly opened: boolean;
  readonly tab: GalleryTab;
}

/** The home of all projects: whether it is open, and at which tab. */
export const useGallery = create<GalleryState>()(() => ({ opened: false, tab: 'projects' }));

export const openGallery = (tab: GalleryTab): void => useGallery.setState({ opened: true, tab });
