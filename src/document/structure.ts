import type { Diagnostic } from '../core/diagnostic';
import { layers, portsOf } from '../layers/registry';
import { holds } from './places';
import type { DocEdge, DocNode, Drawing, NetDocument } from './schema';

/** Nodes so that each comes after those it reads; `cycle` holds the nodes that cannot be ordered. */
export function topologicalOrder(doc: Wired): { order: DocNode[]; cycle: DocNode[] } {
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

type Wired = Pick<Drawing, 'nodes' | 'edges'>;
type Whole = Wired & Pick<NetDocument, 'modules'>;

/** What no edit of ours can produce, but a file can hold: repeated ids, wires to nothing, two wires at one input, cycles, modules in themselves. */
export function structureDiagnostics(doc: Whole): Diagnostic[] {
  const drawings: { drawing: Wired; at: string }[] = [{ drawing: doc, at: '' }];
  for (const [i, drawing] of doc.modules.entries()) drawings.push({ drawing, at: `modules[${i}].` });
  return [
    ...drawings.flatMap(({ drawing, at }) => [
      ...repeatedIds(drawing, at),
      ...badWires(drawing, at),
      ...cycles(drawing, at),
    ]),
    ...badModules(doc),
  ];
}

/** Ids of modules that are taken or no module's, modules that hold themselves. */
function badModules(doc: Whole): Diagnostic[] {
  const taken = new Set(doc.nodes.map(({ id }) => id));
  const found: Diagnostic[] = [];
  for (const [i, { id, name }] of doc.modules.entries()) {
    const path = `modules[${i}]`;
    const place = { severity: 'error' as const, path };
    if (taken.has(id)) {
      const message = `${path}.id: a node or another module has the id ${id}`;
      found.push({ ...place, code: 'module.repeated', message, details: { module: id } });
    }
    taken.add(id);
    if (!holds(doc, id, id)) continue;
    const message = `the module ${name} would hold itself`;
    found.push({ ...place, code: 'module.recursive', message, details: { node: name, module: name } });
  }
  for (const node of [doc, ...doc.modules].flatMap(({ nodes }) => nodes)) {
    const used = node.type === 'module' ? String(node.params.module) : '';
    if (used === '' || doc.modules.some(({ id }) => id === used)) continue;
    const message = `${node.id}: there is no module ${used}`;
    found.push({ code: 'module.unknown', severity: 'error', message, details: { node: node.id, module: used } });
  }
  return found;
}

function repeatedIds(doc: Wired, at: string): Diagnostic[] {
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
        path: `${at}nodes[${i}].id`,
      },
    ];
  });
}

function badWires(doc: Wired, at: string): Diagnostic[] {
  const byId = new Map(doc.nodes.map((node) => [node.id, node]));
  const taken = new Set<string>();
  return doc.edges.flatMap((edge, i): Diagnostic[] => {
    const path = `${at}edges[${i}]`;
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

function cycles(doc: Wired, at: string): Diagnostic[] {
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
      path: `${at}nodes[${doc.nodes.indexOf(first)}]`,
    },
  ];
}
