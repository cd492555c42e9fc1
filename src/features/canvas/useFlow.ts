import { type EdgeChange, type NodeHandle, Position } from '@xyflow/react';
import { useCallback, useMemo, useRef } from 'react';
import { nodeOf, type Point } from '../../document/edit';
import type { DocNode, Group, Note } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { useShown } from '../../stores/drawing';
import { groupKey, noteKey } from '../../stores/keys';
import { useUi } from '../../stores/ui';
import { nodeName } from '../common/localize';
import { useCanvas } from './canvasStore';
import type { CanvasFlowNode, FrameFlowNode, LayerFlowNode, NoteFlowNode, WireFlowEdge } from './flowTypes';
import { toggle } from './flowTypes';
import { BORDER, cardHeight, HEADER_HEIGHT, NODE_WIDTH, ROW_HEIGHT } from './geometry';
import { useNodeChanges } from './useNodeChanges';

const NO_DATA: Record<string, never> = {};
/** React Flow lifts what is selected by 1,000: frames stay behind everything, notes behind the nodes. */
const FRAME_LEVEL = -3000;
const NOTE_LEVEL = -1500;
const PORT = 10;

/** React Flow's nodes, made from the drawing. A node keeps its object until something of its own changes. */
export function useFlowNodes() {
  const docNodes = useShown((drawing) => drawing.nodes);
  const groups = useShown((drawing) => drawing.groups);
  const notes = useShown((drawing) => drawing.notes);
  const selected = useUi((state) => state.selection.nodes);
  const marked = useUi((state) => state.selection.annotations);
  const held = useCanvas((state) => state.held);
  const writing = useCanvas((state) => state.writing);
  const { dragged, measured, onNodesChange } = useNodeChanges();
  const cache = useRef(new Map<string, CanvasFlowNode>());

  const nodes = useMemo(() => {
    const chosen = new Set([...selected, ...marked]);
    const next = new Map<string, CanvasFlowNode>();
    const place = (key: string, position: Point): Placed => ({
      key,
      position: dragged?.get(key) ?? held?.get(key) ?? position,
      selected: chosen.has(key),
      draggable: writing !== key,
    });
    for (const group of groups) {
      const placed = place(groupKey(group.id), group.position);
      next.set(placed.key, keep(cache.current.get(placed.key), placed, { type: 'frame', data: { group } }, frameLook));
    }
    for (const note of notes) {
      const placed = place(noteKey(note.id), note.position);
      next.set(placed.key, keep(cache.current.get(placed.key), placed, { type: 'note', data: { note } }, noteLook));
    }
    for (const node of docNodes) {
      const placed = place(node.id, node.position);
      const look = (content: LayerContent) => layerLook(content, measured.current.get(node.id));
      next.set(node.id, keep(cache.current.get(node.id), placed, { type: 'layer', data: { node } }, look));
    }
    cache.current = next;
    return [...next.values()];
  }, [docNodes, groups, notes, selected, marked, held, writing, dragged, measured]);
  return { nodes, onNodesChange };
}

interface Placed {
  readonly key: string;
  readonly position: Point;
  readonly selected: boolean;
  readonly draggable: boolean;
}

type LayerContent = Pick<LayerFlowNode, 'type' | 'data'>;
type Content = LayerContent | Pick<FrameFlowNode, 'type' | 'data'> | Pick<NoteFlowNode, 'type' | 'data'>;

const drawn = (data: CanvasFlowNode['data']): DocNode | Group | Note =>
  'node' in data ? data.node : 'group' in data ? data.group : data.note;

/** The node of before where nothing about it changed; else a new one. */
function keep<C extends Content>(
  old: CanvasFlowNode | undefined,
  { key, position, selected, draggable }: Placed,
  content: C,
  look: (content: C) => Partial<CanvasFlowNode>,
): CanvasFlowNode {
  const sameContent = old !== undefined && drawn(old.data) === drawn(content.data);
  if (
    sameContent &&
    old.selected === selected &&
    old.draggable === draggable &&
    old.position.x === position.x &&
    old.position.y === position.y
  )
    return old;
  // The parts of a kind of node belong together: each `look` gives those of its `content`.
  return { ...content, ...look(content), id: key, position, selected, draggable } as unknown as CanvasFlowNode;
}

