import { ShapeError } from '../../../core/errors';
import { ImportError } from '../errors';
import type { Known } from '../known';
import { elementwiseFolds } from './elementwise';
import type { Fold, FoldArgs } from './fold';
import { movementFolds } from './movement';

const folds: ReadonlyMap<string, Fold> = new Map(Object.entries({ ...elementwiseFolds, ...movementFolds }));

/** The result of a one-output node of known inputs, or undefined where it is left to its rule. */
export function foldNode(opType: string, args: FoldArgs): Known | undefined {
  const fold = folds.get(opType);
  if (!fold) return undefined;
  try {
    const result = fold(args);
    return args.attrs.unread().length === 0 ? result : undefined;
  } catch (error) {
    // what is wrong with it the rule will say
    if (error instanceof ImportError || error instanceof ShapeError) return undefined;
    throw error;
  }
}
