import { create } from 'zustand';
import { type Draft, type DraftClass, emptyDraft, newClass, newShot } from './draft';

interface CollectState {
  readonly draft: Draft;
  /** Key of the class that new pictures go to. */
  readonly active: number | undefined;
  readonly past: readonly Draft[];
  begin(draft: Draft): void;
  choose(key: number): void;
  /** `gesture`: changes of one gesture are undone together. */
  change(edit: (draft: Draft) => Draft, gesture?: string): void;
  undo(): void;
}

const MOST_PAST = 200;
let lastGesture: string | undefined;

const begun = (draft: Draft) => ({ draft, past: [], active: draft.classes[0]?.key });

/** What is being collected; it stays while the dialog is closed. */
export const useCollect = create<CollectState>()((set) => ({
  ...begun(emptyDraft([])),
  begin: (draft) => {
    lastGesture = undefined;
    set(begun(draft));
  },
  choose: (active) => set({ active }),
  change: (edit, gesture) =>
    set(({ draft, past, active }) => {
      const next = edit(draft);
      if (next === draft) return {};
      const joins = gesture !== undefined && gesture === lastGesture;
      lastGesture = gesture;
      return {
        draft: next,
        past: joins ? past : [...past, draft].slice(-MOST_PAST),
        active: keptActive(next, active),
      };
    }),
  undo: () =>
    set(({ past, active }) => {
      const draft = past.at(-1);
      lastGesture = undefined;
      return draft ? { draft, past: past.slice(0, -1), active: keptActive(draft, active) } : {};
    }),
}));

const keptActive = ({ classes }: Draft, active: number | undefined): number | undefined =>
  classes.some(({ key }) => key === active) ? active : classes[0]?.key;

const inClass = (key: number, edit: (item: DraftClass) => DraftClass) => (draft: Draft) => ({
  ...draft,
  classes: draft.classes.map((item) => (item.key === key ? edit(item) : item)),
});

const { change } = useCollect.getState();

export const rename = (key: number, name: string): void =>
  change(
    inClass(key, (item) => ({ ...item, name })),
    `name ${key}`,
  );

export function addClass(name: string): void {
  const added = newClass(name);
  change((draft) => ({ ...draft, classes: [...draft.classes, added] }));
  useCollect.getState().choose(added.key);
}

export const removeClass = (key: number): void =>
  change((draft) => ({ ...draft, classes: draft.classes.filter((item) => item.key !== key) }));

/** Adds a picture to the active class; those of one burst are undone together. */
export function addShot(pixels: Uint8Array, burst?: string): void {
  const { active } = useCollect.getState();
  if (active === undefined) return;
  change(
    inClass(active, (item) => ({ ...item, shots: [...item.shots, newShot(pixels)] })),
    burst,
  );
}

export const removeShot = (key: number, id: number): void =>
  change(inClass(key, (item) => ({ ...item, shots: item.shots.filter((shot) => shot.id !== id) })));
