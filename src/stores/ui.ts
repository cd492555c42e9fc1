import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type Locale, locales } from '../core/locale';

export type ColorScheme = 'light' | 'dark' | 'auto';
export type PanelName = 'palette' | 'inspector' | 'dock';

export interface PanelState {
  readonly open: boolean;
  /** Width of a side panel, height of the dock, in CSS pixels. */
  readonly size: number;
}

/** On a large screen the charts get more of it. */
const firstDock =
  typeof innerHeight === 'undefined' ? 240 : Math.round(Math.min(340, Math.max(240, innerHeight * 0.29)));

/** Smallest, first and largest size of each panel, in CSS pixels. */
export const panelLimits: Record<PanelName, { readonly min: number; readonly initial: number; readonly max: number }> =
  {
    palette: { min: 176, initial: 208, max: 360 },
    inspector: { min: 248, initial: 288, max: 480 },
    dock: { min: 136, initial: firstDock, max: 640 },
  };

export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

/** A wish for the canvas: show these nodes (all when empty). A new object each time, so the same wish can be repeated. */
export interface FocusRequest {
  readonly nodes: readonly string[];
}

export interface UiState {
  readonly locale: Locale;
  readonly scheme: ColorScheme;
  readonly panels: Readonly<Record<PanelName, PanelState>>;
  readonly minimap: boolean;
  /** Id of the dock's open tab. */
  readonly dockTab: string;
  readonly selection: Selection;
  readonly focusRequest: FocusRequest | undefined;
  setLocale(locale: Locale): void;
  setScheme(scheme: ColorScheme): void;
  togglePanel(panel: PanelName, open?: boolean): void;
  /** Keeps the size inside the panel's limits. */
  resizePanel(panel: PanelName, size: number): void;
  toggleMinimap(): void;
  /** Opens the dock at this tab. */
  openDock(tab: string): void;
  select(nodes: readonly string[], edges?: readonly string[]): void;
  /** Selects a node and brings it to the middle of the canvas. */
  revealNode(nodeId: string): void;
  requestFocus(nodes: readonly string[]): void;
}

const STORAGE_KEY = 'netloom.ui';
const panelSchema = v.object({ open: v.boolean(), size: v.pipe(v.number(), v.finite()) });
const savedSchema = v.partial(
  v.object({
    locale: v.picklist(locales),
    scheme: v.picklist(['light', 'dark', 'auto']),
    panels: v.object({ palette: panelSchema, inspector: panelSchema, dock: panelSchema }),
    minimap: v.boolean(),
    dockTab: v.string(),
  }),
);

function systemLocale(): Locale {
  const languages = typeof navigator === 'undefined' ? [] : navigator.languages;
  return languages[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

const clampPanel = (panel: PanelName, size: number): number =>
  Math.round(Math.min(panelLimits[panel].max, Math.max(panelLimits[panel].min, size)));

const initialPanel = (panel: PanelName): PanelState => ({ open: true, size: panelLimits[panel].initial });

/** What the user sees and has selected; never part of the project. Language, theme and panels are remembered. */
export const useUi = create<UiState>()(
  persist(
    (set) => ({
      locale: systemLocale(),
      scheme: 'auto',
      panels: { palette: initialPanel('palette'), inspector: initialPanel('inspector'), dock: initialPanel('dock') },
      minimap: false,
      dockTab: 'training',
      selection: { nodes: [], edges: [] },
      focusRequest: undefined,
      setLocale: (locale) => set({ locale }),
      setScheme: (scheme) => set({ scheme }),
      togglePanel: (panel, open) =>
        set(({ panels }) => ({
          panels: { ...panels, [panel]: { ...panels[panel], open: open ?? !panels[panel].open } },
        })),
      resizePanel: (panel, size) =>
        set(({ panels }) => ({ panels: { ...panels, [panel]: { open: true, size: clampPanel(panel, size) } } })),
      toggleMinimap: () => set(({ minimap }) => ({ minimap: !minimap })),
      openDock: (dockTab) =>
        set(({ panels }) => ({ dockTab, panels: { ...panels, dock: { ...panels.dock, open: true } } })),
      select: (nodes, edges = []) => set({ selection: { nodes, edges } }),
      revealNode: (nodeId) => set({ selection: { nodes: [nodeId], edges: [] }, focusRequest: { nodes: [nodeId] } }),
      requestFocus: (nodes) => set({ focusRequest: { nodes } }),
    }),
    {
      name: STORAGE_KEY,
      version: 1,
      partialize: ({ locale, scheme, panels, minimap, dockTab }) => ({ locale, scheme, panels, minimap, dockTab }),
      merge: (saved, current) => {
        const parsed = v.safeParse(savedSchema, saved);
        if (!parsed.success) return current;
        return {
          ...current,
          ...Object.fromEntries(Object.entries(parsed.output).filter(([, value]) => value !== undefined)),
        };
      },
    },
  ),
);
