import type { Point } from '../../document/edit';
import type { DocNode } from '../../document/schema';
import { portsOf } from '../../layers/registry';

/** Sizes of a node's card in canvas units; LayerNode.module.css repeats them. */
export const NODE_WIDTH = 168;
export const HEADER_HEIGHT = 30;
export const ROW_HEIGHT = 22;
export const NODE_PADDING = 6;
export const GRID = 8;
/** Room between cards; below a card its live picture opens. */
export const COLUMN_GAP = 40;
export const ROW_GAP = 80;

/** Height of a node without its live picture. A single port beside long parameters may take one row more. */
export function nodeHeight(node: Pick<DocNode, 'type' | 'params'>): number {
  const { inputs, outputs } = portsOf(node);
  const rows = Math.max(1, inputs.length, outputs.length);
  return HEADER_HEIGHT + Math.max(2, rows) * ROW_HEIGHT + NODE_PADDING;
}

export const snap = ({ x, y }: Point): Point => ({ x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID });

const overlaps = (a: Point, node: DocNode): boolean =>
  Math.abs(a.x - node.position.x) < NODE_WIDTH + GRID && Math.abs(a.y - node.position.y) < nodeHeight(node) + GRID;

/** The free place nearest below `wanted`, on the grid. */
export function freePlace(nodes: readonly DocNode[], wanted: Point): Point {
  let place = snap(wanted);
  for (let tries = 0; tries < 200; tries++) {
    const hit = nodes.find((node) => overlaps(place, node));
    if (!hit) break;
    place = snap({ x: place.x, y: hit.position.y + nodeHeight(hit) + 3 * GRID });
  }
  return place;
}

/** Where a node goes that follows `source`. */
export const placeAfter = (nodes: readonly DocNode[], source: DocNode): Point =>
  freePlace(nodes, { x: source.position.x + NODE_WIDTH + COLUMN_GAP, y: source.position.y });
