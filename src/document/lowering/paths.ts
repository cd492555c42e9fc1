import type { DocNode, Drawing } from '../schema';

/** What the paths of the nodes inside an instance begin with: `encoder_1/`, or `encoder_1/0/` for the first copy where it repeats. */
export function prefixInside(instance: string, { params }: Pick<DocNode, 'params'>, copy = 0): string {
  const repeat = params.repeat;
  return typeof repeat === 'number' && repeat > 1 ? `${instance}/${copy}/` : `${instance}/`;
}

/** Paths of the instances around a node, innermost first: `a` and `a/0/b` for `a/0/b/c`. */
export function instancesAround(path: string): string[] {
  const parts = path.split('/');
  const around: string[] = [];
  for (let length = parts.length - 1; length > 0; length--) {
    // a number is a copy of the instance before it
    if (/^\d/.test(parts[length - 1] as string)) continue;
    around.push(parts.slice(0, length).join('/'));
  }
  return around;
}

/** The node of the drawing that a path leads into, or is. */
export function rootOf(path: string): string {
  const end = path.indexOf('/');
  return end < 0 ? path : path.slice(0, end);
}

/** Nodes of a drawing that do something for others: without an output port, and not disabled. */
export type Sink = (node: DocNode) => boolean;

/** Ids of the nodes that some sink depends on. */
export function neededNodes({ nodes, edges }: Drawing, isSink: Sink): Set<string> {
  const sources = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = sources.get(to.node);
    if (known) known.push(from.node);
    else sources.set(to.node, [from.node]);
  }
  const open = nodes.filter(isSink).map(({ id }) => id);
  const needed = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    open.push(...(sources.get(id) ?? []));
  }
  return needed;
}
