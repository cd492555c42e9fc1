import type { Diagnostic } from '../core/diagnostic';
import { layers, portsOf } from '../layers/registry';
import type { DocEdge, DocNode, NetDocument } from './schema';

/** Nodes so that each comes after those it reads; `cycle` holds the nodes that cannot be ordered. */
export function topologicalOrder(doc: NetDocument): { order: DocNode[]; cycle: DocNode[] } {
  const waiting = new Map(doc.nodes.map((node) => [node.id, 0]));
  const readers = new Map<string, string[]>();
  for (const { from, to } of doc.edges) {
    if (!waiting.has(from.node) || !waiting.has(to.node)) continue;
    waiting.set(to.node, (waiting.get(to.node) ?? 0) + 1);
    const list = readers.get(from.node);
    if (list) list.push(to.node);
    else readers.set(from.node, [to.node]);
  }
  const byId = new Map(doc.nodes.map((node) => [node.id, node]));
  const ready = doc.nodes.filter((node) => waiting.get(node.id) === 0);
  const order: DocNode[] = [];
  for (let i = 0; i < ready.length; i++) {
    const node = ready[i] as DocNode;
    order.push(node);
    for (const id of readers.get(node.id) ?? []) {
      const left = (waiting.get(id) ?? 0) - 1;
      waiting.set(id, left);
      const reader = byId.get(id);
      if (left === 0 && reader) ready.push(reader);
    }
  }
  const ordered = new Set(order);
  return { order, cycle: doc.nodes.filter((node) => !ordered.has(node)) };
}

/** What no edit of ours can produce, but a file can hold: repeated ids, wires to nothing, two wires at one input, cycles. */
export function structureDiagnostics(doc: NetDocument): Diagnostic[] {
  return [...repeatedIds(doc), ...badWires(doc), ...cycles(doc)];
}

function repeatedIds(doc: NetDocument): Diagnostic[] {
  const seen = new Set<string>();
  return doc.nodes.flatMap(({ id }, i): Diagnostic[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        code: 'node.repeated',
        severity: 'error',
        message: `two nodes have the id ${id}`,
        details: { node: id },
        nodeId: id,
        path: `nodes[${i}].id`,
      },
    ];
  });
}

function badWires(doc: NetDocument): Diagnostic[] {
  const byId = new Map(doc.nodes.map((node) => [node.id, node]));
  const taken = new Set<string>();
  return doc.edges.flatMap((edge, i): Diagnostic[] => {
    const path = `edges[${i}]`;
    const place = { severity: 'error' as const, edgeId: edge.id, path };
    const missing = missingEnd(edge, byId);
    if (missing)
      return [
        {
          ...place,
          code: 'wire.dangling',
          message: `the wire ${edge.id} ends at ${missing}, which does not exist`,
          details: { wire: edge.id, end: missing },
        },
      ];
    const input = `${edge.to.node}.${edge.to.port}`;
    if (taken.has(input))
      return [
        {
          ...place,
          code: 'wire.doubled',
          message: `two wires end at ${input}`,
          details: { end: input },
          nodeId: edge.to.node,
          portId: edge.to.port,
        },
      ];
    taken.add(input);
    return [];
  });
}

function missingEnd({ from, to }: DocEdge, byId: ReadonlyMap<string, DocNode>): string | undefined {
  for (const [end, side] of [
    [from, 'outputs'],
    [to, 'inputs'],
  ] as const) {
    const node = byId.get(end.node);
    const ports = node && layers.has(node.type) ? portsOf(node)[side] : undefined;
    if (!node || (ports && !ports.some((port) => port.id === end.port))) return `${end.node}.${end.port}`;
  }
  return undefined;
}

function cycles(doc: NetDocument): Diagnostic[] {
  const { cycle } = topologicalOrder(doc);
  const [first] = cycle;
  if (!first) return [];
  const ids = cycle.map((node) => node.id).join(', ');
  return [
    {
      code: 'wire.cycle',
      severity: 'error',
      message: `the wires form a cycle through ${ids}`,
      details: { nodes: ids },
      nodeId: first.id,
      path: `nodes[${doc.nodes.indexOf(first)}]`,
    },
  ];
}
