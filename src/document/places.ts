import type { ModulePort } from '../layers/defs/module';
import { layers } from '../layers/registry';
import type { DocModule, DocNode, Drawing, NetDocument, ParamValue } from './schema';

/** The user's name for a node, else the layer's. */
export function titleOf(node: DocNode): string {
  return node.name || (layers.get(node.type)?.docs.name.en ?? node.type);
}

export function moduleOf(document: Pick<NetDocument, 'modules'>, id: string): DocModule | undefined {
  return document.modules.find((module) => module.id === id);
}

/** The module that a node is an instance of. */
export function moduleUsedBy(document: NetDocument, node: DocNode): DocModule | undefined {
  const { module } = node.params;
  return node.type === 'module' && typeof module === 'string' ? moduleOf(document, module) : undefined;
}

/** The node at a path such as `encoder_1/dense_1` or `encoder_1/0/dense_1`. */
export function nodeAt(document: NetDocument, path: string): DocNode | undefined {
  let drawing: Drawing | undefined = document;
  let node: DocNode | undefined;
  for (const part of path.split('/')) {
    // the number of a copy
    if (/^\d/.test(part)) continue;
    node = drawing?.nodes.find(({ id }) => id === part);
    drawing = node && moduleUsedBy(document, node);
  }
  return node;
}

/** Whether instances lead from a module to another (or back to itself). */
export function holds(document: Pick<NetDocument, 'modules'>, outer: string, inner: string): boolean {
  const seen = new Set<string>();
  const open = [outer];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const used of modulesIn(moduleOf(document, id)?.nodes ?? [])) {
      if (used === inner) return true;
      open.push(used);
    }
  }
  return false;
}

/** Ids of the modules that nodes are instances of. */
export function modulesIn(nodes: readonly DocNode[]): string[] {
  return nodes.flatMap(({ type, params }) =>
    type === 'module' && typeof params.module === 'string' && params.module !== '' ? [params.module] : [],
  );
}

/** The ports of a module: its moduleInput and moduleOutput nodes, in the order of the list. */
export function portsOfModule({ nodes }: Pick<DocModule, 'nodes'>): { inputs: ModulePort[]; outputs: ModulePort[] } {
  const ports = (type: string) => nodes.filter((node) => node.type === type).map(({ id, name }) => ({ id, name }));
  return { inputs: ports('moduleInput'), outputs: ports('moduleOutput') };
}

/** The nodes with the ports of their modules as they are now; the same list where they were current. */
export function withCurrentPorts(nodes: readonly DocNode[], modules: readonly DocModule[]): DocNode[] {
  const byId = new Map(modules.map((module) => [module.id, module]));
  let changed = false;
  const current = nodes.map((node) => {
    const module = node.type === 'module' ? byId.get(String(node.params.module)) : undefined;
    if (!module) return node;
    const ports = portsOfModule(module);
    if (samePorts(node.params.inputs, ports.inputs) && samePorts(node.params.outputs, ports.outputs)) return node;
    changed = true;
    return { ...node, params: { ...node.params, ...ports } };
  });
  return changed ? current : (nodes as DocNode[]);
}

function samePorts(stored: ParamValue | undefined, ports: readonly ModulePort[]): boolean {
  return JSON.stringify(stored) === JSON.stringify(ports);
}
