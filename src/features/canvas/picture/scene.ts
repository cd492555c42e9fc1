import type { Point } from '../../../document/edit';
import type { DocNode, Group } from '../../../document/schema';
import type { LayerGroup } from '../../../layers/layer';
import { layers, portsOf } from '../../../layers/registry';
import type { CanvasFlowNode, LayerFlowNode, WireFlowEdge } from '../flowTypes';
import { type Box, cardHeight, NODE_WIDTH, portPoint } from '../geometry';

/** A node as the picture has it. */
export interface Card {
  readonly id: string;
  readonly node: DocNode;
  readonly box: Box;
  readonly group: LayerGroup;
  readonly selected: boolean;
}

export interface Frame {
  readonly group: Group;
  readonly box: Box;
  readonly selected: boolean;
}

/** A wire between two ports, in canvas units. */
export interface Thread {
  readonly id: string;
  readonly a: Point;
  readonly b: Point;
  /** Row of the target's card that it ends at, from 0. */
  readonly row: number;
  readonly selected: boolean;
  /** An end of it is bypassed. */
  readonly idle: boolean;
}

/** Everything on the canvas that a picture shows, in canvas units, the lowest first. */
export interface Scene {
  readonly cards: readonly Card[];
  readonly frames: readonly Frame[];
  readonly threads: readonly Thread[];
}

const cards = new WeakMap<LayerFlowNode, Card>();

function cardOf(flow: LayerFlowNode): Card {
  const known = cards.get(flow);
  if (known) return known;
  const { node } = flow.data;
  const card: Card = {
    id: flow.id,
    node,
    box: { ...flow.position, width: NODE_WIDTH, height: flow.measured?.height ?? cardHeight(node) },
    group: layers.get(node.type)?.group ?? 'shape',
    selected: flow.selected ?? false,
  };
  cards.set(flow, card);
  return card;
}

const rowOf = (node: DocNode, side: 'inputs' | 'outputs', port: string | null | undefined): number =>
  Math.max(
    0,
    portsOf(node)[side].findIndex((spec) => spec.id === port),
  );

function threadOf(edge: WireFlowEdge, from: Card, to: Card): Thread {
  const row = rowOf(to.node, 'inputs', edge.targetHandle);
  return {
    id: edge.id,
    a: portPoint({ position: from.box }, 'source', rowOf(from.node, 'outputs', edge.sourceHandle)),
    b: portPoint({ position: to.box }, 'target', row),
    row,
    selected: edge.selected ?? false,
    idle: !!from.node.disabled || !!to.node.disabled,
  };
}

/** The scene that React Flow would draw. */
export function sceneOf(nodes: readonly CanvasFlowNode[], edges: readonly WireFlowEdge[]): Scene {
  const layerNodes = nodes.filter((node) => node.type === 'layer');
  const drawn = layerNodes.map(cardOf);
  const byId = new Map(drawn.map((card) => [card.id, card]));
  return {
    cards: drawn,
    frames: nodes.flatMap((node) =>
      node.type === 'frame'
        ? [{ group: node.data.group, box: { ...node.position, ...node.data.group.size }, selected: !!node.selected }]
        : [],
    ),
    threads: edges.flatMap((edge) => {
      const [from, to] = [byId.get(edge.source), byId.get(edge.target)];
      return from && to ? [threadOf(edge, from, to)] : [];
    }),
  };
}

/** Which part of the drawing is seen: `x`, `y` and `zoom` as React Flow's viewport, sizes in CSS pixels. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** What is in view, in canvas units. */
export const windowOf = ({ x, y, zoom, width, height }: View): Box => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
});

export const meets = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The box that a wire keeps to, whichever way it bends. */
export function threadBox({ a, b }: Thread): Box {
  const [x, y] = [Math.min(a.x, b.x) - 40, Math.min(a.y, b.y) - 80];
  return { x, y, width: Math.max(a.x, b.x) + 40 - x, height: Math.max(a.y, b.y) + 40 - y };
}

/** The card at a place, the highest one. */
export function cardAt({ cards: all }: Scene, { x, y }: Point): Card | undefined {
  return all.findLast(({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
}

/** Cards that lie in a box with all of theirs. */
export const cardsWithin = ({ cards: all }: Scene, area: Box): Card[] =>
  all.filter(
    ({ box }) =>
      box.x >= area.x &&
      box.y >= area.y &&
      box.x + box.width <= area.x + area.width &&
      box.y + box.height <= area.y + area.height,
  );
