import type { Point } from '../../document/edit';
import type { DocNode, Group } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { BORDER, COLUMN_GAP, GRID, HEADER_HEIGHT, NODE_PADDING, NODE_WIDTH, ROW_HEIGHT, snap } from './spacing';

export * from './spacing';

/** Height of a node without its live picture. A single port beside long parameters may take one row more. */
export function nodeHeight(node: Pick<DocNode, 'type' | 'params'>): number {
  const { inputs, outputs } = portsOf(node);
  const rows = Math.max(1, inputs.length, outputs.length);
  return HEADER_HEIGHT + Math.max(2, rows) * ROW_HEIGHT + NODE_PADDING;
}

/** Height of a card whose parameters and shape lie side by side; a live picture comes on top. */
export function cardHeight(node: Pick<DocNode, 'type' | 'params'>): number {
  const { inputs, outputs } = portsOf(node);
  return HEADER_HEIGHT + Math.max(1, inputs.length, outputs.length) * ROW_HEIGHT + NODE_PADDING + 2 * BORDER;
}

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

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a node's card is, without its live picture. */
export const cardBox = (node: Pick<DocNode, 'type' | 'params' | 'position'>): Box => ({
  ...node.position,
  width: NODE_WIDTH,
  height: cardHeight(node),
});

export const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** The smallest box around all; undefined around none. */
export function boundsOf(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Room between a frame's border and what it is drawn around; above, its title. */
const MARGIN = { side: 24, top: 44 };

/** The frame around what lies in a box. */
export const framed = ({ x, y, width, height }: Box): Pick<Group, 'position' | 'size'> => ({
  position: { x: x - MARGIN.side, y: y - MARGIN.top },
  size: { width: width + 2 * MARGIN.side, height: height + MARGIN.top + MARGIN.side },
});

/** Where a port's wire ends, in canvas units. */
export const portPoint = ({ position }: Pick<DocNode, 'position'>, side: 'source' | 'target', row: number): Point => ({
  x: position.x + (side === 'source' ? NODE_WIDTH : 0),
  y: position.y + BORDER + HEADER_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2,
});
