import { Graph, layout } from '@dagrejs/dagre';
import type { Point } from '../../document/edit';
import { COLUMN_GAP, NODE_WIDTH, ROW_GAP, snap } from './spacing';

/** What a layout needs to know of a drawing: plain data, so that it can go to a worker. */
export interface LayoutTask {
  readonly nodes: readonly { readonly id: string; readonly height: number }[];
  /** From node to node. */
  readonly wires: readonly (readonly [string, string])[];
  /** Which way the computation goes. */
  readonly direction: 'right' | 'down';
  /** Width over height of the window the whole is folded to fill; not folded where absent. */
  readonly aspect: number | undefined;
}

/** Nodes at one distance from the inputs: a column of a layout to the right, a row of one downwards. */
interface Rank {
  readonly ids: readonly string[];
  /** Along the rank, and across it, with the gaps to the next. */
  readonly length: number;
  readonly depth: number;
}

/** Ranks in the order of the computation, each in the order that dagre gave it. */
function ranksOf({ nodes, wires, direction }: LayoutTask): Rank[] {
  const right = direction === 'right';
  const graph = new Graph();
  const gaps = right ? { ranksep: COLUMN_GAP, nodesep: ROW_GAP } : { ranksep: ROW_GAP, nodesep: COLUMN_GAP };
  graph.setGraph({ rankdir: right ? 'LR' : 'TB', ...gaps });
  graph.setDefaultEdgeLabel(() => ({}));
  // All of one height, so that the middles of a rank are on one line.
  const tallest = Math.max(...nodes.map(({ height }) => height));
  for (const { id, height } of nodes) graph.setNode(id, { width: NODE_WIDTH, height: right ? height : tallest });
  for (const [from, to] of wires) graph.setEdge(from, to);
  layout(graph);
  const heights = new Map(nodes.map(({ id, height }) => [id, height]));
  // What leads nowhere, a loss, stands below what goes on.
  const leading = new Set(wires.map(([from]) => from));
  const last = (id: string) => (leading.has(id) ? 0 : 1);
  const byPlace = new Map<number, { id: string; at: number }[]>();
  for (const { id } of nodes) {
    const { x, y } = graph.node(id) as { x: number; y: number };
    const rank = Math.round(right ? x : y);
    byPlace.set(rank, [...(byPlace.get(rank) ?? []), { id, at: right ? y : x }]);
  }
  return [...byPlace]
    .sort(([a], [b]) => a - b)
    .map(([, items]) => {
      const ids = items.sort((a, b) => last(a.id) - last(b.id) || a.at - b.at).map(({ id }) => id);
      const tall = ids.map((id) => heights.get(id) ?? 0);
      return right
        ? { ids, length: tall.reduce((sum, height) => sum + height + ROW_GAP, 0), depth: NODE_WIDTH + COLUMN_GAP }
        : { ids, length: ids.length * (NODE_WIDTH + COLUMN_GAP), depth: Math.max(...tall) + ROW_GAP };
    });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Ranks cut into lines of `size`. */
function cut(ranks: readonly Rank[], size: number): Rank[][] {
  const lines: Rank[][] = [];
  for (let at = 0; at < ranks.length; at += size) lines.push(ranks.slice(at, at + size));
  return lines;
}

/** How many ranks go to a line so that the whole, folded like text, fills the window best. */
function foldAt(ranks: readonly Rank[], { direction, aspect }: LayoutTask): number {
  let best = ranks.length;
  if (aspect === undefined) return best;
  let bestScale = 0;
  for (let size = 1; size <= ranks.length; size++) {
    const lines = cut(ranks, size);
    const along = Math.max(...lines.map((line) => sum(line.map(({ depth }) => depth))));
    const across = sum(lines.map((line) => Math.max(...line.map(({ length }) => length))));
    const [width, height] = direction === 'right' ? [along, across] : [across, along];
    const scale = Math.min(aspect / width, 1 / height);
    if (scale >= bestScale) {
      bestScale = scale;
      best = size;
    }
  }
  return best;
}

/** Places for nodes in the order of the computation, folded into lines so that a long chain stays legible. Top left is 0, 0. */
export function arrangeNodes(task: LayoutTask): Map<string, Point> {
  const places = new Map<string, Point>();
  if (task.nodes.length === 0) return places;
  const right = task.direction === 'right';
  const heights = new Map(task.nodes.map(({ id, height }) => [id, height]));
  const ranks = ranksOf(task);
  let across = 0;
  for (const line of cut(ranks, foldAt(ranks, task))) {
    const room = Math.max(...line.map(({ length }) => length));
    let along = 0;
    for (const rank of line) {
      // A row stands in the middle of its line, a column at its top.
      let at = across + (right ? 0 : (room - rank.length) / 2);
      for (const id of rank.ids) {
        places.set(id, snap(right ? { x: along, y: at } : { x: at, y: along }));
        at += right ? (heights.get(id) ?? 0) + ROW_GAP : NODE_WIDTH + COLUMN_GAP;
      }
      along += rank.depth;
    }
    across += room;
  }
  return places;
}
