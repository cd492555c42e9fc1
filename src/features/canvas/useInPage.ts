import { useUpdateNodeInternals } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { useCanvas } from './canvasStore';
import type { CanvasFlowNode, WireFlowEdge } from './flowTypes';

/** Drawings of more nodes than these are a picture (picture/Picture.tsx), with only some of their nodes and wires in the page. */
export const PICTURE_ABOVE = 150;

const hidden = new WeakMap<CanvasFlowNode, CanvasFlowNode>();

function hiddenOf(node: CanvasFlowNode): CanvasFlowNode {
  const known = hidden.get(node) ?? { ...node, hidden: true };
  hidden.set(node, known);
  return known;
}

/** Nodes and wires with those hidden, and wires left out, that are in the picture only. */
export function useInPage(nodes: CanvasFlowNode[], edges: WireFlowEdge[], pictured: boolean) {
  const live = useCanvas((state) => state.live);
  useNearPorts();
  const shownNodes = useMemo(
    () =>
      pictured ? nodes.map((node) => (node.type !== 'layer' || live?.has(node.id) ? node : hiddenOf(node))) : nodes,
    [nodes, pictured, live],
  );
  const shownEdges = useMemo(
    () => (pictured ? edges.filter(({ id }) => live?.has(id)) : edges),
    [edges, pictured, live],
  );
  return { nodes: shownNodes, edges: shownEdges };
}

/** Cards that came into the page from far away had no ports to measure: without this they would have no wires nearby. */
function useNearPorts(): void {
  const far = useCanvas((state) => state.far);
  const measure = useUpdateNodeInternals();
  useEffect(() => {
    if (far) return;
    const there = document.querySelectorAll<HTMLElement>('.react-flow__node-layer');
    if (there.length > 0) measure([...there].flatMap(({ dataset }) => dataset.id ?? []));
  }, [far, measure]);
}
