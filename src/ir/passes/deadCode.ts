import type { Graph, Node } from '../op';

/** Drops the nodes no output depends on. Inputs stay: they are the program's face. */
export function eliminateDeadCode(graph: Graph): Graph {
  const live = new Set<Node>();
  const stack = graph.outputs.map(({ value }) => value.node);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (live.has(node)) continue;
    live.add(node);
    for (const value of node.inputs) stack.push(value.node);
  }
  return { ...graph, nodes: graph.nodes.filter((node) => live.has(node) || node.op === 'input') };
}
