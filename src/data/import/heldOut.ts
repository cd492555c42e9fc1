import { Rng } from '../../core/rng';
import { type LoadedDataset, targetClasses } from '../dataset';
import { splitInOrder, splitTrainValidation } from '../split';
import type { RowOrder } from './time';

export interface HeldOut {
  /** Share of the examples kept for the test. */
  readonly testShare: number;
  readonly seed: number;
}

/** Places of the examples to learn from, and of those kept for the test. */
export interface TestSplit {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** A stratified share for the test; classes with one example stay in the training. Examples to learn from come shuffled. */
export function splitTest(data: LoadedDataset, { testShare, seed }: HeldOut): TestSplit {
  const stratifyBy = targetClasses(data)?.data;
  const { train, validation } = splitTrainValidation({ count: data.count, fraction: testShare, seed, stratifyBy });
  Rng.of(seed, 'import').shuffle(train);
  return { train, test: validation };
}

/** The newest share for the test; examples to learn from come from the oldest on. */
export function splitTestInTime(count: number, { testShare }: HeldOut, order: Exclude<RowOrder, 'any'>): TestSplit {
  const { train, validation } = splitInOrder(count, testShare);
  const written = (places: Uint32Array) => (order === 'oldest' ? places : places.map((place) => count - 1 - place));
  return { train: written(train), test: written(validation) };
}
