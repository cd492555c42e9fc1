import { type ComponentType, lazy } from 'react';
import { useDataRoom } from '../features/data/dataRoomStore';
import { ProblemsBadge } from '../features/diagnostics/ProblemsBadge';
import { ExportButton } from '../features/export/ExportButton';
import { useGallery } from '../features/gallery/galleryStore';
import { useRefused } from '../features/projects/openFile';
import { RefusalNotice } from '../features/projects/RefusalNotice';
import { useShortcutsHelp } from '../features/projects/shortcutsHelp';
import { useShare } from '../features/share/shareStore';
import { useTour } from '../features/tour/tourStore';
import { RunControls } from '../features/training/RunControls';
import { TrainingBadge } from '../features/training/TrainingBadge';
import { useExport } from '../stores/export';
import { useOwnership } from '../stores/ownership';
import { lazyDialog } from './lazyDialog';

/** One tab of the dock below the canvas. */
export interface DockTab {
  readonly id: string;
  /** i18n key of the tab's name, such as `training:title`. */
  readonly titleKey: string;
  readonly Content: ComponentType;
  /** A small count or state beside the name. */
  readonly Badge?: ComponentType;
  /** Controls at the right of the row of tabs while this one is open. */
  readonly Tools?: ComponentType;
}

/** Where features sit in the shell. A feature adds its component here and nowhere else. */
export interface Slots {
  /** Middle of the top bar: train, pause, progress. */
  readonly runControls: readonly ComponentType[];
  /** Right of the top bar, before language and theme: export. */
  readonly topBarEnd: readonly ComponentType[];
  /** `Menu.Item`s on top of the project menu: new from a template. */
  readonly projectMenu: readonly ComponentType[];
  /** `Menu.Item`s about the page itself, below in the project menu: the tour. */
  readonly helpMenu: readonly ComponentType[];
  readonly dockTabs: readonly DockTab[];
  /** Lines above the canvas that stay as long as what they say is so. */
  readonly notices: readonly ComponentType[];
  /** Dialogs and other things that float; they open themselves from a store. */
  readonly overlays: readonly ComponentType[];
}

export const slots: Slots = {
  runControls: [RunControls],
  topBarEnd: [ExportButton],
  projectMenu: [
    lazy(async () => ({ default: (await import('../features/gallery/GalleryMenuItem')).GalleryMenuItem })),
    lazy(async () => ({ default: (await import('../features/data/DataMenuItem')).DataMenuItem })),
  ],
  helpMenu: [lazy(async () => ({ default: (await import('../features/tour/TourMenuItem')).TourMenuItem }))],
  dockTabs: [
    {
      id: 'training',
      titleKey: 'training:title',
      Content: lazy(async () => ({ default: (await import('../features/training/TrainingDock')).TrainingDock })),
      Badge: TrainingBadge,
      Tools: lazy(async () => ({ default: (await import('../features/training/DockTools')).DockTools })),
    },
    {
      id: 'problems',
      titleKey: 'problems:title',
      Content: lazy(async () => ({ default: (await import('../features/diagnostics/Problems')).Problems })),
      Badge: ProblemsBadge,
    },
    {
      id: 'analyzer',
      titleKey: 'analyzer:title',
      Content: lazy(async () => ({ default: (await import('../features/analyzer/Analyzer')).Analyzer })),
    },
  ],
  notices: [
    lazyDialog(
      () => useOwnership((state) => state.elsewhere),
      async () => (await import('../features/projects/ElsewhereBanner')).ElsewhereBanner,
    ),
  ],
  overlays: [
    RefusalNotice,
    lazyDialog(
      () => useShare((state) => state.opened),
      async () => (await import('../features/share/ShareDialog')).ShareDialog,
    ),
    lazyDialog(
      () => useShare((state) => state.received !== undefined),
      async () => (await import('../features/share/ReceivedDialog')).ReceivedDialog,
    ),
    lazyDialog(
      () => useTour((state) => state.step !== undefined),
      async () => (await import('../features/tour/Tour')).Tour,
    ),
    lazyDialog(
      () => useDataRoom((state) => state.opened),
      async () => (await import('../features/data/DataRoom')).DataRoom,
    ),
    lazyDialog(
      () => useExport((state) => state.opened),
      async () => (await import('../features/export/ExportDialog')).ExportDialog,
    ),
    lazyDialog(
      () => useGallery((state) => state.opened),
      async () => (await import('../features/gallery/GalleryDialog')).GalleryDialog,
    ),
    lazyDialog(
      () => useShortcutsHelp((state) => state.opened),
      async () => (await import('../features/projects/ShortcutsDialog')).ShortcutsDialog,
    ),
    lazyDialog(
      () => useRefused((state) => state.refused !== undefined),
      async () => (await import('../features/projects/RefusedDialog')).RefusedDialog,
    ),
  ],
};
