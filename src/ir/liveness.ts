import { dtypeBytes } from '../core/dtype';
import { elementsForOne } from './flops';
import type { Graph, OpName, Value } from './op';

/** Operators whose result lies where their input does. */
const views: ReadonlySet<OpName> = new Set(['reshape', 'stopGradient']);

/** The most bytes of values that lie in memory at once. */
export interface Peak {
  readonly bytes: number;
  /** Place in `nodes` of the node being computed then. */
  readonly at: number;
}

/** Size of a value; a symbolic size counts as 1. */
export function bytesOf({ type }: Value): number {
  return elementsForOne(type.shape) * dtypeBytes[type.dtype];
}

/**
 * How much memory a graph needs if its nodes are computed in order: inputs and constants lie there throughout, a result from its node on
 * until its last reader is done (an output: to the end), in memory of its own unless it is a view. Bodies of loops are not looked into.
 * Linear in the nodes.
 */
export function peakMemory(graph: Graph): Peak {
  const storage = new Map<Value, Value>();
  const at = (value: Value) => storage.get(value) ?? value;
  const lastUse = new Map<Value, number>();
  for (const [place, node] of graph.nodes.entries()) {
    for (const value of node.inputs) lastUse.set(at(value), place);
    const [source] = views.has(node.op) ? node.inputs : [];
    for (const value of node.outputs) {
      if (source) storage.set(value, at(source));
      else lastUse.set(value, place);
    }
  }
  for (const { value } of graph.outputs) lastUse.set(at(value), graph.nodes.length);
  const ending = new Map<number, number>();
  let [live, peak]: [number, Peak] = [0, { bytes: 0, at: 0 }];
  for (const [place, node] of graph.nodes.entries()) {
    const isLasting = node.op === 'input' || node.op === 'constant';
    for (const value of node.outputs) {
      if (at(value) !== value) continue;
      const bytes = bytesOf(value);
      live += bytes;
      const end = lastUse.get(value) ?? place;
      if (!isLasting) ending.set(end, (ending.get(end) ?? 0) + bytes);
    }
    if (live > peak.bytes) peak = { bytes: live, at: place };
    live -= ending.get(place) ?? 0;
  }
  return peak;
}
