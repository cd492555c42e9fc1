import { ImportError } from './errors';
import type { RawGraph, RawNode } from './raw';

/** Names a node reads, those its graphs read from outside included. */
function readsOf(node: RawNode): string[] {
  const inner = [...node.attributes.values()].flatMap((attribute) => {
    if (attribute.kind === 'graph') return freeNames(attribute.value);
    return attribute.kind === 'graphs' ? attribute.value.flatMap(freeNames) : [];
  });
  return [...node.inputs.filter((name) => name !== ''), ...inner];
}

/** Names a graph reads that nothing in it defines. */
function freeNames(graph: RawGraph): string[] {
  const own = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const read = [...graph.nodes.flatMap(readsOf), ...graph.outputs.map(({ name }) => name)];
  return [...new Set(read.filter((name) => !own.has(name)))];
}

/** The nodes `results` depend on, producers before users; files need not have them in order. Throws `invalid` on cycles and names defined twice. */
export function neededNodes(nodes: readonly RawNode[], results: readonly string[]): RawNode[] {
  const producer = new Map<string, RawNode>();
  for (const node of nodes) {
    for (const name of node.outputs) {
      if (name === '') continue;
      if (producer.has(name)) throw new ImportError('invalid', { actual: `${name} is defined twice` });
      producer.set(name, node);
    }
  }
  const order: RawNode[] = [];
  const state = new Map<RawNode, 'open' | 'done'>();
  const stack: { readonly node: RawNode; readonly reads: readonly string[]; next: number }[] = [];
  const visit = (name: string) => {
    const node = producer.get(name);
    if (!node || state.get(node) === 'done') return;
    if (state.get(node) === 'open') throw new ImportError('invalid', { actual: `${name} is computed from itself` });
    state.set(node, 'open');
    stack.push({ node, reads: readsOf(node), next: 0 });
  };
  for (const result of results) {
    visit(result);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.reads[top.next++];
      if (next !== undefined) visit(next);
      else {
        state.set(top.node, 'done');
        order.push(top.node);
        stack.pop();
      }
    }
  }
  return order;
}
