import { ShapeError } from '../../../core/errors';
import { ImportError } from '../errors';
import type { Known } from '../known';
import { elementwiseFolds } from './elementwise';
import type { Fold, FoldArgs } from './fold';
import { movementFolds, splitFold } from './movement';

const folds: ReadonlyMap<string, Fold> = new Map(Object.entries({ ...elementwiseFolds, ...movementFolds }));

/** The results of a node of known inputs, or undefined where it is left to its rule. */
export function foldNode(opType: string, args: FoldArgs): readonly Known[] | undefined {
  const results = evaluate(opType, args);
  return results && args.attrs.unread().length === 0 && results.length >= args.outputs ? results : undefined;
}

function evaluate(opType: string, args: FoldArgs): readonly Known[] | undefined {
  try {
    if (opType === 'Split') return splitFold(args);
    const result = folds.get(opType)?.(args);
    return result && [result];
  } catch (error) {
    // what is wrong with it the rule will say
    if (error instanceof ImportError || error instanceof ShapeError) return undefined;
    throw error;
  }
}
