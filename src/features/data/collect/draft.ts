import type { Collected, Collection } from '../../../stores/dataRoom';

/** One picture: bytes [channels, side, side], and the part it belongs to, as `Collected` has it. */
export interface Shot {
  readonly id: number;
  readonly pixels: Uint8Array;
  readonly part: number;
}

export interface DraftClass {
  readonly key: number;
  readonly name: string;
  readonly shots: readonly Shot[];
}

/** A data set while it is collected. */
export interface Draft {
  /** Of the data set that is collected further. */
  readonly id: string | undefined;
  readonly name: string;
  readonly side: number;
  readonly channels: 1 | 3;
  readonly classes: readonly DraftClass[];
}

/** A part that is not chosen yet. */
const UNDECIDED = 2;

let last = 0;
const fresh = (): number => ++last;

export const newClass = (name: string): DraftClass => ({ key: fresh(), name, shots: [] });
export const newShot = (pixels: Uint8Array): Shot => ({ id: fresh(), pixels, part: UNDECIDED });

export const emptyDraft = (names: readonly string[]): Draft => ({
  id: undefined,
  name: '',
  side: 28,
  channels: 1,
  classes: names.map(newClass),
});

/** What was saved, to be collected further. */
export function draftOf(id: string, name: string, collection: Collection): Draft {
  const { side, channels, classes, pixels, labels, part } = collection;
  const size = channels * side * side;
  const shots = classes.map((): Shot[] => []);
  labels.forEach((label, i) => {
    shots[label]?.push({ id: fresh(), pixels: pixels.subarray(i * size, (i + 1) * size), part: part[i] ?? UNDECIDED });
  });
  return {
    id,
    name,
    side,
    channels,
    classes: classes.map((title, i) => ({ ...newClass(title), shots: shots[i] ?? [] })),
  };
}

/** All pictures one behind the other. */
export function collectedOf({ classes, side, channels }: Draft): Collected {
  const size = channels * side * side;
  const all = classes.flatMap(({ shots }, label) => shots.map((shot) => ({ shot, label })));
  const pixels = new Uint8Array(all.length * size);
  all.forEach(({ shot }, i) => {
    pixels.set(shot.pixels, i * size);
  });
  return {
    pixels,
    labels: Int32Array.from(all, ({ label }) => label),
    part: Uint8Array.from(all, ({ shot }) => shot.part),
  };
}

export const countOf = ({ classes }: Draft): number => classes.reduce((sum, { shots }) => sum + shots.length, 0);

/** Why a draft cannot be saved yet; undefined where it can. */
export type Unready =
  | { readonly code: 'name' | 'classes' | 'unnamed' }
  | { readonly code: 'empty' | 'twice'; readonly name: string };

export function unready({ name, classes }: Draft): Unready | undefined {
  if (classes.length < 2) return { code: 'classes' };
  const names = classes.map((item) => item.name.trim());
  if (names.includes('')) return { code: 'unnamed' };
  const twice = names.find((item, i) => names.indexOf(item) !== i);
  if (twice !== undefined) return { code: 'twice', name: twice };
  const empty = classes.find(({ shots }) => shots.length === 0);
  if (empty) return { code: 'empty', name: empty.name };
  return name.trim() === '' ? { code: 'name' } : undefined;
}

/** The classes with fewest and most pictures, where one has less than half of the other's. */
export function imbalance({ classes }: Draft): { readonly few: DraftClass; readonly many: DraftClass } | undefined {
  const bySize = classes.filter(({ shots }) => shots.length > 0).sort((a, b) => a.shots.length - b.shots.length);
  const [few, many] = [bySize[0], bySize.at(-1)];
  if (!few || !many || many.shots.length < 10) return undefined;
  return 2 * few.shots.length < many.shots.length ? { few, many } : undefined;
}