const frameLook = ({ data: { group } }: Pick<FrameFlowNode, 'type' | 'data'>): Partial<FrameFlowNode> => ({
  ...group.size,
  measured: group.size,
  zIndex: FRAME_LEVEL,
  connectable: false,
  dragHandle: '[data-grip]',
  style: { pointerEvents: 'none' },
});

const noteLook = ({ data: { note } }: Pick<NoteFlowNode, 'type' | 'data'>): Partial<NoteFlowNode> => ({
  ...note.size,
  measured: note.size,
  zIndex: NOTE_LEVEL,
  connectable: false,
});

/** A card's ports are where geometry.ts says, so that wires are there before any card was drawn and measured. */
function layerLook(
  { data: { node } }: LayerContent,
  known: { readonly width: number; readonly height: number } | undefined,
): Partial<LayerFlowNode> {
  const { inputs, outputs } = portsOf(node);
  const size = { width: NODE_WIDTH, height: cardHeight(node) };
  const handle = (id: string, row: number, type: 'source' | 'target'): NodeHandle => ({
    id,
    type,
    position: type === 'source' ? Position.Right : Position.Left,
    x: (type === 'source' ? NODE_WIDTH - BORDER : BORDER) - PORT / 2,
    y: BORDER + HEADER_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2 - PORT / 2,
    width: PORT,
    height: PORT,
  });
  return {
    initialWidth: size.width,
    initialHeight: size.height,
    measured: known ?? size,
    handles: [
      ...inputs.map(({ id }, row) => handle(id, row, 'target')),
      ...outputs.map(({ id }, row) => handle(id, row, 'source')),
    ],
    domAttributes: { 'aria-labelledby': `label-${node.id}` },
  };
}

/** React Flow's edges, made from the drawing's wires. */
export function useFlowEdges() {
  const wires = useShown((drawing) => drawing.edges);
  const drawing = useShown((shown) => shown);
  const locale = useUi((state) => state.locale);
  const selected = useUi((state) => state.selection.edges);
  const cache = useRef(new Map<string, WireFlowEdge>());
  // Names of nodes, as one text: a parameter that changes makes no wire anew.
  const titles = drawing.nodes.map((node) => `${node.id} ${nodeName(node, locale)}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `titles` stands for what matters of the nodes
  const edges = useMemo(() => {
    const chosen = new Set(selected);
    const next = new Map<string, WireFlowEdge>();
    const title = (id: string) => nodeName(nodeOf(drawing, id) ?? { name: '', type: id }, locale);
    for (const { id, from, to } of wires) {
      const old = cache.current.get(id);
      const ariaLabel = `${title(from.node)} → ${title(to.node)}`;
      next.set(
        id,
        old?.selected === chosen.has(id) && old.ariaLabel === ariaLabel
          ? old
          : {
              id,
              type: 'wire',
              source: from.node,
              sourceHandle: from.port,
              target: to.node,
              targetHandle: to.port,
              selected: chosen.has(id),
              reconnectable: 'target',
              ariaLabel,
              data: NO_DATA,
            },
      );
    }
    cache.current = next;
    return [...next.values()];
  }, [wires, titles, selected, locale]);

  const onEdgesChange = useCallback((changes: EdgeChange<WireFlowEdge>[]) => {
    const toggled = new Map(
      changes.flatMap((change) => (change.type === 'select' ? [[change.id, change.selected] as const] : [])),
    );
    if (toggled.size === 0) return;
    const { selection, select } = useUi.getState();
    select(selection.nodes, toggle(selection.edges, toggled), selection.annotations);
  }, []);
  return { edges, onEdgesChange };
}
