import type { Edge, EdgeChange, Node, NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { moveNodes, nodeOf, type Point } from '../../document/edit';
import type { DocNode } from '../../document/schema';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';
import { nodeName } from '../common/localize';
import { NODE_WIDTH, nodeHeight } from './geometry';

export type LayerFlowNode = Node<{ readonly node: DocNode }, 'layer'>;
export type WireFlowEdge = Edge<Record<string, never>, 'wire'>;

type Measured = { readonly width: number; readonly height: number };
const NO_DATA: Record<string, never> = {};

interface Transient {
  readonly measured: ReadonlyMap<string, Measured>;
  /** Where the nodes are that the pointer holds; undefined while it holds none. */
  readonly dragged: ReadonlyMap<string, Point> | undefined;
}

/** React Flow's nodes, made from the document. A node keeps its object until something of its own changes. */
export function useFlowNodes() {
  const docNodes = useDocument((state) => state.document.nodes);
  const selected = useUi((state) => state.selection.nodes);
  const [transient, setTransient] = useState<Transient>({ measured: new Map(), dragged: undefined });
  const cache = useRef(new Map<string, LayerFlowNode>());

  const nodes = useMemo(() => {
    const chosen = new Set(selected);
    const next = new Map<string, LayerFlowNode>();
    for (const node of docNodes) {
      const position = transient.dragged?.get(node.id) ?? node.position;
      const measured = transient.measured.get(node.id);
      next.set(node.id, keepOrMake(cache.current.get(node.id), node, position, measured, chosen.has(node.id)));
    }
    cache.current = next;
    return [...next.values()];
  }, [docNodes, selected, transient]);

  const dragging = useRef(false);
  const onNodesChange = useCallback((changes: NodeChange<LayerFlowNode>[]) => {
    const measured = new Map<string, Measured>();
    const moving = new Map<string, Point>();
    const settled = new Map<string, Point>();
    const toggled = new Map<string, boolean>();
    for (const change of changes) {
      if (change.type === 'dimensions' && change.dimensions) measured.set(change.id, change.dimensions);
      else if (change.type === 'select') toggled.set(change.id, change.selected);
      else if (change.type === 'position' && change.position)
        (change.dragging ? moving : settled).set(change.id, change.position);
    }
    const { selection, select } = useUi.getState();
    if (toggled.size > 0) select(toggle(selection.nodes, toggled), selection.edges);
    if (measured.size > 0) setTransient((old) => ({ ...old, measured: new Map([...old.measured, ...measured]) }));
    if (moving.size > 0) {
      dragging.current = true;
      setTransient((old) => ({ ...old, dragged: new Map([...(old.dragged ?? []), ...moving]) }));
    }
    if (settled.size > 0) {
      // The end of a drag is one step of undo; so is a burst of arrow keys, which come without a drag.
      const gesture = dragging.current ? undefined : 'nudge';
      if (dragging.current) setTransient((old) => ({ ...old, dragged: undefined }));
      dragging.current = false;
      useDocument.getState().edit((document) => moveNodes(document, settled), gesture);
    }
  }, []);
  return { nodes, onNodesChange };
}

function keepOrMake(
  old: LayerFlowNode | undefined,
  node: DocNode,
  position: Point,
  measured: Measured | undefined,
  selected: boolean,
): LayerFlowNode {
  if (
    old &&
    old.data.node === node &&
    old.measured === measured &&
    old.selected === selected &&
    old.position.x === position.x &&
    old.position.y === position.y
  ) {
    return old;
  }
  return {
    id: node.id,
    type: 'layer',
    position,
    selected,
    initialWidth: NODE_WIDTH,
    initialHeight: nodeHeight(node),
    ...(measured ? { measured } : {}),
    domAttributes: { 'aria-labelledby': `label-${node.id}` },
    data: old?.data.node === node ? old.data : { node },
  };
}

function toggle(selection: readonly string[], changes: ReadonlyMap<string, boolean>): string[] {
  const chosen = new Set(selection);
  for (const [id, on] of changes) {
    if (on) chosen.add(id);
    else chosen.delete(id);
  }
  return [...chosen];
}

/** React Flow's edges, made from the document's wires. */
export function useFlowEdges() {
  const document = useDocument((state) => state.document);
  const locale = useUi((state) => state.locale);
  const selected = useUi((state) => state.selection.edges);
  const cache = useRef(new Map<string, WireFlowEdge>());
  const edges = useMemo(() => {
    const chosen = new Set(selected);
    const next = new Map<string, WireFlowEdge>();
    const title = (id: string) => nodeName(nodeOf(document, id) ?? { name: '', type: id }, locale);
    for (const { id, from, to } of document.edges) {
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
  }, [document, selected, locale]);

  const onEdgesChange = useCallback((changes: EdgeChange<WireFlowEdge>[]) => {
    const toggled = new Map(
      changes.flatMap((change) => (change.type === 'select' ? [[change.id, change.selected] as const] : [])),
    );
    if (toggled.size === 0) return;
    const { selection, select } = useUi.getState();
    select(selection.nodes, toggle(selection.edges, toggled));
  }, []);
  return { edges, onEdgesChange };
}
