import { Graph, layout } from '@dagrejs/dagre';
import type { Point } from '../../document/edit';
import type { NetDocument } from '../../document/schema';
import { COLUMN_GAP, NODE_WIDTH, nodeHeight, ROW_GAP, snap } from './geometry';

interface Column {
  readonly ids: string[];
  /** Of the tallest way down the column, with room for live pictures. */
  height: number;
}

/** Nodes by their distance from the inputs, each column from top to bottom as dagre ordered it. */
function columnsOf(document: NetDocument): Column[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: COLUMN_GAP, nodesep: ROW_GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: nodeHeight(node) });
  for (const edge of document.edges) graph.setEdge(edge.from.node, edge.to.node);
  layout(graph);
  const byX = new Map<number, { id: string; y: number }[]>();
  for (const { id } of document.nodes) {
    const { x, y } = graph.node(id) as { x: number; y: number };
    const at = Math.round(x);
    byX.set(at, [...(byX.get(at) ?? []), { id, y }]);
  }
  const heights = new Map(document.nodes.map((node) => [node.id, nodeHeight(node)]));
  // What leads nowhere, a loss, stands below what goes on.
  const leading = new Set(document.edges.map((edge) => edge.from.node));
  const last = (id: string) => (leading.has(id) ? 0 : 1);
  return [...byX.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, items]) => {
      const ids = items.sort((a, b) => last(a.id) - last(b.id) || a.y - b.y).map(({ id }) => id);
      return { ids, height: ids.reduce((sum, id) => sum + (heights.get(id) ?? 0) + ROW_GAP, 0) };
    });
}

/** Columns to a line so that the whole, folded like text, fills a window of this aspect best. */
function foldAt(columns: readonly Column[], aspect: number): number {
  let best = columns.length;
  let bestScale = 0;
  for (let width = 1; width <= columns.length; width++) {
    let height = 0;
    for (let at = 0; at < columns.length; at += width) {
      height += Math.max(...columns.slice(at, at + width).map((column) => column.height));
    }
    const scale = Math.min(aspect / (width * (NODE_WIDTH + COLUMN_GAP)), 1 / height);
    if (scale >= bestScale) {
      bestScale = scale;
      best = width;
    }
  }
  return best;
}

/**
 * Places for all nodes: left to right in the order of the computation, folded into lines so that a long chain stays legible.
 * @param aspect width over height of the window they will be looked at in
 */
export function arrange(document: NetDocument, aspect: number): Map<string, Point> {
  const places = new Map<string, Point>();
  if (document.nodes.length === 0) return places;
  const heights = new Map(document.nodes.map((node) => [node.id, nodeHeight(node)]));
  const columns = columnsOf(document);
  const perLine = foldAt(columns, aspect);
  let top = 0;
  for (let at = 0; at < columns.length; at += perLine) {
    const line = columns.slice(at, at + perLine);
    for (const [index, column] of line.entries()) {
      let y = top;
      for (const id of column.ids) {
        places.set(id, snap({ x: index * (NODE_WIDTH + COLUMN_GAP), y }));
        y += (heights.get(id) ?? 0) + ROW_GAP;
      }
    }
    top += Math.max(...line.map((column) => column.height));
  }
  return places;
}
