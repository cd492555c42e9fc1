import type { Graph, OpAttrs, OpName } from '../../ir/op';
import type { RefTensor, RefType } from './tensor';

export interface KernelArgs<K extends OpName> {
  readonly attrs: OpAttrs[K];
  readonly inputs: readonly RefTensor[];
  /** Declared types of the outputs, symbolic sizes bound. The interpreter checks the results against them. */
  readonly outputs: readonly RefType[];
  /** What the graph was called with. */
  readonly feeds: Readonly<Record<string, RefTensor>>;
  /** Runs a graph held by an attribute. */
  run(graph: Graph, feeds: Readonly<Record<string, RefTensor>>): Record<string, RefTensor>;
}

/** The meaning of one operator, written for reading: loops over indices, nothing fused. */
export type Kernel<K extends OpName> = (args: KernelArgs<K>) => readonly RefTensor[];

/** The i-th input, which must be there. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`internal: nothing at ${index} of ${list.length}`);
  return item;
}
