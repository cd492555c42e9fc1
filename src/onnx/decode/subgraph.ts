import type { Graph, Value } from '../../ir/op';

/** A graph of an attribute: its own inputs first, then one for each value of the graphs around it that it reads. */
export interface Subgraph {
  readonly graph: Graph;
  /** The outer values, in the order of the inputs that stand for them. */
  readonly captures: readonly Value[];
}
