import { internal } from '../core/errors';
import { Rng } from '../core/rng';

/** Places in the training data, each in one of the two, ascending. */
export interface Split {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

export interface SplitOptions {
  /** Number of examples. */
  readonly count: number;
  /** Share held out for validation, in [0, 1); rounded to whole examples, at least one stays for training. */
  readonly fraction: number;
  readonly seed: number;
  /** Classes, [count]: holds out the same share of each, within one example; at least one of each stays for training. */
  readonly stratifyBy?: ArrayLike<number> | undefined;
}

/** Holds out validation examples at random: the same options give the same split on every machine. */
export function splitTrainValidation({ count, fraction, seed, stratifyBy }: SplitOptions): Split {
  if (!(fraction >= 0 && fraction < 1)) internal(`expected a validation share in [0, 1), got ${fraction}`);
  if (stratifyBy && stratifyBy.length !== count) internal(`expected ${count} labels, got ${stratifyBy.length}`);
  const rng = Rng.of(seed, 'split');
  const groups = stratifyBy ? groupByLabel(stratifyBy) : [Uint32Array.from({ length: count }, (_, i) => i)];
  const held = Math.min(Math.round(count * fraction), Math.max(count - groups.length, 0));
  const quotas = allot(
    groups.map((group) => group.length),
    held,
  );
  const isHeld = new Uint8Array(count);
  groups.forEach((group, g) => {
    rng.shuffle(group);
    for (const index of group.subarray(0, quotas[g])) isHeld[index] = 1;
  });
  return { train: places(isHeld, 0, count - held), validation: places(isHeld, 1, held) };
}

/** Holds out the last examples: for those that follow each other in time. */
export function splitInOrder(count: number, fraction: number): Split {
  if (!(fraction >= 0 && fraction < 1)) internal(`expected a validation share in [0, 1), got ${fraction}`);
  const held = Math.min(Math.round(count * fraction), Math.max(count - 1, 0));
  const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return { train: range(0, count - held), validation: range(count - held, count) };
}

/** Places of each class, by ascending class. */
function groupByLabel(labels: ArrayLike<number>): Uint32Array[] {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    const group = groups.get(label);
    if (group) group.push(i);
    else groups.set(label, [i]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, places]) => Uint32Array.from(places));
}

/** Shares `total` among groups in proportion to their sizes, one of each left over: whole parts first, then the largest remainders (ties: the first). */
function allot(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((a, b) => a + b, 0);
  const exact = sizes.map((size) => (all === 0 ? 0 : (size * total) / all));
  const most = sizes.map((size) => Math.max(0, size - 1));
  const quotas = exact.map((share, group) => Math.min(Math.floor(share), most[group] ?? 0));
  const byRemainder = exact
    .map((share, group) => ({ group, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.group - b.group);
  let missing = total - quotas.reduce((a, b) => a + b, 0);
  // a second round where groups of one cannot give theirs
  while (missing > 0)
    for (const { group } of byRemainder) {
      if (missing === 0 || (quotas[group] ?? 0) >= (most[group] ?? 0)) continue;
      quotas[group] = (quotas[group] ?? 0) + 1;
      missing--;
    }
  return quotas;
}

function places(flags: Uint8Array, wanted: 0 | 1, size: number): Uint32Array {
  const out = new Uint32Array(size);
  let n = 0;
  for (let i = 0; i < flags.length; i++) if (flags[i] === wanted) out[n++] = i;
  return out;
}
