import type { ComponentType } from 'react';
import { Problems, ProblemsBadge } from '../features/diagnostics/Problems';

/** One tab of the dock below the canvas. */
export interface DockTab {
  readonly id: string;
  /** i18n key of the tab's name, such as `training:title`. */
  readonly titleKey: string;
  readonly Content: ComponentType;
  /** A small count or state beside the name. */
  readonly Badge?: ComponentType;
}

/** Where features sit in the shell. A feature adds its component here and nowhere else. */
export interface Slots {
  /** Middle of the top bar: train, pause, progress. */
  readonly runControls: readonly ComponentType[];
  /** Right of the top bar, before language and theme: export. */
  readonly topBarEnd: readonly ComponentType[];
  /** `Menu.Item`s on top of the project menu: new from a template. */
  readonly projectMenu: readonly ComponentType[];
  readonly dockTabs: readonly DockTab[];
  /** Dialogs and other things that float; they open themselves from a store. */
  readonly overlays: readonly ComponentType[];
}

export const slots: Slots = {
  runControls: [],
  topBarEnd: [],
  projectMenu: [],
  dockTabs: [{ id: 'problems', titleKey: 'problems:title', Content: Problems, Badge: ProblemsBadge }],
  overlays: [],
};
