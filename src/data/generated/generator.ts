import type { Localized } from '../../core/locale';
import type { Rng } from '../../core/rng';
import type { NumberArray } from '../dataset';

/** A data set that is computed, the same everywhere: its examples are drawn from a seeded generator. */
export interface Generator {
  readonly id: string;
  readonly counts: { readonly train: number; readonly test: number };
  /** What it is and how hard it is: shown on its card. */
  readonly note: Localized;
  /**
   * Values of every column, by name, for `count` examples.
   * @param rng of this split: the splits have nothing in common
   * @param shared of the whole data set: what both splits must agree on
   */
  generate(count: number, rng: Rng, shared: Rng): Readonly<Record<string, NumberArray | readonly string[]>>;
}
