import { internal } from '../../core/errors';
import { Builder } from '../builder';
import type { Graph, Node, OpAttrs, OpName, Value } from '../op';

export interface RewriteArgs {
  /** The copy under construction; its `origin` is that of the node. */
  readonly b: Builder;
  readonly node: Node;
  /** Copies of the node's inputs. */
  readonly inputs: readonly Value[];
}

/** What stands for the outputs of a node in the copy; nothing: the node itself. */
export type RewriteRule = (args: RewriteArgs) => readonly Value[] | undefined;

/** Copies a graph node by node, each as `rule` has it. `copied` sees every node that was copied as it is. Linear in the nodes. */
export function rewrite(
  graph: Graph,
  rule: RewriteRule,
  copied?: (args: RewriteArgs, outputs: readonly Value[]) => void,
): Graph {
  const b = new Builder();
  const values = new Map<Value, Value>();
  const at = (value: Value): Value => values.get(value) ?? internal(`${value.node.op} was not copied`);
  for (const node of graph.nodes) {
    b.origin = node.origin;
    const args = { b, node, inputs: node.inputs.map(at) };
    let outputs = rule(args);
    if (!outputs) {
      const types = node.outputs.map(({ type }) => type);
      outputs = b.append(node.op as OpName, args.inputs, node.attrs as OpAttrs[OpName], types, node.origin);
      copied?.(args, outputs);
    }
    for (const [i, value] of node.outputs.entries()) values.set(value, outputs[i] as Value);
  }
  const ends = <T extends { readonly value: Value }>(list: readonly T[]): T[] =>
    list.map((end) => ({ ...end, value: at(end.value) }));
  return { nodes: b.graph({}).nodes, inputs: ends(graph.inputs), outputs: ends(graph.outputs) };
}
