import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type Locale, locales } from '../core/locale';

export type ColorScheme = 'light' | 'dark' | 'auto';
export type PanelName = 'palette' | 'inspector' | 'dock';

/** What the left panel shows. */
export const leftTabs = ['layers', 'outline', 'history'] as const;
export type LeftTab = (typeof leftTabs)[number];

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
  /** Frames and notes, as `group:<id>` and `note:<id>`. */
  readonly annotations: readonly string[];
}

/** A wish for the canvas: show these nodes (all when empty). A new object each time, so the same wish can be repeated. */
export interface FocusRequest {
  readonly nodes: readonly string[];
}

export interface UiState {
  readonly locale: Locale;
  readonly scheme: ColorScheme;
  readonly panels: Readonly<Record<PanelName, PanelState>>;
  /** On a narrow screen the side panels are drawers over the canvas, one open at a time, and forget it. */
  readonly compact: boolean;
  readonly drawer: PanelName | undefined;
  readonly leftTab: LeftTab;
  readonly minimap: boolean;
  /** Id of the dock's open tab. */
  readonly dockTab: string;
  /** Whether the tour was offered before: it comes by itself only to who is here for the first time. */
  readonly tourOffered: boolean;
  readonly selection: Selection;
  readonly focusRequest: FocusRequest | undefined;
  setLocale(locale: Locale): void;
  setScheme(scheme: ColorScheme): void;
  togglePanel(panel: PanelName, open?: boolean): void;
  setCompact(compact: boolean): void;
  /** Opens the left panel at this tab. */
  openLeft(tab: LeftTab): void;
  offeredTour(): void;
  /** Keeps the size inside the panel's limits. */
  resizePanel(panel: PanelName, size: number): void;
  toggleMinimap(): void;
  /** Opens the dock at this tab. */
  openDock(tab: string): void;
  select(nodes: readonly string[], edges?: readonly string[], annotations?: readonly string[]): void;
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
    leftTab: v.picklist(leftTabs),
    minimap: v.boolean(),
    dockTab: v.string(),
    tourOffered: v.boolean(),
  }),
);

function systemLocale(): Locale {
  const languages = typeof navigator === 'undefined' ? [] : navigator.languages;
  return languages[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

const clampPanel = (panel: PanelName, size: number): number =>
  Math.round(Math.min(panelLimits[panel].max, Math.max(panelLimits[panel].min, size)));

/** Whether a panel is on the screen now. */
export const panelOpen = ({ compact, drawer, panels }: UiState, panel: PanelName): boolean =>
  compact && panel !== 'dock' ? drawer === panel : panels[panel].open;

const initialPanel = (panel: PanelName): PanelState => ({ open: true, size: panelLimits[panel].initial });

/** What the user sees and has selected; never part of the project. Language, theme and panels are remembered. */
export const useUi = create<UiState>()(
  persist(
    (set, get) => ({
      locale: systemLocale(),
      scheme: 'auto',
      panels: { palette: initialPanel('palette'), inspector: initialPanel('inspector'), dock: initialPanel('dock') },
      compact: false,
      drawer: undefined,
      leftTab: 'layers',
      minimap: false,
      dockTab: 'training',
      tourOffered: false,
      selection: { nodes: [], edges: [], annotations: [] },
      focusRequest: undefined,
      setLocale: (locale) => set({ locale }),
      setScheme: (scheme) => set({ scheme }),
      togglePanel: (panel, open) =>
        set((state) => {
          const wanted = open ?? !panelOpen(state, panel);
          if (state.compact && panel !== 'dock')
            return { drawer: wanted ? panel : state.drawer === panel ? undefined : state.drawer };
          return { panels: { ...state.panels, [panel]: { ...state.panels[panel], open: wanted } } };
        }),
      setCompact: (compact) => set({ compact, drawer: undefined }),
      openLeft: (leftTab) => {
        set({ leftTab });
        get().togglePanel('palette', true);
      },
      offeredTour: () => set({ tourOffered: true }),
      resizePanel: (panel, size) =>
        set(({ panels }) => ({ panels: { ...panels, [panel]: { ...panels[panel], size: clampPanel(panel, size) } } })),
      toggleMinimap: () => set(({ minimap }) => ({ minimap: !minimap })),
      openDock: (dockTab) =>
        set(({ panels }) => ({ dockTab, panels: { ...panels, dock: { ...panels.dock, open: true } } })),
      select: (nodes, edges = [], annotations = []) => set({ selection: { nodes, edges, annotations } }),
      revealNode: (nodeId) =>
        set({ selection: { nodes: [nodeId], edges: [], annotations: [] }, focusRequest: { nodes: [nodeId] } }),
      requestFocus: (nodes) => set({ focusRequest: { nodes } }),
    }),
    {
      name: STORAGE_KEY,
      version: 1,
      partialize: ({ locale, scheme, panels, leftTab, minimap, dockTab, tourOffered }) => ({
        locale,
        scheme,
        panels,
        leftTab,
        minimap,
        dockTab,
        tourOffered,
      }),
      merge: (saved, current) => {
        const parsed = v.safeParse(savedSchema, saved);
        if (!parsed.success) return current;
        return {
          ...current,
          // Who has settings from before there was a tour is not new here.
          tourOffered: true,
          ...Object.fromEntries(Object.entries(parsed.output).filter(([, value]) => value !== undefined)),
        };
      },
    },
  ),
);
