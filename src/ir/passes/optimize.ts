import type { Graph } from '../op';
import { verify } from '../verify';
import { shareCommonSubexpressions } from './commonSubexpressions';
import { eliminateDeadCode } from './deadCode';
import { foldConstants } from './foldConstants';
import { simplify } from './simplify';

const passes = [foldConstants, simplify, shareCommonSubexpressions, eliminateDeadCode] as const;

/** The same results to the bit (but for the sign of zero) by less work; verified after each pass. Linear in the nodes. */
export function optimize(graph: Graph): Graph {
  let passed = graph;
  for (const pass of passes) {
    passed = pass(passed);
    verify(passed);
  }
  return passed;
}
